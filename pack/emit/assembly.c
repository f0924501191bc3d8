#include "emit/assembly.h"

#include "arch/arch.h"
#include "emit/provenance.h"
#include "emit/seal.h"
#include "trampolines/forms.h"
#include "trampolines/functext.h"
#include "trampolines/imagetext.h"

#include <string.h>

static bool constrained_before(const struct product *p, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(p->calls.v[k].go->build, p->calls.v[i].go->build) == 0)
			return true;
	return false;
}

// The file must be left out exactly when all declarations are: their build
// constraints, or-ed. A declaration in an unconstrained file needs it always.
const char *assembly_constraint(struct build *b, const struct product *p)
{
	const char *only = NULL, *all = NULL;
	for (size_t i = 0; i < p->calls.n; i++) {
		const char *one = p->calls.v[i].go->build;
		if (!*one)
			return "";
		if (constrained_before(p, i))
			continue;
		only = all ? NULL : one;
		all = all ? arena_printf(b->arena, "%s || (%s)", all, one) : arena_printf(b->arena, "(%s)", one);
	}
	return only ? only : all ? all : "";
}

static const char *write_call(struct build *b, const struct product *p, const struct assembly *as,
                              const struct emitter *e, const struct call *call, struct entries *entries)
{
	const struct variant *v = &p->variants.v[0];
	const struct proven *function = proof_of(&v->proof, call->entries.v[0]->addr);
	struct forming f = {
		.arena = b->arena,
		.e = e,
		.v = v,
		.function = function,
		.entries = entries,
		.by_value = as->values && !values_fit(b->arena, b->arch, call),
		.tr = {.call = call,
	               .stack = function->bound,
	               .aligned = function->aligned,
	               .vector_writes = function->vector_writes,
	               .dirty_upper = v->proof.claims.funcs.v[function - v->proof.funcs.v].contract.track.upper,
	               .target = as->target(b->arena, p, call, as->ctx)},
	};
	const struct form *form = form_of(&f);
	const char *told = form->write(&f);
	return arena_printf(b->arena, "%s%s%s", form->name, told,
	                    f.tr.dirty_upper ? "; ends the use of the vector registers' upper halves" : "");
}

static void write_functions(struct asmtext *t, const struct emitter *e, const struct variant *v,
                            const struct entries *entries)
{
	struct functions f = {e, &v->image, &v->proof, &v->placement, entries->called, entries->file.name};
	if (v->placement.opaque)
		image_text(t, e, &v->image, IMAGE_SYMBOL);
	else
		functions_text(t, &f);
}

bool assembly_text(struct build *b, const struct product *p, struct assembly *as)
{
	static const char includes[] = "\n#include \"funcdata.h\"\n#include \"textflag.h\"\n";
	const struct variant *v = &p->variants.v[0];
	const struct emitter *e = emitter_of(b->arch->name);
	const char *assembly_file = generated_name(b->arena, b->arch, ASSEMBLY_FILE);
	const char *direct_file = arena_printf(b->arena, "entries_%s.s", b->arch->name);
	struct buf text = {.arena = b->arena}, direct = {.arena = b->arena};
	struct asmtext t = {.out = &text}, d = {.out = &direct};
	struct entries entries = {{assembly_file, &t}, {direct_file, &d}, .prefix = as->prefix};
	entries.called = arena_alloc(b->arena, v->placement.texts.n * sizeof *entries.called);
	if (!provenance_write(b, p, &text))
		return false;
	const char *constraint = assembly_constraint(b, p);
	if (*constraint)
		asm_text(&t, "\n//go:build %s\n", constraint);
	asm_text(&t, "%s", includes);
	asm_text(&d, "%s", includes);
	for (size_t i = 0; i < p->calls.n; i++) {
		const char *form = write_call(b, p, as, e, &p->calls.v[i], &entries);
		if (b->verbose)
			diag_note(b->diags, p->calls.v[i].go->pos, NULL, "%s: %s", p->calls.v[i].go->name, form);
	}
	if (as->functions)
		write_functions(&t, e, v, &entries);
	if (as->sealed) {
		asm_text(&t, "\n#line %d \"%s\"\n", asm_lines(&t) + 4, assembly_file); // the code's lines were of C
		seal_check(&text);
	}
	as->file = (struct genfile){assembly_file, text.p, text.len};
	as->direct = (struct direct_entries){{direct_file, direct.p, direct.len}, entries.directs.v, entries.directs.n};
	as->valued = (struct valued_calls){entries.values.v, entries.values.n};
	return true;
}
