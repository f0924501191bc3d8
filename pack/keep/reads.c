#define _GNU_SOURCE
#include "keep/reads.h"

#include "base/ask.h"
#include "base/buf.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/path.h"
#include "emit/gofiles.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *reads_hash_file(struct arena *a, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	size_t n = 0, size = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
	char *text = arena_alloc(a, size + 1);
	for (ssize_t got; n <= size && (got = read(fd, text + n, size + 1 - n)) > 0;)
		n += (size_t)got;
	close(fd);
	return n == size && S_ISREG(st.st_mode) ? hash_hex(a, text, n) : NULL; // else it changes at this moment
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && strcmp(s + n - m, suffix) == 0;
}

// The names of a folder that end in suffix, sorted; of those that nearcall has written, or of the others.
static bool list(struct arena *a, const char *dir, const char *suffix, bool generated, struct reads_names *out)
{
	DIR *d = ask_folder(dir);
	if (!d)
		return false;
	for (const struct dirent *e; (e = ask_next(d, dir));) {
		bool may_be = strncmp(e->d_name, "nearcall", 8) == 0;
		if (e->d_name[0] == '.' || !ends(e->d_name, suffix) || (generated && !may_be))
			continue;
		if (generated == (may_be && file_generated(arena_printf(a, "%s/%s", dir, e->d_name))))
			VEC_PUSH(a, &out->v, arena_strdup(a, e->d_name));
	}
	closedir(d);
	if (out->v.n)
		qsort(out->v.v, out->v.n, sizeof *out->v.v, by_name);
	return true;
}

static const char *hash_text(const struct buf *text)
{
	return hash_hex(text->arena, text->p ? text->p : "", text->len);
}

const char *reads_hash_folder(struct arena *a, const char *path, const char *suffix)
{
	struct reads_names l = {{0}};
	struct buf all = {.arena = a};
	if (!list(a, path, suffix, false, &l))
		return NULL;
	for (size_t i = 0; i < l.v.n; i++)
		buf_printf(&all, "%s\n", l.v.v[i]);
	return hash_text(&all);
}

// Whatever the folder was in which a header was found: what follows it in the
// path is one of the path's ends.
const char *reads_hash_search(struct arena *a, struct reads *r)
{
	struct buf found = {.arena = a};
	if (r->files.n)
		qsort(r->files.v, r->files.n, sizeof *r->files.v, by_name);
	for (size_t i = 0; i < r->files.n; i++)
		for (const char *end = r->files.v[i]; (end = strchr(end, '/'));) {
			end++;
			for (size_t k = 0; k < r->search.n; k++) {
				char path[4096];
				size_t n = strlen(r->search.v[k]), m = strlen(end);
				if (n + m + 2 > sizeof path)
					continue;
				memcpy(path, r->search.v[k], n);
				path[n] = '/';
				memcpy(path + n + 1, end, m + 1);
				if (ask_there(path))
					buf_printf(&found, "%s\n", path);
			}
		}
	return hash_text(&found);
}

bool reads_is_given(const char *name)
{
	for (size_t i = 0; gofiles_given_names[i]; i++)
		if (strcmp(gofiles_given_names[i], name) == 0)
			return true;
	return false;
}

void reads_generated(struct arena *a, const char *dir, const char *arch, struct reads_names *out)
{
	struct reads_names all = {{0}};
	const char *go = arena_printf(a, "_%s.go", arch), *assembly = arena_printf(a, "_%s.s", arch);
	list(a, dir, "", true, &all);
	for (size_t i = 0; i < all.v.n; i++)
		if (ends(all.v.v[i], go) || ends(all.v.v[i], assembly) || reads_is_given(all.v.v[i]))
			VEC_PUSH(a, &out->v, all.v.v[i]);
}

const char *reads_hash_output(struct arena *a, const char *dir, const char *arch)
{
	struct reads_names l = {{0}};
	struct buf all = {.arena = a};
	reads_generated(a, dir, arch, &l);
	for (size_t i = 0; i < l.v.n; i++) {
		const char *hash = reads_hash_file(a, arena_printf(a, "%s/%s", dir, l.v.v[i]));
		buf_printf(&all, "%s %s\n", l.v.v[i], hash ? hash : "");
	}
	return hash_text(&all);
}
