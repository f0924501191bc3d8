// module.c - the module carrier: Go assembly in the package itself.
#include "arch/arch.h"
#include "base/files.h"
#include "base/path.h"
#include "emit/assembly.h"
#include "emit/carrier.h"
#include "link/dwarfpos.h"
#include "trampolines/functext.h"

#include <string.h>

static const char *into_function(struct arena *a, const struct product *p, const struct call *call, void *ctx)
{
	(void)ctx;
	const struct variant *v = &p->variants.v[0];
	uint64_t addr = call->entries.v[0]->addr;
	if (!v->placement.opaque)
		return function_operand(a, &v->placement, addr);
	return arena_printf(a, IMAGE_SYMBOL "+%llu(SB)", (unsigned long long)(addr - v->image.base));
}

enum { MAX_ALIGN = 2048 }; // bytes; of PCALIGN

static const char blind_hint[] = "a fault in it ends the program, and profiles do not show its callers";

// A realigned stack pointer has a depth that Go's tables cannot hold.
static const char *realigned(const struct placement *p, const struct text *t)
{
	for (size_t i = 0; i < t->pieces.n; i++) {
		const struct piece *piece = &p->pieces.v[t->pieces.v[i]];
		for (size_t k = 0; k < piece->ops.n; k++)
			if (piece->ops.v[k].vague)
				return piece->name;
	}
	return NULL;
}

// tell reports what Go will not see as well as it could.
static void tell(struct build *b, const struct image *img, const struct placement *p)
{
	if (p->opaque)
		diag_note(b->diags, img->fallback, blind_hint, "the C functions stay one symbol: %s", p->opaque);
	for (size_t i = 0; i < p->texts.n && !p->opaque; i++) {
		const struct text *t = &p->texts.v[i];
		const char *blind = realigned(p, t);
		if (!t->pieces.n)
			continue;
		const struct piece *first = &p->pieces.v[t->pieces.v[0]];
		struct pos pos = image_pos(b->arena, img, first->start);
		if (t->why)
			diag_note(b->diags, pos, NULL, "traces show several functions as %s: %s", first->name, t->why);
		if (blind)
			diag_note(b->diags, pos, blind_hint, "%s aligns its stack pointer, to a depth that Go cannot follow", blind);
		if (first->function && first->function->wild_fp)
			diag_note(b->diags, pos, "compile it with frame pointers: clang and gcc -fno-omit-frame-pointer "
			          "-mno-omit-leaf-frame-pointer, rustc -C force-frame-pointers=yes",
			          "%s keeps data in %s: a fault in it may end a program that is being traced", first->name,
			          b->arch->regs.names[b->arch->regs.fp]);
	}
}

static bool write_generated(struct build *b, const struct gopkg *pkg, const struct genfile *f)
{
	const char *path = path_join(b->arena, pkg->dir, f->name);
	if (f->text)
		return file_replace(b->diags, path, f->text, f->len);
	file_remove_generated(b->diags, path); // of an earlier build
	return true;
}

// One Go file cannot stand in for declarations that come and go with others.
static bool one_constraint(const struct product *p)
{
	for (size_t i = 1; i < p->calls.n; i++)
		if (strcmp(p->calls.v[i].go->build, p->calls.v[0].go->build) != 0)
			return false;
	return true;
}

bool carry_module(struct build *b, const struct product *p)
{
	struct assembly as = {.target = into_function, .functions = true, .values = one_constraint(p)};
	struct genfile go[2];
	const struct variant *v = &p->variants.v[0];
	if (v->image.align > MAX_ALIGN) {
		diag_refuse(b->diags, v->image.fallback, "Go's assembler aligns to 2048 bytes at most",
		            "the C has something that is aligned to %llu bytes", (unsigned long long)v->image.align);
		return false;
	}
	tell(b, &v->image, &v->placement);
	if (!assembly_text(b, p, &as))
		return false;
	values_texts(b, p, assembly_constraint(b, p), &as.valued, go);
	return write_generated(b, p->pkg, &as.file) && write_generated(b, p->pkg, &go[0]) &&
	       write_generated(b, p->pkg, &go[1]);
}
