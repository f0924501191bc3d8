#include "link/compile.h"

#include "arch/arch.h"
#include "base/ask.h"
#include "base/buf.h"
#include "base/files.h"
#include "base/jobs.h"
#include "base/path.h"
#include "base/progress.h"
#include "link/depfile.h"
#include "link/language.h"

#include <stdlib.h>
#include <string.h>

// As constrained as assembly: no start-up code, no library, no thread-local
// canary, one section per function so that only what is reached stays.
static const char *const code_flags[] = {
	"-O2", "-fPIC", "-fvisibility=hidden", "-fno-stack-protector",
};

// Freestanding to the headers, which then are the compiler's own, but with builtins: memcpy of a word is a
// load, and sqrt an instruction. clang's -ffreestanding takes them away whatever follows.
static const char *const gcc_dialect[] = {"-ffreestanding", "-fbuiltin"};
static const char *const clang_dialect[] = {
	"-U__STDC_HOSTED__", "-D__STDC_HOSTED__=0", "-Wno-builtin-macro-redefined",
};
// Behind those, and the architecture's own.
static const char *const more_code_flags[] = {
	"-fno-builtin-malloc", "-fno-builtin-calloc", "-fno-builtin-realloc", "-fno-builtin-free",
	"-fno-math-errno", "-fasynchronous-unwind-tables", "-ffunction-sections",
	"-fdata-sections", "-U_FORTIFY_SOURCE", "-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer",
};

// gcc makes one body of two equal functions and keeps the DWARF of one name.
static const char *const gcc_flags[] = {"-fno-ipa-icf"};

// The runtime's own loops must not become calls to itself.
static const char *const rt_flags[] = {"-fno-builtin"};
static const char *const rt_gcc_flags[] = {"-fno-tree-loop-distribute-patterns"};

#define ADD_ALL(a, v, list)                                                                        \
	for (size_t i_ = 0; i_ < sizeof(list) / sizeof *(list); i_++)                              \
		argv_add((a), (v), (list)[i_])

static const char *cpu_flags(struct build *b, const struct gopkg *pkg)
{
	return b->arch->cpu_flags(b->arena, pkg->cpu.n ? pkg->cpu.v[0].path : NULL);
}

static void add_list(struct build *b, struct argv *v, const char *const *list)
{
	for (; *list; list++)
		argv_add(b->arena, v, *list);
}

static struct argv all_code_flags(struct build *b, const struct toolchain *t)
{
	struct argv v = {0};
	ADD_ALL(b->arena, &v, code_flags);
	if (t->clang)
		ADD_ALL(b->arena, &v, clang_dialect);
	else
		ADD_ALL(b->arena, &v, gcc_dialect);
	add_list(b, &v, b->arch->cflags);
	ADD_ALL(b->arena, &v, more_code_flags);
	add_list(b, &v, t->clang ? b->arch->clang_flags : b->arch->gcc_flags);
	return v;
}

static struct argv command(struct build *b, const struct toolchain *t, const struct gopkg *pkg)
{
	struct argv v = {0};
	for (size_t i = 0; i < t->cc.args.n; i++)
		argv_add(b->arena, &v, t->cc.args.v[i]);
	argv_add(b->arena, &v, "-c");
	argv_add(b->arena, &v, "-g");
	struct argv common = all_code_flags(b, t);
	for (size_t i = 0; i < common.args.n; i++)
		argv_add(b->arena, &v, common.args.v[i]);
	if (!t->clang)
		ADD_ALL(b->arena, &v, gcc_flags);
	struct argv cpu = {0};
	argv_words(b->arena, &cpu, cpu_flags(b, pkg));
	for (size_t i = 0; i < cpu.args.n; i++)
		argv_add(b->arena, &v, toolchain_flag(b->arena, t, cpu.args.v[i]));
	return v;
}

// Paths in DWARF and __FILE__ are relative to the package's folder, whatever
// the current directory: same inputs, same bytes.
static void map_paths(struct build *b, const struct toolchain *t, struct argv *v, const char *file,
                      const char *as_named)
{
	const char *cwd = ask_real(b->arena, ".");
	const char *dir = path_dir(b->arena, file);
	if (t->clang)
		argv_add(b->arena, v, "-fdebug-compilation-dir=.");
	else if (cwd && strcmp(cwd, "/") != 0) // every path begins with that one
		argv_add(b->arena, v, arena_printf(b->arena, "-fdebug-prefix-map=%s=.", cwd));
	if (strcmp(dir, ".") != 0 && strcmp(file, as_named) != 0)
		argv_add(b->arena, v, arena_printf(b->arena, "-ffile-prefix-map=%s=%s", dir,
		                                   path_dir(b->arena, as_named)));
}

// Where to run the compiler; NULL is here. clang takes the first = of a map for
// its middle: then it runs in the package's folder, and nothing is to be mapped.
static const char *compile_dir(const struct toolchain *t, const struct gopkg *pkg, const struct input *src)
{
	bool splits = t->clang && (strchr(pkg->dir, '=') || strchr(src->path, '='));
	return splits ? pkg->dir : NULL;
}

// Headers that -I finds are named from the package's folder too.
static void add_user_flag(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const struct input *src,
                          const char *in, const char *f, struct argv *v)
{
	if (!language_takes(src->path, f))
		return;
	if (in || strncmp(f, "-I", 2) != 0) {
		argv_add(b->arena, v, toolchain_flag(b->arena, t, f));
		return;
	}
	const char *dir = path_join(b->arena, pkg->dir, f + 2), *given = path_clean(b->arena, f + 2);
	argv_add(b->arena, v, arena_printf(b->arena, "-I%s", dir));
	if (strcmp(dir, given) != 0)
		argv_add(b->arena, v, arena_printf(b->arena, "-ffile-prefix-map=%s/=%s/", dir, given));
}

static void add_user_flags(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const struct input *src,
                           const char *in, struct argv *v)
{
	for (size_t i = 0; i < pkg->cflags.n; i++)
		add_user_flag(b, t, pkg, src, in, pkg->cflags.v[i], v);
	for (size_t i = 0; i < src->nflags; i++)
		add_user_flag(b, t, pkg, src, in, src->flags[i], v);
}

static void note_read(struct build *b, struct objects *out, const char *path)
{
	out->known.arena = b->arena;
	if (names_add(&out->known, path, out->read.n))
		VEC_PUSH(b->arena, &out->read, path);
}

// The compiler's own headers are left out: its version says which they are.
static bool read_depfile(struct build *b, const struct toolchain *t, const char *depfile, const char *in,
                         const char *source, struct objects *out)
{
	struct file_text text;
	if (!language_has_rule(source)) {
		note_read(b, out, source);
		return true;
	}
	if (!file_read(b->diags, depfile, &text))
		return false;
	const char *own = path_clean(b->arena, t->cc_include), *at = text.text + strcspn(text.text, ":");
	at += *at == ':';
	for (const char *path; (path = depfile_next(b->arena, &at));) {
		path = in && *path != '/' ? arena_printf(b->arena, "%s/%s", in, path) : path;
		path = path_clean(b->arena, depfile_real(b->arena, path, source));
		if (!path_inside(own, path) && !path_inside(b->tmp, path))
			note_read(b, out, path);
	}
	return true;
}

// A compiler's words over a source that it has compiled. The line in which
// clang counts its warnings is left out: the sum over all sources is given.
static void show_warnings(struct build *b, const struct input *src, const char *words)
{
	struct buf shown = {.arena = b->arena};
	size_t warnings = 0;
	for (const char *line = words; *line;) {
		size_t n = strcspn(line, "\n");
		const char *text = arena_strndup(b->arena, line, n);
		size_t digits = strspn(text, "0123456789");
		const char *rest = text + digits;
		bool sum = strcmp(rest, " warning generated.") == 0 || strcmp(rest, " warnings generated.") == 0;
		if (!digits || !sum)
			buf_printf(&shown, "%s\n", text);
		warnings += strstr(text, ": warning: ") != NULL;
		line += n + (line[n] == '\n');
	}
	if (shown.len)
		diag_words(b->diags, NC_COMPILER_WARNING, src->pos, shown.p, warnings);
}

// A source and where the compiler puts what it makes of it.
struct unit {
	const struct input *src;
	const char *in, *whole; // the folder it is compiled in, or NULL; its path from here
	const char *obj, *dep;
};

static struct argv unit_command(struct build *b, const struct toolchain *t, const struct gopkg *pkg,
                                const struct unit *u)
{
	const char *file = path_operand(b->arena, u->in ? u->src->path : u->whole);
	struct argv v = command(b, t, pkg);
	language_flags(b, t, u->src->path, &v);
	argv_add(b->arena, &v, arena_printf(b->arena, "-I%s", b->csrc));
	add_user_flags(b, t, pkg, u->src, u->in, &v);
	map_paths(b, t, &v, file, u->src->path);
	const char *const tail[] = {"-MD", "-MT", "object", "-MF", u->dep, "-o", u->obj, file};
	ADD_ALL(b->arena, &v, tail);
	return v;
}

// What a compiler that has ended says and leaves.
static void take_result(struct build *b, const struct toolchain *t, const struct unit *u, const struct run_result *r,
                        struct objects *out)
{
	const char *cc = t->cc.args.v[0];
	if (!r->found) {
		report_missing_tool(b, cc);
	} else if (r->status != 0 && !tool_broke(b, cc, r)) {
		diag_refuse(b->diags, NC_COMPILE, u->src->pos, "the compiler's own words are above",
		            "%s does not compile", u->src->path)->detail = r->err;
	} else if (r->status == 0 && read_depfile(b, t, u->dep, u->in, u->whole, out)) {
		VEC_PUSH(b->arena, &out->paths, u->obj);
		show_warnings(b, u->src, r->err);
	}
}

const char *compile_flags(struct build *b, const struct toolchain *t, const struct gopkg *pkg)
{
	const char *s = cpu_flags(b, pkg);
	struct argv common = all_code_flags(b, t);
	for (size_t i = 0; i < common.args.n; i++)
		s = arena_printf(b->arena, "%s %s", s, common.args.v[i]);
	for (size_t i = 0; i < pkg->cflags.n; i++)
		s = arena_printf(b->arena, "%s %s", s, pkg->cflags.v[i]);
	return s;
}

struct told {
	struct progress *progress;
	const struct gopkg *pkg;
};

static void tell_started(void *ctx, size_t i, size_t started)
{
	const struct told *told = ctx;
	progress_item(told->progress, started, told->pkg->sources.n, told->pkg->sources.v[i].path);
}

// All are compiled side by side; what comes of them is taken in their order.
void compile_sources(struct build *b, const struct toolchain *t, const struct gopkg *pkg, struct objects *out)
{
	size_t n = pkg->sources.n;
	struct unit *units = arena_alloc(b->arena, n * sizeof *units);
	struct task *tasks = arena_alloc(b->arena, n * sizeof *tasks);
	if (!language_prepare(b))
		return;
	for (size_t i = 0; i < n; i++) {
		const struct input *src = &pkg->sources.v[i];
		units[i] = (struct unit){
			.src = src,
			.in = compile_dir(t, pkg, src),
			.whole = path_join(b->arena, pkg->dir, src->path),
			.obj = arena_printf(b->arena, "%s/%zu.o", b->tmp, i),
			.dep = arena_printf(b->arena, "%s/%zu.d", b->tmp, i),
		};
		tasks[i] = (struct task){.argv = unit_command(b, t, pkg, &units[i]), .dir = units[i].in};
		tool_show(b, &tasks[i].argv, NULL, tasks[i].dir);
		if (b->dry)
			VEC_PUSH(b->arena, &out->paths, units[i].obj);
	}
	if (b->dry)
		return;
	jobs_run(b->arena, tasks, n, b->jobs, tell_started, &(struct told){b->progress, pkg});
	for (size_t i = 0; i < n; i++)
		take_result(b, t, &units[i], &tasks[i].result, out);
}

// The files that a compiler has read, by the depfile beside the object, are added to read. The object; or NULL.
static const char *note_reads(struct build *b, const struct toolchain *t, const char *obj, const char *source,
                              struct reduced *out)
{
	struct objects objs = {0};
	if (!read_depfile(b, t, arena_printf(b->arena, "%s.d", obj), NULL, source, &objs))
		return NULL;
	for (size_t i = 0; i < objs.read.n; i++)
		VEC_PUSH(b->arena, &out->read, objs.read.v[i]);
	return obj;
}

const char *compile_rt(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const char *name,
                       struct reduced *out)
{
	const char *file = arena_printf(b->arena, "%s/rt/%s.c", b->csrc, name);
	const char *obj = arena_printf(b->arena, "%s/rt_%s.o", b->tmp, name);
	struct argv v = command(b, t, pkg);
	ADD_ALL(b->arena, &v, rt_flags);
	if (!t->clang)
		ADD_ALL(b->arena, &v, rt_gcc_flags);
	const char *const tail[] = {"-MD", "-MT", "object", "-MF", arena_printf(b->arena, "%s.d", obj), "-o", obj, file};
	ADD_ALL(b->arena, &v, tail);
	struct run_result r;
	return run_tool(b, &v, NULL, NULL, &r) ? note_reads(b, t, obj, file, out) : NULL;
}

const char *compile_libm(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const char *file,
                         struct pos pos, struct reduced *out)
{
	const char *dir = path_dir(b->arena, file);
	const char *obj = arena_printf(b->arena, "%s/libm_%s.o", b->tmp, path_base(file));
	struct argv v = command(b, t, pkg);
	argv_add(b->arena, &v, "-w");
	argv_add(b->arena, &v, arena_printf(b->arena, "-I%s/libm", b->csrc));
	argv_add(b->arena, &v, arena_printf(b->arena, "-I%s/../internal", dir));
	argv_add(b->arena, &v, arena_printf(b->arena, "-I%s/../../arch/generic", dir));
	map_paths(b, t, &v, path_operand(b->arena, file), path_rel(b->arena, pkg->dir, file));
	const char *const tail[] = {
		"-MD", "-MT", "object", "-MF", arena_printf(b->arena, "%s.d", obj), "-o", obj, path_operand(b->arena, file),
	};
	ADD_ALL(b->arena, &v, tail);
	struct run_result r = run_shown(b, &v, NULL, NULL);
	if (!r.found) {
		report_missing_tool(b, v.args.v[0]);
		return NULL;
	}
	if (r.status == 0)
		return note_reads(b, t, obj, file, out);
	if (!tool_broke(b, v.args.v[0], &r))
		diag_refuse(b->diags, NC_COMPILE, pos,
		            "//nearcall:libm takes musl's folder src/math, in the whole of its sources",
		            "%s does not compile", file)->detail = r.err;
	return NULL;
}
