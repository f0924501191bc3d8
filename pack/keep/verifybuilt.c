// verifybuilt.c - what a build gives now, against what is there.
#include "keep/verify.h"

#include "base/ask.h"
#include "base/buf.h"
#include "base/files.h"
#include "base/path.h"
#include "emit/seal.h"

#include <string.h>
#include <unistd.h>

static const char again[] = "run nearcall build, and commit what it writes";

static const char *line_at(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strcspn(text, "\n"));
}

// A text with its seal open and without the line about the system's headers.
static const char *comparable(struct arena *a, const char *text, size_t len, bool *system)
{
	static const char line[] = "// system headers: ";
	char *copy = arena_strndup(a, text, len);
	seal_open(a, copy);
	char *at = strstr(copy, line);
	*system = at && (at == copy || at[-1] == '\n') && at < strstr(copy, "\n\n");
	if (*system)
		memmove(at, at + strcspn(at, "\n") + 1, strlen(at + strcspn(at, "\n") + 1) + 1);
	return copy;
}

static void refuse_difference(struct build *b, const char *path, const char *committed, const char *built)
{
	int line = 1;
	size_t at = 0, begin = 0;
	for (; committed[at] && committed[at] == built[at]; at++)
		if (committed[at] == '\n')
			line++, begin = at + 1;
	diag_refuse(b->diags, NC_BUILT_DIFFERS, (struct pos){path, line, (int)(at - begin) + 1}, again,
	            "the file is not what is built from the sources; the first difference:\n\tcommitted: %s\n\tbuilt:     %s",
	            line_at(b->arena, committed + begin), line_at(b->arena, built + begin));
}

// The text of a committed file; NULL after reporting.
static const char *committed_text(struct build *b, const char *path, size_t *len)
{
	struct file_text t;
	if (!ask_there(path)) {
		diag_refuse(b->diags, NC_BUILT_DIFFERS, (struct pos){path, 0, 0}, again, "the file is not there, and is built from the sources");
		return NULL;
	}
	*len = 0;
	if (!file_read(b->diags, path, &t))
		return NULL;
	*len = t.len;
	return t.text;
}

static void refuse_left_over(struct build *b, const char *path)
{
	if (file_generated(path))
		diag_refuse(b->diags, NC_BUILT_DIFFERS, (struct pos){path, 0, 0}, again, "the file is not built from the sources any more");
}

void verify_bytes(struct build *b, const struct gopkg *pkg, const struct genfiles *built)
{
	for (size_t i = 0; i < built->v.n; i++) {
		const struct genfile *f = &built->v.v[i];
		const char *path = path_join(b->arena, pkg->dir, f->name);
		size_t len;
		bool was, is;
		if (!f->text) {
			refuse_left_over(b, path);
			continue;
		}
		const char *text = committed_text(b, path, &len);
		if (!text)
			continue;
		// A byte of zero, which no generated file has, would end the comparison early.
		const char *old = comparable(b->arena, text, len, &was), *new = comparable(b->arena, f->text, f->len, &is);
		if (strcmp(old, new) != 0 || strlen(text) != len)
			refuse_difference(b, path, old, new);
	}
}

// What is the same for every compiler, line by line, and the stack of each function.
struct facts {
	VEC(const char *) lines, stacks;
};

static bool begins(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

static struct facts facts_of(struct arena *a, const char *text)
{
	struct facts f = {0};
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		const char *line = line_at(a, text), *optimised = begins(line, "// flags: ") ? strstr(line, " -O2") : NULL;
		const char *semicolon = begins(line, "// C: ") ? strrchr(line, ';') : NULL;
		if (optimised) // of the flags, the level is in front
			VEC_PUSH(a, &f.lines, arena_strndup(a, line, (size_t)(optimised - line)));
		else if (semicolon) {
			VEC_PUSH(a, &f.lines, arena_strndup(a, line, (size_t)(semicolon - line)));
			VEC_PUSH(a, &f.stacks, line);
		} else if (begins(line, "// func ") || begins(line, "var _ func"))
			VEC_PUSH(a, &f.lines, line);
	}
	return f;
}

static void compare_facts(struct build *b, const char *path, const struct facts *old, const struct facts *new)
{
	for (size_t i = 0; i < old->lines.n || i < new->lines.n; i++) {
		const char *was = i < old->lines.n ? old->lines.v[i] : "nothing", *is = i < new->lines.n ? new->lines.v[i] : "nothing";
		if (strcmp(was, is) == 0)
			continue;
		diag_refuse(b->diags, NC_FACTS_DIFFER, (struct pos){path, 0, 0}, again,
		            "this is the same with every compiler, and differs:\n\tcommitted: %s\n\tbuilt:     %s", was, is);
		return;
	}
	for (size_t i = 0; i < old->stacks.n; i++)
		if (strcmp(old->stacks.v[i], new->stacks.v[i]) != 0)
			diag_note(b->diags, NC_OTHER_STACK, (struct pos){path, 0, 0}, NULL, "committed: %s; with the compiler here: %s",
			          old->stacks.v[i] + 3, strrchr(new->stacks.v[i], ';') + 2);
}

void verify_facts(struct build *b, const struct gopkg *pkg, const struct genfiles *built)
{
	for (size_t i = 0; i < built->v.n; i++) {
		const struct genfile *f = &built->v.v[i];
		size_t len;
		const char *path = path_join(b->arena, pkg->dir, f->name);
		const char *text = f->text ? committed_text(b, path, &len) : NULL;
		if (!text)
			continue;
		struct facts old = facts_of(b->arena, text), new = facts_of(b->arena, f->text);
		compare_facts(b, path, &old, &new);
	}
}
