#include "bind/mark.h"

#include <stdbool.h>
#include <string.h>

struct span {
	size_t start, end;
};

// The part of text that starts at `start` and ends at a comma of its own
// level or at the bracket that closes it.
static size_t piece_end(const char *text, size_t start)
{
	int depth = 0;
	size_t i = start;
	for (; text[i]; i++) {
		if (strchr("([{", text[i]))
			depth++;
		if (strchr(")]}", text[i]) && depth-- == 0)
			break;
		if (text[i] == ',' && depth == 0)
			break;
	}
	return i;
}

// The piece of the first parameter list with that index; in "a, b uint64" each
// name is a piece, and so each parameter is one.
static bool parameter(const char *decl, int index, struct span *out)
{
	size_t start = strcspn(decl, "(");
	if (!decl[start])
		return false;
	for (start++; decl[start]; start++) {
		size_t end = piece_end(decl, start);
		start += strspn(decl + start, " ");
		if (index-- == 0) {
			*out = (struct span){start, end};
			return end > start;
		}
		if (decl[end] != ',')
			return false;
		start = end;
	}
	return false;
}

static bool go_result(const char *decl, struct span *out)
{
	size_t start = strcspn(decl, "(");
	if (!decl[start])
		return false;
	do
		start = piece_end(decl, start + 1);
	while (decl[start] == ',');
	if (!decl[start])
		return false;
	start++;
	start += strspn(decl + start, " ");
	*out = (struct span){start, strlen(decl)};
	return out->end > out->start;
}

static bool c_result(const char *decl, struct span *out)
{
	size_t end = strcspn(decl, "(");
	while (end > 0 && !strchr(" *", decl[end - 1])) // the function's name
		end--;
	while (end > 0 && decl[end - 1] == ' ')
		end--;
	*out = (struct span){0, end};
	return end > 0;
}

const char *mark_line(struct arena *a, const char *decl, int what)
{
	struct span s;
	bool found = what == MARK_GO_RESULT ? go_result(decl, &s)
	             : what == MARK_C_RESULT ? c_result(decl, &s)
	                                     : what >= 0 && parameter(decl, what, &s);
	if (!found)
		return "";
	char *line = arena_alloc(a, s.end + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.end; i++)
		if (((unsigned char)decl[i] & 0xc0) != 0x80) // one column per UTF-8 character
			line[n++] = i < s.start ? ' ' : '^';
	return line;
}
