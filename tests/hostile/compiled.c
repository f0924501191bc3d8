// compiled.c - through the tool's own stages reduce and image; then the bytes
// are changed. What compilers say of their code (DWARF) is left out.
#include "compiled.h"

#include "arch/arch.h"
#include "base/files.h"
#include "link/image.h"
#include "link/reduce.h"
#include "link/toolchain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_IMAGES = 16 };

struct compiled {
	struct arena *arena;
	char tmp[32];
	size_t n;
	struct {
		const char *how;
		struct image img;
		VEC(uint64_t) insns; // addresses, in the order of the code
	} of[MAX_IMAGES];
};

// The functions that the object gives away are those that Go could call.
static bool add_functions(struct arena *a, const char *object, struct gopkg *pkg)
{
	char line[256], name[200];
	FILE *nm = popen(arena_printf(a, "nm --defined-only -g %s", object), "r");
	while (nm && fgets(line, sizeof line, nm))
		if (sscanf(line, "%*s T %199s", name) == 1)
			VEC_PUSH(a, &pkg->funcs,
				 (struct gofunc){.name = arena_strdup(a, name), .c_name = arena_strdup(a, name)});
	return nm && pclose(nm) == 0 && pkg->funcs.n;
}

// Straight through each function: so every instruction is one that a compiler wrote.
static void list_instructions(struct compiled *c, size_t i)
{
	const struct image *img = &c->of[i].img;
	for (size_t k = 0; k < img->symbols.n; k++) {
		const struct symbol *s = &img->symbols.v[k];
		struct insn in;
		for (uint64_t at = s->addr; s->function && at < s->addr + s->size && at < img->text_end;
		     at += in.length) {
			if (!arch_amd64.decode(img->bytes + (at - img->base), img->text_end - at, at, &in))
				break;
			VEC_PUSH(c->arena, &c->of[i].insns, at);
		}
	}
}

static bool make_image(struct compiled *c, const char *source, const char *cc, const char *level)
{
	struct arena *a = c->arena;
	struct diags diags = {.arena = a};
	struct build b = {.arena = a, .diags = &diags, .arch = &arch_amd64, .csrc = "csrc"};
	struct toolchain tools = {0};
	struct objects none = {0};
	struct reduced reduced = {0};
	struct gopkg *pkg = arena_alloc(a, sizeof *pkg);
	const char *name = arena_printf(a, "%s%s.o", cc, level), *flags = "";
	b.tmp = arena_printf(a, "%s/%s%s", c->tmp, cc, level);
	*pkg = (struct gopkg){.dir = c->tmp, .abs_dir = c->tmp, .name = "shapes"};
	for (const char *const *f = b.arch->cflags; *f; f++)
		flags = arena_printf(a, "%s '%s'", flags, *f);
	const char *command = arena_printf(a, "mkdir %s && %s %s %s -g0 -w -mavx2 -Icsrc -c -o %s/%s %s", b.tmp, cc,
					   flags, level, c->tmp, name, source);
	VEC_PUSH(a, &pkg->archives, (struct input){.path = name});
	if (system(command) != 0 || !add_functions(a, arena_printf(a, "%s/%s", c->tmp, name), pkg) ||
	    !toolchain_find(&b, &tools) || !reduce_objects(&b, &tools, pkg, &none, &reduced) ||
	    !image_link(&b, &tools, pkg, &reduced, &c->of[c->n].img)) {
		diag_print(&diags, stderr);
		return false;
	}
	c->of[c->n].img.dwarf = NULL; // no table rests on the compiler's word
	c->of[c->n].how = arena_printf(a, "%s %s", cc, level);
	list_instructions(c, c->n++);
	return true;
}

struct compiled *compiled_new(const char *source)
{
	static const char *const compilers[] = {"gcc", "clang"}, *const levels[] = {"-O0", "-O1", "-O2", "-O3", "-Os"};
	struct arena *a = arena_new();
	struct compiled *c = arena_alloc(a, sizeof *c);
	c->arena = a;
	strcpy(c->tmp, "/tmp/hostile.XXXXXX");
	if (!mkdtemp(c->tmp))
		return NULL;
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 5; k++)
			if (!make_image(c, source, compilers[i], levels[k])) {
				compiled_free(c);
				return NULL;
			}
	return c;
}

void compiled_free(struct compiled *c)
{
	for (size_t i = 0; i < c->n; i++)
		image_close(&c->of[i].img);
	folder_remove(c->tmp);
	arena_free(c->arena);
}

static uint64_t next(uint64_t *rng)
{
	*rng = *rng * 6364136223846793005 + 1442695040888963407;
	return *rng >> 33;
}

static void nops(uint8_t *p, size_t n)
{
	memset(p, 0x90, n);
}

// One instruction is dropped, doubled by the one behind it, swapped with it, or
// has a bit or its last byte changed.
static void change(uint8_t *bytes, const uint64_t *insns, size_t n, uint64_t base, uint64_t rng)
{
	size_t i = next(&rng) % (n - 2);
	uint8_t *p = bytes + (insns[i] - base), *q = bytes + (insns[i + 1] - base), first[16];
	size_t len = insns[i + 1] - insns[i], then = insns[i + 2] - insns[i + 1];
	bool pair = len < 16 && then < 16 && insns[i] < insns[i + 1] && insns[i + 1] < insns[i + 2];
	switch (next(&rng) % 5) {
	case 0:
		if (len < 16)
			nops(p, len);
		break;
	case 1:
		if (!pair)
			break;
		memcpy(first, p, len);
		memmove(p, q, then);
		memcpy(p + then, first, len);
		break;
	case 2:
		if (pair && then <= len) {
			memcpy(p, q, then);
			nops(p + then, len - then);
		}
		break;
	case 3:
		p[next(&rng) % (len < 16 ? len : 1)] ^= (uint8_t)(1 << next(&rng) % 8);
		break;
	default:
		if (len < 16)
			p[len - 1] = (uint8_t)(p[len - 1] + (next(&rng) % 2 ? 8 : -8));
	}
}

struct run compiled_try(struct compiled *c, const struct trial *t, uint64_t seed, bool changed, struct tally *count)
{
	size_t i = seed % c->n;
	struct arena *a = arena_new();
	struct image img = c->of[i].img;
	uint8_t *bytes = arena_alloc(a, img.size);
	memcpy(bytes, img.bytes, img.size);
	if (changed)
		change(bytes, c->of[i].insns.v, c->of[i].insns.n, img.base, seed);
	img.bytes = bytes;
	count->generated++;
	struct run r = trial_image(t, a, &img, count);
	if (r.end == RUN_VIOLATION && t->verbose)
		for (size_t k = 0; k < img.size; k++)
			if (bytes[k] != c->of[i].img.bytes[k])
				printf("  %s: at %" PRIx64 ": %02x was %02x\n", c->of[i].how, img.base + k, bytes[k],
				       c->of[i].img.bytes[k]);
	arena_free(a);
	r.what = NULL;
	return r;
}
