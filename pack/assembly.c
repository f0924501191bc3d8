#include "assembly.h"

#include "functext.h"
#include "imagetext.h"
#include "provenance.h"
#include "trampoline.h"

#include <string.h>

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

bool assembly_text(struct build *b, const struct product *p, target_fn *target, void *ctx,
                   const struct placement *placement, struct genfile *out)
{
	static const char file[] = "nearcall_amd64.s";
	struct buf text = {.arena = b->arena};
	struct asmtext t = {.out = &text};
	if (!provenance_write(b, p, &text))
		return false;
	const char *constraint = build_constraint(b, p);
	if (*constraint)
		asm_text(&t, "\n//go:build %s\n", constraint);
	asm_text(&t, "\n#include \"funcdata.h\"\n#include \"textflag.h\"\n");
	for (size_t i = 0; i < p->calls.n; i++) {
		const struct bound *call = &p->calls.v[i];
		struct trampoline tr = {
			.call = call,
			.stack = proof_of(p->proof, call->entry->addr)->bound,
			.target = target(b->arena, p, call, ctx),
		};
		trampoline_amd64(&t, &tr);
	}
	if (placement && placement->opaque)
		image_text_amd64(&t, p->image, IMAGE_SYMBOL);
	else if (placement)
		functions_text_amd64(&t, p->image, p->proof, placement, file);
	*out = (struct genfile){file, text.p, text.len};
	return true;
}
