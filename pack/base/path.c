#include "base/path.h"

#include "base/ask.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *path_clean(struct arena *a, const char *path)
{
	bool rooted = path[0] == '/';
	char *out = arena_alloc(a, strlen(path) + 2);
	size_t len = 0, keep = 0; // keep: the part that ".." cannot take back
	if (rooted)
		out[len++] = '/', keep = 1;

	while (*path) {
		path += strspn(path, "/");
		size_t n = strcspn(path, "/");
		bool dot = n == 1 && path[0] == '.', dotdot = n == 2 && path[0] == '.' && path[1] == '.';
		if (n == 0 || dot) {
			// nothing to add
		} else if (dotdot && len > keep) {
			while (len > keep && out[--len] != '/')
				;
		} else if (!dotdot || !rooted) {
			if (len > (rooted ? 1 : 0))
				out[len++] = '/';
			memcpy(out + len, path, n);
			len += n;
			if (dotdot)
				keep = len;
		}
		path += n;
	}
	if (len == 0)
		out[len++] = '.';
	out[len] = '\0';
	return out;
}

const char *path_join(struct arena *a, const char *dir, const char *path)
{
	if (path[0] == '/')
		return path_clean(a, path);
	return path_clean(a, arena_printf(a, "%s/%s", dir, path));
}

const char *path_dir(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return ".";
	return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *path_operand(struct arena *a, const char *path)
{
	return *path == '-' || *path == '@' ? arena_printf(a, "./%s", path) : path;
}

const char *path_rel(struct arena *a, const char *from, const char *to)
{
	size_t common = 0; // length of the folders that both share
	for (size_t i = 0;; i++) {
		bool from_end = from[i] == '/' || !from[i], to_end = to[i] == '/' || !to[i];
		if (from_end && to_end)
			common = i;
		if (from[i] != to[i] || !from[i])
			break;
	}
	const char *up = "";
	for (const char *p = from + common; *p; p++)
		if (*p == '/' && p[1])
			up = arena_printf(a, "../%s", up);
	const char *rest = to[common] == '/' ? to + common + 1 : to + common;
	return path_clean(a, arena_printf(a, "%s%s", up, rest));
}

bool path_inside(const char *dir, const char *path)
{
	size_t n = strlen(dir);
	return strncmp(dir, path, n) == 0 && (path[n] == '/' || !path[n] || (n > 0 && dir[n - 1] == '/'));
}

const char *path_of_program(struct arena *a, const char *program)
{
	const char *path = strchr(program, '/') ? "" : getenv("PATH");
	for (const char *p = path ? path : "";; p++) {
		size_t n = strcspn(p, ":");
		const char *dir = arena_strndup(a, p, n);
		const char *file = strchr(program, '/') ? program : arena_printf(a, "%s/%s", n ? dir : ".", program);
		const char *found = ask_access(file, X_OK) ? ask_real(a, file) : NULL;
		p += n;
		if (found || !*p)
			return found;
	}
}
