// module.c - the module carrier: Go assembly in the package itself.
#include "base/files.h"
#include "emit/assembly.h"
#include "emit/carrier.h"
#include "emit/gofiles.h"
#include "emit/seal.h"
#include "link/dwarfpos.h"
#include "trampolines/functext.h"

#include <string.h>

static const char *into_function(struct arena *a, const struct product *p, const struct bound *call, void *ctx)
{
	(void)ctx;
	if (!p->placement->opaque)
		return function_operand(a, p->placement, call->entry->addr);
	return arena_printf(a, IMAGE_SYMBOL "+%llu(SB)", (unsigned long long)(call->entry->addr - p->image->base));
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
		if (first->function && first->function->wild_rbp)
			diag_note(b->diags, pos, "compile it with frame pointers: clang and gcc -fno-omit-frame-pointer "
			          "-mno-omit-leaf-frame-pointer, rustc -C force-frame-pointers=yes",
			          "%s keeps data in rbp: a fault in it may end a program that is being traced", first->name);
	}
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
	struct goentries values = {0};
	struct assembly as = {
		.target = into_function, .functions = true, .sealed = true,
		.goentries = one_constraint(p) ? &values : NULL,
	};
	struct genfile assembly;
	struct genfiles files = {{0}};
	if (p->image->align > MAX_ALIGN) {
		diag_refuse(b->diags, p->image->fallback, "Go's assembler aligns to 2048 bytes at most",
		            "the C has something that is aligned to %llu bytes", (unsigned long long)p->image->align);
		return false;
	}
	tell(b, p->image, p->placement);
	if (!assembly_text(b, p, &as, &assembly))
		return false;
	VEC_PUSH(b->arena, &files.v, assembly);
	gofiles_add(b, p, assembly_constraint(b, p), &values, &files);
	seal_close(b->arena, files.v.v, files.v.n);
	return files_replace(b, p->pkg->dir, files.v.v, files.v.n);
}
