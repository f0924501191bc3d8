#define _GNU_SOURCE
#include "keep/verify.h"

#include "arch/arch.h"
#include "base/ask.h"
#include "base/buf.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/path.h"
#include "emit/provenance.h"
#include "emit/seal.h"
#include "keep/reads.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char again[] = "run nearcall build, and commit what it writes";

static struct pos in_folder(struct build *b, const struct gopkg *pkg, const char *name, int line)
{
	return (struct pos){path_join(b->arena, pkg->dir, name), line, 0};
}

// The file that a name in the head stands for.
static const char *file_of(struct build *b, const struct gopkg *pkg, const char *name)
{
	static const char toolkit[] = "$NEARCALL/csrc/";
	if (strncmp(name, toolkit, strlen(toolkit)) == 0)
		return arena_printf(b->arena, "%s/%s", b->csrc, name + strlen(toolkit));
	return path_join(b->arena, pkg->dir, name);
}

static void check_files(struct build *b, const struct gopkg *pkg, const struct head *h, const char *from)
{
	for (size_t i = 0; i < h->files.n; i++) {
		const char *name = h->files.v[i].name, *path = file_of(b, pkg, name);
		const char *hash = reads_hash_file(b->arena, path);
		struct pos at = {path, 1, 0};
		if (!hash)
			diag_refuse(b->diags, NC_INPUT_GONE, at, "bring it back, or run nearcall build if it is not needed any more",
			            "%s was made from this file, which cannot be read", from);
		else if (strcmp(hash, h->files.v[i].hash) != 0 && *name == '$')
			diag_refuse(b->diags, NC_OTHER_NEARCALL, at, again, "nearcall's own C is another than that which %s was made from", from);
		else if (strcmp(hash, h->files.v[i].hash) != 0)
			diag_refuse(b->diags, NC_INPUT_CHANGED, at, again, "the file has changed since %s was written", from);
	}
}

static bool in_head(const struct head *h, const char *name)
{
	for (size_t i = 0; i < h->files.n; i++)
		if (strcmp(h->files.v[i].name, name) == 0)
			return true;
	return false;
}

static bool check_sources(struct build *b, const struct gopkg *pkg, const struct head *h, const char *from)
{
	bool ok = true;
	for (size_t i = 0; i < pkg->sources.n; i++) {
		const struct input *src = &pkg->sources.v[i];
		const char *path = path_join(b->arena, pkg->dir, src->path);
		if (in_head(h, provenance_name(b, pkg, path)))
			continue;
		ok = false;
		diag_refuse(b->diags, NC_DIRECTIVES_CHANGED, src->pos, again, "%s is not among the sources that %s was made from", src->path, from);
	}
	return ok;
}

static bool has_word(const char *line, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = line; (at = strstr(at, word)); at++)
		if ((at == line || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

// The words of one line that another does not have.
static const char *words_only_in(struct arena *a, const char *line, const char *other)
{
	const char *only = "";
	while (*line) {
		size_t n = strcspn(line, " ");
		const char *word = arena_strndup(a, line, n);
		if (n && !has_word(other, word))
			only = arena_printf(a, "%s%s%s", only, *only ? " " : "", word);
		line += n + (line[n] == ' ');
	}
	return *only ? only : "none";
}

static bool check_flags(struct build *b, const struct gopkg *pkg, const struct head *h, const char *from)
{
	struct buf now = {.arena = b->arena};
	provenance_flags(b, pkg, strstr(h->compiler, "clang") != NULL, &now);
	size_t i = 0;
	for (const char *line = now.p ? now.p : ""; *line; i++) {
		size_t n = strcspn(line, "\n");
		const char *flags = arena_strndup(b->arena, line + 3, n - 3), *then = i < h->flags.n ? h->flags.v[i] : "";
		line += n + 1;
		if (strcmp(flags, then) == 0)
			continue;
		diag_refuse(b->diags, NC_FLAGS_CHANGED, in_folder(b, pkg, from, 1), again,
		            "the flags have changed since the file was written: new are %s, gone are %s",
		            words_only_in(b->arena, flags, then), words_only_in(b->arena, then, flags));
		return false;
	}
	if (i == h->flags.n)
		return true;
	diag_refuse(b->diags, NC_FLAGS_CHANGED, in_folder(b, pkg, from, 1), again,
	            "the file was made for %zu sets of flags, there are %zu now", h->flags.n, i);
	return false;
}

// Others have other headers: whether that matters, a compiler tells.
static void check_system(struct build *b, const struct gopkg *pkg, const struct head *h, const char *from)
{
	struct buf all = {.arena = b->arena};
	if (!h->system.hash)
		return;
	for (const char *names = h->system.name; *names;) {
		size_t n = strcspn(names, " ");
		const char *name = arena_strndup(b->arena, names, n);
		const char *path = *name == '/' ? name : arena_printf(b->arena, "/usr/include/%s", name);
		const char *hash = reads_hash_file(b->arena, path);
		buf_printf(&all, "%s %s\n", name, hash ? hash : "");
		names += n + (names[n] == ' ');
	}
	if (strcmp(hash_hex(b->arena, all.p, all.len), h->system.hash) != 0)
		diag_note(b->diags, NC_SYSTEM_HEADERS, in_folder(b, pkg, from, 1), NULL,
		          "the system's headers (%s) are others here: only a compiler tells whether that changes anything",
		          h->system.name);
}

// The generated files that are sealed together, as they are.
static bool read_sealed(struct build *b, const struct gopkg *pkg, struct genfiles *out, const char **seal)
{
	struct reads_names names = {{0}};
	*seal = NULL;
	reads_generated(b->arena, pkg->dir, b->arch->name, &names);
	for (size_t i = 0; i < names.v.n; i++) {
		struct file_text t;
		if (reads_is_given(names.v.v[i]))
			continue;
		if (!file_read(b->diags, path_join(b->arena, pkg->dir, names.v.v[i]), &t))
			return false;
		const char *found = seal_open(b->arena, t.text);
		*seal = found ? found : *seal;
		VEC_PUSH(b->arena, &out->v, ((struct genfile){names.v.v[i], t.text, t.len}));
	}
	return true;
}

static void check_seal(struct build *b, const struct gopkg *pkg, const char *from)
{
	const char *seal;
	struct genfiles files = {{0}};
	if (!read_sealed(b, pkg, &files, &seal))
		return;
	if (!seal || strncmp(seal_hash(b->arena, files.v.v, files.v.n), seal, strlen(seal)) != 0)
		diag_refuse(b->diags, NC_GENERATED_CHANGED, in_folder(b, pkg, from, 1), again,
		            "this file, or another that nearcall has written with it, is gone or not as it was written");
}

// The files that have no seal are known without a build.
static void check_given(struct build *b, const struct gopkg *pkg, const struct given *given)
{
	struct file_text t = {0};
	const char *path = path_join(b->arena, pkg->dir, given->name);
	bool there = ask_there(path);
	if (!there || (file_read(b->diags, path, &t) && strcmp(t.text, gofiles_given_text(b->arena, given)) != 0))
		diag_refuse(b->diags, NC_GENERATED_CHANGED, (struct pos){path, 1, 0}, again, "the generated file is %s",
		            there ? "not as nearcall writes it" : "not there");
}

void verify_untouched(struct build *b, const struct gopkg *pkg)
{
	check_seal(b, pkg, generated_name(b->arena, b->arch, ASSEMBLY_FILE));
	for (size_t i = 0; i < pkg->files.n; i++)
		check_given(b, pkg, &pkg->files.v[i]);
}

bool verify_hashes(struct build *b, const struct gopkg *pkg, struct head *head)
{
	struct file_text t;
	*head = (struct head){0};
	const char *from = generated_name(b->arena, b->arch, ASSEMBLY_FILE);
	const char *path = path_join(b->arena, pkg->dir, from);
	if (!ask_there(path)) {
		diag_refuse(b->diags, NC_NOT_BUILT, (struct pos){path, 0, 0}, again, "there is no such file");
		return false;
	}
	if (!file_read(b->diags, path, &t))
		return false;
	if (!head_read(b->arena, t.text, head)) {
		diag_refuse(b->diags, NC_FOREIGN_FILE, (struct pos){path, 1, 0}, "remove it, and run nearcall build",
		            "nearcall has not written this file");
		return false;
	}
	if (strcmp(head->version, NEARCALL_VERSION) != 0)
		diag_refuse(b->diags, NC_OTHER_NEARCALL, (struct pos){path, 1, 0}, "verify with that version, or run nearcall build with this one",
		            "the file was written by nearcall %s, and this is %s", head->version, NEARCALL_VERSION);
	check_files(b, pkg, head, from);
	bool same = check_sources(b, pkg, head, from);
	same &= check_flags(b, pkg, head, from);
	if (same && strcmp(head->directives, pkg->inputs) != 0)
		diag_refuse(b->diags, NC_DIRECTIVES_CHANGED, in_folder(b, pkg, from, 1), again,
		            "the directives that name sources, archives or levels have changed since the file was written");
	if (strcmp(head->declarations, pkg->declarations) != 0)
		diag_refuse(b->diags, NC_DECLARATIONS_CHANGED, in_folder(b, pkg, from, 1), again,
		            "declarations, their types or what is promised in directives have changed since the file was written");
	check_system(b, pkg, head, from);
	return diag_status(b->diags) == EXIT_DONE;
}
