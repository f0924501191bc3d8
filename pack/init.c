#define _GNU_SOURCE
#include "init.h"

#include "base/ask.h"
#include "base/buf.h"
#include "base/files.h"
#include "base/path.h"
#include "inittext.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const keywords[] = {
	"break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go",
	"goto", "if", "import", "interface", "map", "package", "range", "return", "select", "struct", "switch", "type",
	"var", "main", "init", // which nobody can import, or call
};

// The package's name: that of its folder, in small letters and digits. NULL if that leaves no name of Go's.
static const char *package_name(struct arena *a, const char *dir)
{
	char *name = arena_strdup(a, path_base(dir));
	size_t n = 0;
	for (const char *c = name; *c; c++) {
		if (!isascii(*c)) // no import path can have it
			return NULL;
		if (isalnum((unsigned char)*c))
			name[n++] = (char)tolower((unsigned char)*c);
	}
	name[n] = 0;
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (strcmp(name, keywords[i]) == 0)
			return NULL;
	return isalpha((unsigned char)*name) ? name : NULL;
}

// The go.mod that the folder belongs to; NULL if there is none.
static const char *find_mod(struct arena *a, const char *dir)
{
	for (;; dir = path_dir(a, dir)) {
		const char *mod = path_join(a, dir, "go.mod");
		if (ask_there(mod))
			return mod;
		if (strcmp(dir, "/") == 0)
			return NULL;
	}
}

// A module that pins nearcall builds with that version.
static const char *generate_command(struct diags *d, const char *mod)
{
	struct file_text t;
	bool pinned = mod && file_read(d, mod, &t) && strstr(t.text, "github.com/nearcall/nearcall/cmd/nearcall");
	return pinned ? "go tool nearcall build" : "nearcall build";
}

static const char *replace_all(struct arena *a, const char *text, const char *word, const char *by)
{
	struct buf out = {.arena = a};
	for (const char *at; (at = strstr(text, word)); text = at + strlen(word))
		buf_printf(&out, "%.*s%s", (int)(at - text), text, by);
	buf_printf(&out, "%s", text);
	return out.p;
}

struct initial {
	const char *path, *text;
};

static bool is_free(struct diags *d, const struct initial *files, size_t n)
{
	bool ok = true;
	struct stat st;
	for (size_t i = 0; i < n; i++)
		if (ask_lstat(files[i].path, &st)) {
			diag_refuse(d, NC_INIT_EXISTS, (struct pos){files[i].path, 0, 0}, "name a folder that is not there yet",
			            "the file is there already, and is not overwritten");
			ok = false;
		}
	return ok;
}

static bool make_folders(struct diags *d, const char *dir)
{
	const char *above = path_dir(d->arena, dir);
	if (ask_there(dir) || (make_folders(d, above) && mkdir(dir, 0777) == 0))
		return true;
	if (diag_status(d) == EXIT_DONE)
		diag_tool(d, NC_CANNOT_WRITE, NULL, "cannot make the folder %s: %s", dir, strerror(errno));
	return false;
}

void init_package(struct diags *d, const char *given, FILE *out)
{
	struct arena *a = d->arena;
	const char *here = ask_real(a, ".");
	const char *dir = path_join(a, here ? here : "/", given), *name = package_name(a, dir), *mod = find_mod(a, dir);
	if (!name) {
		diag_refuse(d, NC_INIT_NAME, (struct pos){given, 0, 0}, "name it with a letter first, such as sum",
		            "the folder's name makes no name of a Go package");
		return;
	}
	given = path_clean(a, given);
	const char *generate = generate_command(d, mod);
	struct initial files[] = {
		{arena_printf(a, "%s/csrc/%s.c", given, name), init_c},
		{arena_printf(a, "%s/%s.go", given, name), init_go},
		{arena_printf(a, "%s/%s_stub.go", given, name), init_stub},
		{arena_printf(a, "%s/%s_test.go", given, name), init_test},
		{arena_printf(a, "%s/go.mod", given), init_mod}, // the last, if there is none
	};
	size_t n = sizeof files / sizeof *files - (mod != NULL);
	if (!is_free(d, files, n) || !make_folders(d, path_join(a, dir, "csrc")))
		return;
	for (size_t i = 0; i < n; i++) {
		const char *text = replace_all(a, replace_all(a, files[i].text, "NAME", name), "GENERATE", generate);
		if (!file_replace(d, files[i].path, text, strlen(text)))
			return;
		fprintf(out, "%s\n", files[i].path);
	}
	const char *in = mod ? "" : arena_printf(a, "cd %s && ", given);
	const char *which = !mod || strcmp(given, ".") == 0 ? "" : arena_printf(a, " ./%s", given);
	fprintf(out, "Next: %sgo generate%s && go test%s\n", in, *given == '/' ? arena_printf(a, " %s", given) : which,
	        *given == '/' ? arena_printf(a, " %s", given) : which);
}
