// Both compilers quote for make, as far as make can be quoted for: a dollar sign
// is doubled; a blank gets a backslash, and those that stand before it are
// doubled; a hash sign gets a backslash, and those before it stay. The rest stands
// as it is, newlines too: there is one rule, so that its end is the file's.
#include "link/depfile.h"

#include "base/ask.h"
#include "base/buf.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static const char *skip_blanks(const char *s)
{
	for (;;) {
		if (*s == ' ')
			s++;
		else if (strncmp(s, "\\\n", 2) == 0)
			s += 2;
		else if (*s == '\n' && !s[1])
			s++;
		else
			return s;
	}
}

// Takes backslashes and what they quote; false when the name ends with them.
static bool take_backslashes(const char **at, struct buf *out)
{
	size_t n = strspn(*at, "\\");
	char next = (*at)[n];
	bool blank = next == ' ' || next == '\t', quoted = next == '#' || (blank && n % 2);
	size_t kept = blank ? n / 2 : next == '#' || next == '\n' ? n - 1 : n;
	buf_printf(out, "%.*s", (int)kept, *at);
	if (quoted)
		buf_printf(out, "%c", next);
	*at += next == '\n' ? n - 1 : n + quoted;
	return next != '\n' && (quoted || !blank);
}

const char *depfile_next(struct arena *a, const char **at)
{
	struct buf out = {.arena = a};
	const char *s = skip_blanks(*at);
	bool more = *s != '\0';
	while (more) {
		if (*s == '\\') {
			more = take_backslashes(&s, &out);
		} else if (*s == ' ' || !*s || (*s == '\n' && !s[1])) {
			more = false;
		} else {
			s += s[0] == '$' && s[1] == '$';
			buf_printf(&out, "%c", *s++);
		}
	}
	*at = s;
	return out.p;
}

static bool same_but_slashes(const char *written, const char *name)
{
	for (; *written && *name; written++, name++)
		if (*written != *name && !(*written == '/' && *name == '\\'))
			return false;
	return *written == *name;
}

// Tries each slash from `at` on as what it is, then as a backslash; a folder that
// is not there ends a try.
static bool find_real(char *path, size_t at)
{
	size_t slash = at + strcspn(path + at, "/");
	if (!path[slash])
		return ask_there(path);
	path[slash] = '\0';
	bool folder = slash == 0 || ask_there(path);
	path[slash] = '/';
	if (folder && find_real(path, slash + 1))
		return true;
	path[slash] = '\\';
	if (find_real(path, slash + 1))
		return true;
	path[slash] = '/';
	return false;
}

const char *depfile_real(struct arena *a, const char *path, const char *source)
{
	char *real = arena_strdup(a, path);
	if (same_but_slashes(path, source))
		return source;
	return find_real(real, 0) ? real : path;
}
