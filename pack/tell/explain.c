#include "tell/explain.h"

#include "codes/codes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { COLUMNS = 78 };

// Words in lines that a terminal holds.
static void wrapped(const char *text, FILE *out)
{
	size_t at = 0;
	while (*text) {
		size_t n = strcspn(text, " ");
		if (at && at + 1 + n > COLUMNS) {
			fputc('\n', out);
			at = 0;
		}
		at += (size_t)fprintf(out, "%s%.*s", at ? " " : "", (int)n, text);
		text += n + (text[n] == ' ');
	}
	fputc('\n', out);
}

static void indented(const char *text, FILE *out)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		fprintf(out, n ? "    %.*s\n" : "%.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

void explain_all(FILE *out)
{
	size_t n;
	const struct page *pages = code_pages(&n);
	for (size_t i = 0; i < n; i++)
		fprintf(out, CODE_FORMAT "  %s\n", (int)pages[i].code, pages[i].title);
}

bool explain(const char *code, FILE *out)
{
	char *end;
	const char *digits = strncasecmp(code, "NC", 2) == 0 ? code + 2 : code;
	long number = strtol(digits, &end, 10);
	const struct page *p = *end || end == digits ? NULL : code_page((enum nc_code)number);
	if (!p)
		return false;
	fprintf(out, CODE_FORMAT ": %s\n\n", (int)p->code, p->title);
	wrapped(p->why, out);
	fputs("\nAn example:\n\n", out);
	indented(p->example, out);
	fputs("\nThe way out:\n\n", out);
	wrapped(p->way, out);
	return true;
}
