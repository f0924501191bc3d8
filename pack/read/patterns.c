#include "read/patterns.h"

#include "base/ask.h"
#include "base/path.h"
#include "read/read.h"

#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

static const char hint[] = "name a package's folder, its import path, or a pattern such as ./...";

static bool is_wildcard(const char *arg)
{
	return strstr(arg, "...") != NULL;
}

// What is there is no pattern, and what begins like a path is meant as one.
static bool is_path(const char *arg)
{
	struct stat st;
	if (ask_stat(arg, &st))
		return true;
	bool path_like = arg[0] == '/' || strncmp(arg, "./", 2) == 0 || strncmp(arg, "../", 3) == 0 ||
	                 strcmp(arg, "..") == 0;
	return !*arg || (path_like && !is_wildcard(arg));
}

static void add(struct arena *a, struct folders *out, const char *dir)
{
	dir = path_clean(a, dir);
	for (size_t i = 0; i < out->list.n; i++)
		if (strcmp(out->list.v[i], dir) == 0)
			return;
	VEC_PUSH(a, &out->list, dir);
}

// What the go command says of the patterns: an array of objects (Listed in
// godecl/list.go); NULL after reporting.
static json_t *ask(struct arena *a, struct diags *d, const char *godecl, const char *arch, const struct argv *patterns)
{
	struct argv v = {0};
	struct run_result r;
	const char *const head[] = {godecl, "-arch", arch, "-list", "--"};
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		argv_add(a, &v, head[i]);
	for (size_t i = 0; i < patterns->args.n; i++)
		argv_add(a, &v, patterns->args.v[i]);
	if (!run_godecl(a, d, &v, "cannot find packages", &r))
		return NULL;

	json_t *all = json_array();
	for (const char *line = r.out; *line; line += strspn(line, "\n")) {
		json_error_t err;
		size_t n = strcspn(line, "\n");
		json_t *o = json_loadb(line, n, 0, &err);
		line += n;
		if (!o || json_array_append_new(all, o) != 0) {
			diag_tool(d, NC_PARTS, "run make again: the two programs belong together",
			          "nearcall-godecl -list printed no JSON object: %s", err.text);
			json_decref(all);
			return NULL;
		}
	}
	return all;
}

// To Go, sum/... is an import path, whatever folders there are.
static const char *pattern_hint(struct arena *a, const char *pattern)
{
	struct stat st;
	size_t n = strcspn(pattern, "/");
	bool rooted = pattern[0] == '/' || pattern[0] == '.';
	if (is_wildcard(pattern) && !rooted && ask_stat(arena_strndup(a, pattern, n), &st))
		return arena_printf(a, "did you mean ./%s?", pattern);
	return hint;
}

// Adds the folders of one pattern, the index-th of those asked about.
static void take(struct arena *a, struct diags *d, const json_t *all, size_t index, const char *pattern,
                 struct folders *out)
{
	const struct pos pos = {pattern, 0, 0};
	bool said = false;
	size_t i;
	json_t *o;
	json_array_foreach(all, i, o) {
		const char *dir = json_string_value(json_object_get(o, "dir"));
		const char *error = json_string_value(json_object_get(o, "error"));
		if ((size_t)json_integer_value(json_object_get(o, "pattern")) != index)
			continue;
		if (error && *error && is_wildcard(pattern))
			diag_refuse(d, NC_NO_PACKAGE, pos, pattern_hint(a, pattern), "%s", error);
		else if (error && *error)
			diag_refuse(d, NC_NO_PACKAGE, pos, hint, "no such folder, and as an import path: %s", error);
		else if (!is_wildcard(pattern) || json_is_true(json_object_get(o, "directives")))
			add(a, out, dir ? dir : "");
		else
			continue;
		said = true;
	}
	if (!said)
		diag_refuse(d, NC_NO_DIRECTIVES, pos,
		            "write //nearcall:func above a declaration in one of them (see docs/manual.md)",
		            "no package with //nearcall: directives matches");
}

void find_packages(struct arena *a, struct diags *d, const char *godecl, const char *arch, char *const *args, size_t n,
                   struct folders *out)
{
	struct argv patterns = {0};
	for (size_t i = 0; i < n; i++)
		if (!is_path(args[i]))
			argv_add(a, &patterns, args[i]);
	json_t *all = patterns.args.n ? ask(a, d, godecl, arch, &patterns) : NULL;
	if (patterns.args.n && !all)
		return;
	size_t next = 0;
	for (size_t i = 0; i < n; i++) {
		if (is_path(args[i]))
			add(a, out, args[i]);
		else
			take(a, d, all, next, args[i], out), next++;
	}
	json_decref(all);
}
