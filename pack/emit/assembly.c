#include "emit/assembly.h"

#include "arch/arch.h"
#include "emit/gofiles.h"
#include "emit/notices.h"
#include "emit/provenance.h"
#include "emit/seal.h"
#include "place/same.h"
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

const char *image_symbol_of(struct arena *a, const struct variant *v)
{
	return arena_printf(a, "image%s<>", v->suffix);
}

// A level that has the same code as the one below it is left out: the highest first.
static size_t candidates(struct build *b, const struct product *p, const struct assembly *as, const struct call *call,
                         bool *const *called, struct candidate *out)
{
	size_t n = 0;
	for (size_t i = p->variants.n; i-- > 0;) {
		const struct variant *v = &p->variants.v[i], *below = i ? v - 1 : NULL;
		const struct symbol *entry = call->entries.v[i];
		const struct proven *f = proof_of(&v->proof, entry->addr);
		if (below && place_same(b->arena, v, entry->addr, below, call->entries.v[i - 1]->addr))
			continue;
		out[n++] = (struct candidate){
			.v = v,
			.function = f,
			.called = called[i],
			.suffix = v->suffix,
			.tr = {.call = call,
		               .stack = f->bound,
		               .aligned = f->aligned,
		               .vector_writes = f->vector_writes,
		               .dirty_upper = v->proof.claims.funcs.v[f - v->proof.funcs.v].contract.track.upper,
		               .target = as->target(b->arena, v, entry, as->ctx),
		               .level = (int)i,
		               .level_given = b->arch->level_macro(v->level)},
		};
	}
	return n;
}

static struct forming forming_of(struct build *b, const struct product *p, const struct assembly *as,
                                 const struct call *call, bool *const *called, struct entries *entries)
{
	struct candidate *at = arena_alloc(b->arena, p->variants.n * sizeof *at);
	return (struct forming){
		.arena = b->arena,
		.e = emitter_of(b->arch->name),
		.call = call,
		.entries = entries,
		.by_value = as->values && !values_fit(b->arena, b->arch, call),
		.functions = as->functions,
		.at = at,
		.n = candidates(b, p, as, call, called, at),
	};
}

static const char *write_call(struct build *b, const struct product *p, const struct assembly *as,
                              const struct call *call, bool *const *called, struct entries *entries)
{
	struct forming f = forming_of(b, p, as, call, called, entries);
	const struct form *form = form_of(&f);
	const char *said = arena_printf(b->arena, "%s%s", form->name, form->write(&f));
	for (size_t i = 0, told = 0; i < f.n && !told; i++)
		if ((told = f.at[i].tr.dirty_upper))
			said = arena_printf(b->arena, "%s; ends the use of the vector registers' upper halves", said);
	if (p->variants.n > 1)
		said = arena_printf(b->arena, "%s; %s", said, f.n > 1 ? "by level" : "one code for all levels");
	return said;
}

static bool has_value(const struct entries *e, const struct call *call)
{
	for (size_t i = 0; i < e->values.n; i++)
		if (e->values.v[i] == call)
			return true;
	return false;
}

static void write_beside(struct build *b, const struct product *p, const struct assembly *as, bool *const *called,
                         struct entries *entries)
{
	for (size_t i = 0; i < p->calls.n; i++) {
		struct forming f = forming_of(b, p, as, &p->calls.v[i], called, entries);
		if (!has_value(entries, f.call))
			form_beside(&f);
	}
}

static void write_functions(struct asmtext *t, const struct emitter *e, const struct variant *v, const bool *called,
                            const struct entry_file *file)
{
	struct functions f = {e, &v->image, &v->proof, &v->placement, called, file->name};
	if (v->placement.opaque)
		image_text(t, e, &v->image, image_symbol_of(t->out->arena, v));
	else
		functions_text(t, &f);
}

static bool *const *called_texts(struct arena *a, const struct product *p)
{
	bool **called = arena_alloc(a, p->variants.n * sizeof *called);
	for (size_t i = 0; i < p->variants.n; i++)
		called[i] = arena_alloc(a, p->variants.v[i].placement.texts.n * sizeof *called[i]);
	return called;
}

// The Go file for tested versions of Go has the constant, and that for others has not.
static void write_guards(struct asmtext *t, const struct emitter *e, const struct product *p)
{
	bool yields = false;
	for (size_t i = 0; i < p->calls.n; i++)
		yields |= p->calls.v[i].go->yield;
	if (!yields)
		return;
	asm_text(t, "\n// What C asks whether to come back: the guard of the goroutine's stack, which the scheduler makes\n"
	            "// negative when it wants the goroutine. Where that was not tested, the answer is no.\n"
	            "DATA nearcallNever<>+0(SB)/8, $0\nGLOBL nearcallNever<>(SB), RODATA|NOPTR, $8\n\n"
	            "#ifdef const_" TESTED_CONSTANT "\n");
	e->guard(t, true);
	asm_flush(t);
	asm_text(t, "\n#else\n");
	e->guard(t, false);
	asm_flush(t);
	asm_text(t, "\n#endif\n");
}

bool assembly_text(struct build *b, const struct product *p, struct assembly *as)
{
	static const char includes[] = "\n#include \"funcdata.h\"\n#include \"textflag.h\"\n";
	const struct emitter *e = emitter_of(b->arch->name);
	bool *const *called = called_texts(b->arena, p);
	const char *assembly_file = generated_name(b->arena, b->arch, ASSEMBLY_FILE);
	const char *direct_file = arena_printf(b->arena, "entries_%s.s", b->arch->name);
	struct buf text = {.arena = b->arena}, direct = {.arena = b->arena};
	struct asmtext t = {.out = &text}, d = {.out = &direct};
	struct entries entries = {{assembly_file, &t}, {direct_file, &d}, .prefix = as->prefix};
	if (!provenance_write(b, p, &text))
		return false;
	notices_write(b, p, &text);
	const char *constraint = assembly_constraint(b, p);
	if (*constraint)
		asm_text(&t, "\n//go:build %s\n", constraint);
	asm_text(&t, "%s", includes);
	asm_text(&d, "%s", includes);
	if (p->variants.n > 1)
		e->levels(&t);
	for (size_t i = 0; i < p->calls.n; i++) {
		const char *form = write_call(b, p, as, &p->calls.v[i], called, &entries);
		if (b->verbose)
			diag_note(b->diags, NC_FORM, p->calls.v[i].go->pos, NULL, "%s: %s", p->calls.v[i].go->name, form);
	}
	if (as->beside)
		write_beside(b, p, as, called, &entries);
	for (size_t i = 0; i < p->variants.n && as->functions; i++)
		write_functions(&t, e, &p->variants.v[i], called[i], &entries.file);
	if (as->sealed) {
		asm_text(&t, "\n#line %d \"%s\"\n", asm_lines(&t) + 4, assembly_file); // the code's lines were of C
		seal_check(&text);
		write_guards(&t, e, p);
	}
	as->file = (struct genfile){assembly_file, text.p, text.len};
	as->direct = (struct direct_entries){{direct_file, direct.p, direct.len}, entries.directs.v, entries.directs.n};
	as->valued = (struct valued_calls){entries.values.v, entries.values.n};
	return true;
}
