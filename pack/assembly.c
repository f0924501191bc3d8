#include "assembly.h"

#include "functext.h"
#include "imagetext.h"
#include "provenance.h"
#include "trampoline.h"

#include <string.h>

static const char assembly_file[] = "nearcall_amd64.s";

// The file must be left out exactly when all declarations are: their build
// constraints, or-ed. A declaration in an unconstrained file needs it always.
static const char *build_constraint(struct build *b, const struct product *p)
{
	const char *all = NULL;
	for (size_t i = 0; i < p->calls.n; i++) {
		const char *one = p->calls.v[i].go->build;
		if (!*one)
			return "";
		if (!all)
			all = one;
		else if (!strstr(all, one))
			all = arena_printf(b->arena, "(%s) || (%s)", all, one);
	}
	return all ? all : "";
}

// What a fused body needs to be written.
struct body {
	const struct product *p;
	const struct placement *placed;
	struct fused fused;
	int text;
};

static void write_body(struct asmtext *t, void *ctx)
{
	const struct body *b = ctx;
	fused_text_amd64(t, b->p->image, b->placed, b->text, &b->fused, assembly_file);
}

static void try_to_fuse(struct build *b, const struct product *p, struct placement *placed, struct trampoline *tr)
{
	struct body *body = arena_alloc(b->arena, sizeof *body);
	const struct proven *f = proof_of(p->proof, tr->call->entry->addr);
	*body = (struct body){.p = p, .placed = placed};
	tr->no_body = "is in an object of its own";
	if (placed && placed->opaque)
		tr->no_body = "cannot be parted from others";
	if (!placed || placed->opaque)
		return;
	body->text = placed->pieces.v[place_piece(placed, f->addr)].text;
	if (!fuse_function(b->arena, p->image, placed, f, &body->fused, &tr->no_body))
		return;
	tr->body = write_body;
	tr->ctx = body;
}

static void write_trampolines(struct build *b, const struct product *p, target_fn *target, void *ctx,
                              struct placement *placement, struct asmtext *t)
{
	for (size_t i = 0; i < p->calls.n; i++) {
		const struct bound *call = &p->calls.v[i];
		const struct proven *f = proof_of(p->proof, call->entry->addr);
		struct trampoline tr = {.call = call, .stack = f->bound, .aligned = f->aligned, .target = target(b->arena, p, call, ctx)};
		try_to_fuse(b, p, placement, &tr);
		bool fused;
		const char *form = trampoline_amd64(t, &tr, &fused);
		if (placement && !placement->opaque && !fused)
			placement->texts.v[placement->pieces.v[place_piece(placement, f->addr)].text].called = true;
		if (b->verbose)
			diag_note(b->diags, call->go->pos, NULL, "%s: %s", call->go->name, form);
	}
}

bool assembly_text(struct build *b, const struct product *p, target_fn *target, void *ctx,
                   struct placement *placement, struct genfile *out)
{
	struct buf text = {.arena = b->arena};
	struct asmtext t = {.out = &text};
	if (!provenance_write(b, p, &text))
		return false;
	const char *constraint = build_constraint(b, p);
	if (*constraint)
		asm_text(&t, "\n//go:build %s\n", constraint);
	asm_text(&t, "\n#include \"funcdata.h\"\n#include \"textflag.h\"\n");
	write_trampolines(b, p, target, ctx, placement, &t);
	if (placement && placement->opaque)
		image_text_amd64(&t, p->image, IMAGE_SYMBOL);
	else if (placement)
		functions_text_amd64(&t, p->image, p->proof, placement, assembly_file);
	*out = (struct genfile){assembly_file, text.p, text.len};
	return true;
}
