// depfile.c - blanks separate words. As GNU make has it, and gcc and clang write
// it: before a blank or a #, two backslashes are one, and an odd one more quotes
// that character; $$ is a dollar; a backslash at the end of a line joins it with
// the next; any other backslash is one.
#include "link/depfile.h"

#include "base/buf.h"

#include <stdbool.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// A backslash and what it stands in front of; the result is behind that.
static const char *take_backslashes(const char *s, struct buf *word, bool *ends)
{
	size_t n = strspn(s, "\\");
	char next = s[n];
	if (next == '\n') {
		buf_printf(word, "%.*s", (int)(n - 1), s);
		*ends = true;
		return s + n + 1;
	}
	if (next != ' ' && next != '\t' && next != '#') {
		buf_printf(word, "%.*s", (int)n, s);
		return s + n;
	}
	buf_printf(word, "%.*s", (int)(n / 2), s);
	if (n % 2)
		buf_printf(word, "%c", next);
	return s + n + n % 2;
}

struct depfile depfile_read(struct arena *a, const char *text)
{
	struct depfile out = {{0}};
	bool target = true; // the first word
	while (*text) {
		struct buf word = {.arena = a};
		bool ends = false;
		while (*text && !is_blank(*text) && !ends) {
			size_t n = strcspn(text, "\\$ \t\r\n");
			buf_printf(&word, "%.*s", (int)n, text);
			text += n;
			if (*text == '\\') {
				text = take_backslashes(text, &word, &ends);
			} else if (*text == '$') {
				buf_printf(&word, "$");
				text += text[1] == '$' ? 2 : 1;
			}
		}
		while (is_blank(*text))
			text++;
		if (word.len && !target)
			VEC_PUSH(a, &out.paths, word.p);
		target &= !word.len;
	}
	return out;
}
