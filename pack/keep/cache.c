#define _GNU_SOURCE
#include "keep/cache.h"

#include "base/hash.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HOUR = 3600, DAY = 24 * HOUR, USEFUL = 30 * DAY }; // seconds

static const char *named(struct arena *a)
{
	static const struct {
		const char *variable, *below;
	} places[] = {{"NEARCALL_CACHE", ""}, {"XDG_CACHE_HOME", "/nearcall"}, {"HOME", "/.cache/nearcall"}};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		const char *value = getenv(places[i].variable);
		if (value && *value)
			return arena_printf(a, "%s%s", value, places[i].below);
	}
	return "off";
}

// The folder and those above it that are not there.
static bool make_all(char *path)
{
	for (char *at = path + 1; (at = strchr(at, '/')); at++) {
		*at = 0;
		mkdir(path, 0777);
		*at = '/';
	}
	mkdir(path, 0777);
	return access(path, W_OK | X_OK) == 0;
}

const char *cache_folder(struct arena *a)
{
	const char *path = named(a);
	return *path == '/' && make_all(arena_strdup(a, path)) ? path : NULL;
}

void cache_write(struct arena *a, const char *path, const char *text, size_t n)
{
	char *fresh = arena_printf(a, "%s.XXXXXX", path);
	int fd = mkostemp(fresh, O_CLOEXEC);
	if (fd < 0)
		return;
	bool ok = write(fd, text, n) == (ssize_t)n;
	ok = close(fd) == 0 && ok;
	if (!ok || rename(fresh, path) != 0)
		unlink(fresh);
}

static time_t age(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? time(NULL) - st.st_mtim.tv_sec : 0;
}

void cache_used(const char *path)
{
	if (age(path) > HOUR)
		utimensat(AT_FDCWD, path, NULL, 0);
}

void cache_trim(struct arena *a, const char *folder)
{
	const char *mark = arena_printf(a, "%s/trimmed", folder);
	if (access(mark, F_OK) == 0 && age(mark) < DAY)
		return;
	cache_write(a, mark, "", 0);
	DIR *d = opendir(folder);
	if (!d)
		return;
	for (const struct dirent *e; (e = readdir(d));) {
		const char *path = arena_printf(a, "%s/%s", folder, e->d_name);
		if (strspn(e->d_name, "0123456789abcdef") == HASH_DIGITS && age(path) > USEFUL)
			unlink(path);
	}
	closedir(d);
}
