#include "emit/provenance.h"

#include "base/ask.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/path.h"
#include "link/compile.h"

#include <stdlib.h>
#include <string.h>

const char *provenance_name(struct build *b, const struct gopkg *pkg, const char *path)
{
	const char *real = ask_real(b->arena, path), *csrc = ask_real(b->arena, b->csrc), *dir = ask_real(b->arena, pkg->dir);
	const char *module = *pkg->module_dir ? ask_real(b->arena, pkg->module_dir) : NULL;
	const char *name = path;
	if (real && dir && module && path_inside(module, real))
		name = path_rel(b->arena, dir, real);
	else if (real && csrc && path_inside(csrc, real))
		name = arena_printf(b->arena, "$NEARCALL/csrc/%s", path_rel(b->arena, csrc, real));
	else if (real)
		name = real;
	return name;
}

// A file to hash, and how it is called in the block.
struct listed {
	const char *path, *name;
};

struct listing {
	VEC(struct listed) files;  // of the package and of nearcall
	VEC(struct listed) system; // headers
};

// Where systems keep their headers: those are told of in one line.
static bool is_system(const char *name)
{
	static const char *const places[] = {"/usr/", "/opt/", "/nix/"};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strncmp(name, places[i], strlen(places[i])) == 0)
			return true;
	return false;
}

// What several levels read is listed once.
static void list_file(struct build *b, struct listing *l, const char *path, const char *name)
{
	for (size_t i = 0; i < l->files.n; i++)
		if (strcmp(l->files.v[i].path, path) == 0)
			return;
	VEC_PUSH(b->arena, &l->files, ((struct listed){path, name}));
}

// A header is called as #include has it.
static void list_system(struct build *b, struct listing *l, const char *path, const char *name)
{
	static const char include[] = "/usr/include/";
	for (size_t i = 0; i < l->system.n; i++)
		if (strcmp(l->system.v[i].path, path) == 0)
			return;
	if (strncmp(name, include, strlen(include)) == 0)
		name += strlen(include);
	VEC_PUSH(b->arena, &l->system, ((struct listed){path, name}));
}

static bool names_source(const struct gopkg *pkg, const char *path)
{
	for (size_t i = 0; i < pkg->sources.n; i++)
		if (strcmp(pkg->sources.v[i].path, path) == 0)
			return true;
	return false;
}

static void list_inputs(struct build *b, const struct product *p, struct listing *l)
{
	struct arena *a = b->arena;
	for (size_t k = 0; k < p->variants.n; k++)
		for (size_t i = 0; i < p->variants.v[k].objects.read.n; i++) {
			const char *path = p->variants.v[k].objects.read.v[i], *name = provenance_name(b, p->pkg, path);
			if (is_system(name) && !names_source(p->pkg, path))
				list_system(b, l, path, name);
			else
				list_file(b, l, path, name);
		}
	for (size_t i = 0; i < p->pkg->archives.n; i++) { // as the directive names them
		const char *name = p->pkg->archives.v[i].path;
		VEC_PUSH(a, &l->files, ((struct listed){path_join(a, p->pkg->dir, name), name}));
	}
	for (size_t k = 0; k < p->variants.n; k++)
		for (size_t i = 0; i < p->variants.v[k].reduced.libm.n; i++) {
			const char *path = p->variants.v[k].reduced.libm.v[i];
			list_file(b, l, path, provenance_name(b, p->pkg, path));
		}
	for (size_t k = 0; k < p->variants.n; k++)
		for (size_t i = 0; i < p->variants.v[k].reduced.runtime.n; i++) {
			const char *path = arena_printf(a, "%s/rt/%s.c", b->csrc, p->variants.v[k].reduced.runtime.v[i]);
			list_file(b, l, path, provenance_name(b, p->pkg, path));
		}
}

// A name is one line of the block, whatever is in it.
static const char *one_line(struct arena *a, const char *name)
{
	struct buf out = {.arena = a};
	for (; *name; name++) {
		if (*name == '\n' || *name == '\r')
			buf_printf(&out, "\\%c", *name == '\n' ? 'n' : 'r');
		else
			buf_printf(&out, "%c", *name);
	}
	return out.p ? out.p : "";
}

static int by_name(const void *va, const void *vb)
{
	const struct listed *a = va, *b = vb;
	return strcmp(a->name, b->name);
}

// One line for all headers of the system, whose names it has.
static bool write_system(struct build *b, struct listing *l, struct buf *out)
{
	struct buf all = {.arena = b->arena}, names = {.arena = b->arena};
	if (!l->system.n)
		return true;
	qsort(l->system.v, l->system.n, sizeof *l->system.v, by_name);
	for (size_t i = 0; i < l->system.n; i++) {
		struct file_text t;
		if (!file_read(b->diags, l->system.v[i].path, &t))
			return false;
		const char *name = one_line(b->arena, l->system.v[i].name);
		buf_printf(&all, "%s %s\n", name, hash_hex(b->arena, t.text, t.len));
		buf_printf(&names, " %s", name);
	}
	buf_printf(out, "// system headers: sha256 %s of%s\n", hash_hex(b->arena, all.p, all.len), names.p);
	return true;
}

static bool write_hashes(struct build *b, const struct product *p, struct buf *out)
{
	struct listing l = {0};
	struct file_text t;
	list_inputs(b, p, &l);
	for (size_t i = 0; i < l.files.n; i++) {
		if (!file_read(b->diags, l.files.v[i].path, &t))
			return false;
		const char *hash = hash_hex(b->arena, t.text, t.len);
		buf_printf(out, "// sha256 %s %s\n", hash, one_line(b->arena, l.files.v[i].name));
	}
	buf_printf(out, "// declarations: sha256 %s\n// directives: sha256 %s\n", p->pkg->declarations, p->pkg->inputs);
	return write_system(b, &l, out);
}

// What is for one source alone.
static void write_source_flags(struct build *b, const struct gopkg *pkg, struct buf *out)
{
	for (size_t i = 0; i < pkg->sources.n; i++) {
		const struct input *src = &pkg->sources.v[i];
		if (!src->nflags)
			continue;
		buf_printf(out, "// flags of %s:", one_line(b->arena, src->path));
		for (size_t k = 0; k < src->nflags; k++)
			buf_printf(out, " %s", src->flags[k]);
		buf_printf(out, "\n");
	}
}

void provenance_flags(struct build *b, const struct gopkg *pkg, bool clang, struct buf *out)
{
	const struct toolchain tools = {.clang = clang};
	for (size_t i = 0; i < pkg->cpu.n || !i; i++) {
		struct gopkg at = *pkg;
		if (pkg->cpu.n)
			at.cpu.v += i, at.cpu.n = 1;
		buf_printf(out, "// flags: %s\n", compile_flags(b, &tools, &at));
	}
	write_source_flags(b, pkg, out);
}

bool provenance_write(struct build *b, const struct product *p, struct buf *out)
{
	buf_printf(out, "// Code generated by nearcall %s. DO NOT EDIT.\n//\n", NEARCALL_VERSION);
	buf_printf(out, "// compiler: %s\n", p->tools->cc_version);
	buf_printf(out, "// linker: %s\n", p->tools->ld_version);
	provenance_flags(b, p->pkg, p->tools->clang, out);
	return write_hashes(b, p, out);
}
