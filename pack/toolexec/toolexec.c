// toolexec.c - register entries inside go build.
//
// What nearcall build has committed is enough: the generated assembly file has the
// register entries, and other builds pass over them. For a package with such a file
// the go command runs, in its own folder for the package,
//
//	asm -gensymabis   the list of functions: chosen ones become register entries
//	compile           calls them directly; a Go function through a value is in the way
//	asm               the file; and the chosen entries, an object of their own that
//	                  cmd/asm takes for the runtime's, into the package's archive
//
// Nothing else is an input, so the go command's own key of a package covers it,
// but for this program, which the tools' versions name (-V=full).
#include "toolexec/toolexec.h"

#include "arch/arch.h"
#include "base/buf.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/path.h"
#include "toolexec/archivemember.h"
#include "toolexec/invocation.h"
#include "toolexec/registers.h"
#include "toolexec/symabis.h"
#include "toolexec/symbolname.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The versions of Go on which the register convention was tested, as in emit/gofiles.c.
enum { FIRST_GO = 23, LAST_GO = 27 };

struct step {
	struct arena *a;
	struct diags d;
	const struct invocation *in;
	const char *own;      // how the generated file's name stands among the arguments
	const char *name;     // without its folder
	struct symbol_prefix prefix;
	const char *symabis;  // path
	struct register_file file;
};

static bool is_assembly(const char *word)
{
	const char *base = path_base(word), *end = strrchr(base, '.');
	return strncmp(base, "nearcall_", 9) == 0 && end && strcmp(end, ".s") == 0 && file_generated(word);
}

static const char *version_of(struct arena *a, const char *tool)
{
	struct argv v = {0};
	argv_add(a, &v, tool);
	argv_add(a, &v, "-V=full");
	struct run_result r = run(a, &v, NULL, NULL);
	return r.found && r.status == 0 ? r.out : "";
}

static bool tested_go(const char *version)
{
	const char *minor = strstr(version, " go1.");
	long n = minor ? strtol(minor + strlen(" go1."), NULL, 10) : 0;
	return n >= FIRST_GO && n <= LAST_GO;
}

// The go command has what a tool says of itself in the keys of its cache. A release
// is all of the line, other versions of Go are what stands behind its last slash.
static int tell_version(struct arena *a, const char *version, const char *tool)
{
	struct diags d = {.arena = a};
	struct file_text self;
	const char *line = version_of(a, tool);
	size_t n = strcspn(line, "\n");
	if (!n || !file_read(&d, "/proc/self/exe", &self)) {
		diag_tool(&d, NC_TOOLEXEC, NULL, "%s -V=full does not tell its version", tool);
		diag_print(&d, stderr);
		return EXIT_TOOL;
	}
	const char *last = line + n;
	while (last > line && last[-1] != ' ')
		last--;
	const char *between = strncmp(last, "buildID=", 8) == 0 ? "" : " ";
	printf("%.*s%snearcall-%s-%.16s\n", (int)n, line, between, version, hash_hex(a, self.text, self.len));
	return EXIT_DONE;
}

// step_begin finds the generated file among the arguments, or with `path` the one
// beside that file; false if there is none with register entries.
static bool step_begin(struct step *s, const char *path)
{
	struct file_text t;
	if (!path || !s->in->import || !s->in->dir || !file_read(&s->d, path, &t))
		return false;
	s->own = path;
	s->name = path_base(path);
	s->prefix = symbol_prefix_of(s->a, s->in->import);
	registers_find(s->a, s->name, t.text, &s->file);
	return s->file.entries.n;
}

static const char *find_assembly(const struct invocation *in)
{
	for (size_t i = 1; i < in->v.args.n; i++)
		if (is_assembly(in->v.args.v[i]))
			return in->v.args.v[i];
	return NULL;
}

static int report(struct step *s)
{
	diag_print(&s->d, stderr);
	return (int)diag_status(&s->d);
}

// In -dynlink modes cmd/asm reaches what is not local to a file through the GOT,
// with a register that C may be using.
static int list(struct step *s)
{
	int status = invocation_run(s->a, &s->in->v);
	bool other = invocation_has(s->in, "-dynlink") || !tested_go(version_of(s->a, s->in->v.args.v[0]));
	if (status || other)
		return status;
	symabis_choose(&s->d, invocation_value(s->in, "-o"), s->prefix.linker, &s->file);
	return report(s);
}

// The object of the chosen entries, into the archive that the compiler has written.
static bool add_entries(struct step *s, const char *text)
{
	const char *source = arena_printf(s->a, "%s/nearcall_entries.s", s->in->dir);
	const char *object = arena_printf(s->a, "%s/nearcall_entries.o", s->in->dir);
	const char *archive = arena_printf(s->a, "%s/_pkg_.a", s->in->dir);
	struct argv v = invocation_with(s->a, &s->in->v, s->own, source);
	v = invocation_with(s->a, &v, s->in->import, "runtime");
	v = invocation_with(s->a, &v, invocation_value(s->in, "-o"), object);
	return file_replace(&s->d, source, text, strlen(text)) && invocation_run(s->a, &v) == 0 &&
	       symbol_prefix_mend(&s->d, &s->prefix, object) && archive_append(&s->d, archive, "nearcall.o", object);
}

static int assemble(struct step *s)
{
	if (!symabis_chosen(s->a, arena_printf(s->a, "%s/symabis", s->in->dir), s->prefix.linker, &s->file))
		return invocation_become(s->a, &s->in->v);
	struct register_parts parts = registers_part(s->a, &s->file, s->prefix.assembly);
	struct argv v = s->in->v;
	if (parts.rest) {
		const char *rest = arena_printf(s->a, "%s/%s", s->in->dir, s->name);
		v = invocation_with(s->a, &v, s->own, rest);
		if (!file_replace(&s->d, rest, parts.rest, strlen(parts.rest)))
			return report(s);
	}
	int status = invocation_run(s->a, &v);
	if (status)
		return status;
	if (!add_entries(s, parts.entries))
		return report(s) ? report(s) : EXIT_TOOL;
	return EXIT_DONE;
}

static int run_asm(struct step *s)
{
	if (!step_begin(s, find_assembly(s->in)))
		return diag_status(&s->d) ? report(s) : invocation_become(s->a, &s->in->v);
	return invocation_has(s->in, "-gensymabis") ? list(s) : assemble(s);
}

// A Go function that the linker is told to take for one of the declared ones
// (emit/values.c) becomes a function that nothing calls.
static const char *unlinked(struct arena *a, const char *text, const char *chosen)
{
	static const char link[] = "//go:linkname ";
	struct buf out = {.arena = a};
	for (const char *s = text; *s;) {
		const char *name = s + strlen(link), *end = strchr(s, '\n');
		size_t n = end ? (size_t)(end + 1 - s) : strlen(s);
		bool drop = strncmp(s, link, strlen(link)) == 0 &&
			strstr(chosen, arena_printf(a, ".%.*s ABIInternal\n", (int)strcspn(name, " \n"), name));
		buf_printf(&out, "%.*s", drop ? 0 : (int)n, s);
		if (drop)
			buf_printf(&out, "//\n");
		s += n;
	}
	return out.p;
}

// Where coverage is counted, it is a copy of the file that is compiled: its first
// line is one of the go command's.
static bool is_own_go(const char *word, const char *text)
{
	const char *base = path_base(word), *end = strrchr(base, '.');
	return strncmp(base, "nearcall_", 9) == 0 && end && strcmp(end, ".go") == 0 &&
		strstr(text, "// Code generated by nearcall ");
}

static int run_compile(struct step *s)
{
	const char *path = invocation_value(s->in, "-symabis");
	struct file_text list, t;
	struct argv v = s->in->v;
	if (!path || !s->in->dir || !file_read(&s->d, path, &list))
		return diag_status(&s->d) ? report(s) : invocation_become(s->a, &v);
	for (size_t i = 1; i < s->in->v.args.n && strstr(list.text, " ABIInternal\n"); i++) {
		const char *word = s->in->v.args.v[i];
		if (strncmp(path_base(word), "nearcall_", 9) != 0)
			continue;
		if (!file_read(&s->d, word, &t))
			return report(s);
		if (!is_own_go(word, t.text) || !strstr(t.text, "\n//go:linkname "))
			continue;
		const char *copy = arena_printf(s->a, "%s/nearcall_toolexec_%zu.go", s->in->dir, i);
		const char *text = arena_printf(s->a, "//line %s:1\n%s", path_base(word), unlinked(s->a, t.text, list.text));
		if (!file_replace(&s->d, copy, text, strlen(text)))
			return report(s);
		v = invocation_with(s->a, &v, word, copy);
	}
	return invocation_become(s->a, &v);
}

static const struct {
	const char *tool;
	int (*run)(struct step *s);
} tools[] = {
	{"asm", run_asm},
	{"compile", run_compile},
};

int toolexec(struct arena *a, const char *version, char *const *words, size_t n)
{
	struct invocation in = invocation_read(a, words, n);
	struct step s = {.a = a, .d = {.arena = a}, .in = &in};
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
		if (strcmp(in.tool, tools[i].tool) != 0)
			continue;
		return invocation_has(&in, "-V=full") ? tell_version(a, version, words[0]) : tools[i].run(&s);
	}
	return invocation_become(a, &in.v);
}
