#include "link/toolchain.h"

#include "arch/arch.h"
#include "base/files.h"
#include "base/path.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *program, *hint;
} packages[] = {
	{"clang", "apt install clang (or name another compiler: CC=gcc)"},
	{"gcc", "apt install gcc"},
	{"ld", "apt install binutils"},
	{"objcopy", "apt install binutils"},
	{"go", "install Go 1.23 or newer (apt install golang-go) and put it in PATH"},
};

static const char *cross_hint(struct build *b, const char *program)
{
	const char *prefix = arena_printf(b->arena, "%s-", b->arch->triple), *own = path_base(program);
	size_t n = strlen(prefix);
	for (const struct arch_package *p = b->arch->packages; p->program; p++)
		if (strncmp(own, prefix, n) == 0 && strcmp(own + n, p->program) == 0)
			return arena_printf(b->arena, "apt install %s (or leave %s out: -arch)", p->package, b->arch->name);
	return NULL;
}

void report_missing_tool(struct build *b, const char *program)
{
	const char *hint = cross_hint(b, program);
	for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
		if (strcmp(packages[i].program, path_base(program)) == 0)
			hint = packages[i].hint;
	diag_tool(b->diags, NC_PROGRAM_MISSING, hint ? hint : "install it, or put it in PATH", "%s is not installed", program);
}

static void report_failed_tool(struct build *b, const char *program, const struct run_result *r)
{
	const char *words = *r->err ? r->err : r->out;
	diag_tool(b->diags, NC_PROGRAM_FAILED, NULL, "%s failed with status %d", program, r->status)->detail = words;
}

enum { KILLED = 128 + SIGKILL }; // for want of memory, most likely; damaged input can have other signals

bool tool_broke(struct build *b, const char *program, const struct run_result *r)
{
	static const char probe[1 << 16];
	if (r->status != KILLED &&
	    file_replace(b->diags, arena_printf(b->arena, "%s/probe", b->tmp), probe, sizeof probe))
		return false;
	report_failed_tool(b, program, r);
	return true;
}

// A word as a shell takes it. The build's folder is $WORK, which a shell expands outside of single quotes only.
static void show_word(FILE *out, const char *word, const char *tmp)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%^";
	size_t n = strlen(tmp);
	if (*word && word[strspn(word, plain)] == 0 && !strstr(word, tmp)) {
		fputs(word, out);
		return;
	}
	fputc('"', out);
	while (*word) {
		if (strncmp(word, tmp, n) == 0) {
			fputs("$WORK", out);
			word += n;
			continue;
		}
		fprintf(out, strchr("\"\\$`", *word) ? "\\%c" : "%c", *word);
		word++;
	}
	fputc('"', out);
}

void tool_show(struct build *b, const struct argv *v, const char *const *env, const char *dir)
{
	FILE *out = b->commands;
	if (!out)
		return;
	if (dir) {
		fputs("(cd ", out);
		show_word(out, dir, b->tmp);
		fputs(" && ", out);
	}
	for (; env && *env; env++) {
		show_word(out, *env, b->tmp);
		fputc(' ', out);
	}
	for (size_t i = 0; i < v->args.n; i++) {
		if (i)
			fputc(' ', out);
		show_word(out, v->args.v[i], b->tmp);
	}
	fputs(dir ? ")\n" : "\n", out);
}

struct run_result run_shown(struct build *b, const struct argv *v, const char *const *env, const char *dir)
{
	tool_show(b, v, env, dir);
	return run(b->arena, v, env, dir);
}

bool run_tool(struct build *b, const struct argv *v, const char *const *env, const char *dir,
              struct run_result *r)
{
	*r = run_shown(b, v, env, dir);
	if (!r->found) {
		report_missing_tool(b, v->args.v[0]);
		return false;
	}
	if (r->status != 0) {
		report_failed_tool(b, v->args.v[0], r);
		return false;
	}
	return true;
}

static bool first_line(struct build *b, struct argv v, const char *arg, const char **line)
{
	struct run_result r;
	argv_add(b->arena, &v, arg);
	if (!run_tool(b, &v, NULL, NULL, &r))
		return false;
	*line = arena_strndup(b->arena, r.out, strcspn(r.out, "\n"));
	return true;
}

// x86_64-linux-gnu-gcc-12 and clang-14 are names of such; zigcc is none.
static bool is_named(const char *name, const char *compiler)
{
	const char *at = strstr(name, compiler);
	return at && (at == name || at[-1] == '-');
}

// clang and gcc are known to know -march=x86-64. Of others it is found out.
static bool wants_underscores(struct build *b, const struct argv *cc)
{
	struct argv v = {0};
	for (size_t i = 0; i < cc->args.n; i++) {
		const char *name = path_base(cc->args.v[i]);
		if (is_named(name, "clang") || is_named(name, "gcc"))
			return false;
		argv_add(b->arena, &v, cc->args.v[i]);
	}
	argv_words(b->arena, &v, b->arch->cpu_flags(b->arena, NULL));
	argv_words(b->arena, &v, "-E -x c /dev/null");
	struct run_result r = run(b->arena, &v, NULL, NULL);
	return r.found && r.status != 0;
}

const char *toolchain_flag(struct arena *a, const struct toolchain *t, const char *flag)
{
	static const char march[] = "-march=";
	if (!t->underscores || strncmp(flag, march, strlen(march)) != 0)
		return flag;
	char *spelt = arena_strdup(a, flag);
	for (char *c = spelt + strlen(march); *c; c++)
		*c = *c == '-' ? '_' : *c;
	return spelt;
}

// gcc is made for one machine, which its name tells: gcc-12 is aarch64-linux-gnu-gcc-12 for another.
static void cross_gcc(struct build *b, struct argv *cc)
{
	for (size_t i = 0; i < cc->args.n; i++) {
		const char *path = cc->args.v[i], *name = path_base(path);
		if (strncmp(name, "gcc", 3) != 0)
			continue;
		cc->args.v[i] = arena_printf(b->arena, "%.*s%s-%s", (int)(name - path), path, b->arch->triple, name);
		return;
	}
}

static const char *linker(struct build *b)
{
	return b->arch == arch_of_host() ? "ld" : arena_printf(b->arena, "%s-ld", b->arch->triple);
}

struct argv toolchain_cc(struct arena *a)
{
	struct argv v = {0};
	const char *cc = getenv("CC");
	argv_words(a, &v, cc && *cc ? cc : "clang");
	return v;
}

const char *toolchain_lacks(struct build *b, const char **hint)
{
	const char *ld = linker(b);
	*hint = cross_hint(b, ld);
	return path_of_program(b->arena, ld) ? NULL : ld;
}

bool toolchain_find(struct build *b, struct toolchain *t)
{
	bool cross = b->arch != arch_of_host();
	t->cc = toolchain_cc(b->arena);
	if (cross)
		cross_gcc(b, &t->cc);
	struct argv ld = {0};
	t->ld = linker(b);
	argv_add(b->arena, &ld, t->ld);

	bool ok = first_line(b, t->cc, "--version", &t->cc_version);
	ok &= first_line(b, ld, "--version", &t->ld_version);
	if (!ok)
		return false;
	t->clang = strstr(t->cc_version, "clang") != NULL;
	if (t->clang && cross)
		argv_add(b->arena, &t->cc, arena_printf(b->arena, "--target=%s", b->arch->triple));
	t->underscores = wants_underscores(b, &t->cc);
	return first_line(b, t->cc, "-print-file-name=include", &t->cc_include);
}
