#define _GNU_SOURCE
#include "emit/notices.h"

#include "base/ask.h"
#include "base/files.h"
#include "base/path.h"
#include "base/run.h"
#include "emit/provenance.h"
#include "link/origins.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_FOLDERS = 8 }; // above a file in which its licence is looked for

// What files of one licence say, and their names.
struct notice {
	const char *text;
	struct buf files;
};

struct notices {
	struct build *b;
	const struct gopkg *pkg;
	VEC(struct notice) list;
};

static bool has_word(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
}

static bool speaks_of_licences(const char *text)
{
	return has_word(text, "licence") || has_word(text, "license") || has_word(text, "copyright");
}

// Blank lines at either end go, and blanks at the ends of lines.
static const char *trimmed(struct arena *a, const char *text)
{
	struct buf out = {.arena = a};
	size_t blank = 0;
	while (*text) {
		size_t n = strcspn(text, "\n"), used = n;
		while (used && isspace((unsigned char)text[used - 1]))
			used--;
		for (; used && out.len && blank; blank--)
			buf_printf(&out, "\n");
		blank += !used;
		if (used)
			buf_printf(&out, "%.*s\n", (int)used, text), blank = 0;
		text += n + (text[n] == '\n');
	}
	return out.p ? out.p : "";
}

// A line of a comment, without what makes it one.
static void add_line(struct buf *out, const char *s, const char *stop)
{
	s += strspn(s, " \t");
	while (s < stop && strchr("*/#;-=!", *s))
		s++;
	s += s < stop && *s == ' ';
	buf_printf(out, "%.*s\n", s < stop ? (int)(stop - s) : 0, s);
}

// The comment at s, which has no end if it is all that is left: lines that begin
// with // or #, or one of several lines. NULL if there is none.
static const char *comment(struct buf *out, const char *s)
{
	const char *end = strncmp(s, "/*", 2) == 0 ? strstr(s + 2, "*/") : NULL;
	if (end) {
		for (s += 2; s < end;) {
			const char *stop = s + strcspn(s, "\n");
			stop = stop < end ? stop : end;
			add_line(out, s, stop);
			s = stop + (stop < end);
		}
		return end + 2;
	}
	const char *start = s;
	while (strncmp(s, "//", 2) == 0 || (*s == '#' && (s[1] == ' ' || s[1] == '#' || s[1] == '\n'))) {
		size_t n = strcspn(s, "\n");
		add_line(out, s, s + n);
		s += n + (s[n] == '\n');
		s += strspn(s, " \t");
	}
	return s == start ? NULL : s;
}

// Of the comments that a file begins with, those about licences.
static const char *head_comments(struct arena *a, const char *s)
{
	struct buf all = {.arena = a};
	while (s) {
		struct buf one = {.arena = a};
		s = comment(&one, s + strspn(s, " \t\r\n"));
		if (s && one.p && speaks_of_licences(one.p))
			buf_printf(&all, "%s\n", one.p);
	}
	return all.p ? trimmed(a, all.p) : "";
}

// SPDX lines anywhere in a file.
static const char *licence_lines(struct arena *a, const char *s)
{
	struct buf out = {.arena = a};
	for (const char *at = s; (at = strstr(at, "SPDX-")) != NULL; at += 5)
		if (strncmp(at, "SPDX-License-Identifier:", 24) == 0 || strncmp(at, "SPDX-FileCopyrightText:", 23) == 0) {
			size_t n = strcspn(at, "\n");
			const char *end = strstr(at, "*/");
			buf_printf(&out, "%.*s\n", (int)(end && end < at + n ? end - at : (long)n), at);
		}
	return out.p ? trimmed(a, out.p) : "";
}

static const char *read_text(struct build *b, const char *path)
{
	struct diags unsaid = {.arena = b->arena}; // a file that is gone has been told of, or does not matter
	struct file_text t;
	return file_read(&unsaid, path, &t) ? t.text : "";
}

static bool is_licence_name(const char *name)
{
	static const char *const names[] = {"LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strncasecmp(name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

// The licence files of a folder, the first by name.
static const char *licence_in(struct build *b, const char *dir)
{
	const char *first = NULL;
	DIR *d = ask_folder(dir);
	for (const struct dirent *e; d && (e = ask_next(d, dir));)
		if (is_licence_name(e->d_name) && (!first || strcmp(e->d_name, first) < 0))
			first = arena_strdup(b->arena, e->d_name);
	if (d)
		closedir(d);
	return first ? path_join(b->arena, dir, first) : NULL;
}

// The nearest licence in the folders above a file; a module's own, at its root, is
// its users' anyway.
static const char *licence_above(struct build *b, const struct gopkg *pkg, const char *real)
{
	const char *module = *pkg->module_dir ? ask_real(b->arena, pkg->module_dir) : NULL;
	const char *dir = path_dir(b->arena, real), *found = NULL;
	for (int i = 0; i < MOST_FOLDERS && !found && strlen(dir) > 1; i++) {
		if (module && strcmp(dir, module) == 0)
			break;
		found = licence_in(b, dir);
		dir = path_dir(b->arena, dir);
	}
	return found;
}

// The copyright file of the Debian package that brought a file.
static const char *debian_copyright(struct build *b, const char *real)
{
	struct argv v = {0};
	argv_add(b->arena, &v, "dpkg-query");
	argv_add(b->arena, &v, "-S");
	argv_add(b->arena, &v, real);
	struct run_result r = run(b->arena, &v, NULL, NULL);
	if (!r.found || r.status != 0 || !strpbrk(r.out, ":,"))
		return NULL;
	return arena_printf(b->arena, "/usr/share/doc/%.*s/copyright", (int)strcspn(r.out, ":,"), r.out);
}

static void say(struct notices *n, const char *text, const char *file)
{
	if (!*text)
		return;
	size_t i = 0;
	while (i < n->list.n && strcmp(n->list.v[i].text, text) != 0)
		i++;
	if (i == n->list.n)
		VEC_PUSH(n->b->arena, &n->list, ((struct notice){text, {.arena = n->b->arena}}));
	buf_printf(&n->list.v[i].files, "%s%s", n->list.v[i].files.len ? ", " : "", file);
}

static void look_at(struct notices *n, const char *path)
{
	struct arena *a = n->b->arena;
	const char *name = provenance_name(n->b, n->pkg, path), *text = read_text(n->b, path);
	const char *head = head_comments(a, text), *lines = licence_lines(a, text);
	const char *real = ask_real(a, path);
	if (!real || strncmp(name, "$NEARCALL/", 10) == 0 || has_word(head, "part of the GNU C Library"))
		return;
	if (*head) {
		say(n, head, name);
	} else {
		const char *beside = strncmp(real, "/usr/", 5) == 0 && strncmp(real, "/usr/local/", 11) != 0
		                         ? debian_copyright(n->b, real) : licence_above(n->b, n->pkg, real);
		if (beside)
			VEC_PUSH(a, &n->b->licences, beside);
		const char *whole = beside ? trimmed(a, read_text(n->b, beside)) : "";
		say(n, *lines && *whole ? arena_printf(a, "%s\n%s", lines, whole) : *whole ? whole : lines, name);
	}
}

static int by_path(const void *va, const void *vb)
{
	return strcmp(*(const char *const *)va, *(const char *const *)vb);
}

void notices_write(struct build *b, const struct product *p, struct buf *out)
{
	struct notices n = {.b = b, .pkg = p->pkg};
	struct names origins = {.arena = b->arena};
	VEC(const char *) paths = {0};
	for (size_t i = 0; i < p->variants.n; i++)
		image_origins(b->arena, &p->variants.v[i].image, &origins);
	for (size_t i = 0; i < origins.cap; i++)
		if (origins.slots[i].name)
			VEC_PUSH(b->arena, &paths, origins.slots[i].name);
	if (paths.n)
		qsort(paths.v, paths.n, sizeof *paths.v, by_path);
	for (size_t i = 0; i < paths.n; i++)
		look_at(&n, paths.v[i]);
	for (size_t i = 0; i < n.list.n; i++) {
		buf_printf(out, "//\n// Made from %s, under:\n//\n", n.list.v[i].files.p);
		for (const char *s = n.list.v[i].text; *s;) {
			size_t len = strcspn(s, "\n");
			buf_printf(out, len ? "//   %.*s\n" : "//\n", (int)len, s);
			s += len + (s[len] == '\n');
		}
	}
}
