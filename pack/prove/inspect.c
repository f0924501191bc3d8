#include "prove/inspect.h"

#include "link/dwarfpos.h"

#include <string.h>

// What has been said of the function that is being looked at.
struct said {
	const struct symbol *function;
	VEC(const char *) what;
};

static bool is_new(struct arena *a, struct said *s, const struct symbol *function, const char *what)
{
	if (s->function != function)
		s->what.n = 0;
	s->function = function;
	for (size_t i = 0; i < s->what.n; i++)
		if (strcmp(s->what.v[i], what) == 0)
			return false;
	VEC_PUSH(a, &s->what, what);
	return true;
}

static const char *writes_reserved(struct arena *a, const struct image *img, const struct insn *in, const char **hint)
{
	const struct arch *arch = img->arch;
	regset reserved = img->origins.n ? arch->regs.relaid_reserved : arch->regs.reserved;
	for (int r = 0; r < arch->regs.count; r++) {
		if (!((in->writes & reserved) >> r & 1))
			continue;
		*hint = arena_printf(a, "Go keeps that register for itself: compile with -ffixed-%s",
		                     arch->regs.names[r]);
		return arena_printf(a, "writes %s", arch->regs.names[r]);
	}
	return NULL;
}

// The elements of a jump table are laid out anew with the code that they lead
// to: whoever reads them by another address would not find what it expects.
static const char *splits_table(const struct code *code, const struct flow *flow, const struct insn *in,
                                const char **hint)
{
	const struct image *img = code->img;
	const struct reloc *r = in->width && !in->target ? image_reloc_at(img, in->addr + in->field) : NULL;
	size_t i = in->width && !in->target ? flow_first_table(flow, in->refers) : flow->tables.n;
	for (; i < flow->tables.n && flow->tables.v[i].addr < in->refers; i++) {
		const struct flow_table *t = &flow->tables.v[i];
		const struct input_section *home = image_section(img, t->addr);
		if (in->refers >= t->addr + 4 * t->n || (r && r->section && home && r->section != home->start))
			continue;
		*hint = "a jump table is read from its start, by the jump alone";
		return "takes an address inside of a jump table";
	}
	return NULL;
}

// The linker has filled in all that lies in another section: a place elsewhere
// that it does not know of is a number that was taken for an address.
static const char *means_number(const struct code *code, const struct insn *in, const char **hint)
{
	const struct image *img = code->img;
	if (!img->elf || !in->width || image_reloc_at(img, in->addr + in->field) ||
	    image_section(img, in->addr) == image_section(img, in->refers))
		return NULL;
	*hint = "name the variable or function: a number has no place in an image that is moved";
	return "refers to a place by a number";
}

// Of the levels that the code has to make do with, the first that lacks the
// instruction is told of.
static const char *beyond_level(struct arena *a, const struct code *code, struct levels *levels,
                                const struct insn *in, const char **hint)
{
	const uint8_t *p = code->img->bytes + (in->addr - code->img->base);
	for (size_t i = 0; i < levels->of.n; i++) {
		const char *what = code->arch->missing(a, &levels->of.v[i].level, p, in, hint), *go = NULL;
		if (what)
			go = levels_through(a, levels, i, image_function_at(code->img, in->addr));
		if (go && *go)
			*hint = arena_printf(a, "%s; //nearcall:cpu beside the //nearcall:func of %s holds for what %s reaches alone",
			                     *hint, go, go);
		if (go)
			return what;
	}
	return NULL;
}

static const char *problem_of(struct arena *a, const struct code *code, struct levels *levels,
                              const struct flow *flow, const struct insn *in, const char **hint, enum nc_code *kind)
{
	const struct arch *arch = code->arch;
	const uint8_t *p = code->img->bytes + (in->addr - code->img->base);
	const char *what = splits_table(code, flow, in, hint);
	*kind = NC_SPLITS_TABLE;
	if (!what)
		what = means_number(code, in, hint), *kind = NC_NUMBER;
	if (!what)
		what = writes_reserved(a, code->img, in, hint), *kind = NC_RESERVED_REGISTER;
	if (!what)
		what = arch->forbidden(a, p, in, hint), *kind = NC_INSTRUCTION;
	if (!what)
		what = beyond_level(a, code, levels, in, hint), *kind = NC_BEYOND_LEVEL;
	return what;
}

const bool *inspect_code(struct build *b, const struct code *code, struct levels *levels,
                         const struct proof *proof)
{
	struct said said = {0};
	const struct image *img = code->img;
	bool *odd = arena_alloc(b->arena, proof->funcs.n * sizeof *odd);
	for (uint64_t addr = img->base; addr < img->text_end; addr++) {
		const char *hint = NULL;
		enum nc_code kind = NC_INSTRUCTION;
		const struct insn *in = flow_at(&proof->flow, addr) ? code_at(code, addr) : NULL;
		const char *what = in ? problem_of(b->arena, code, levels, &proof->flow, in, &hint, &kind) : NULL;
		const struct symbol *function = what ? image_function_at(img, addr) : NULL;
		const struct proven *f = function ? proof_of(proof, function->addr) : NULL;
		if (f)
			odd[f - proof->funcs.v] = true;
		if (what && is_new(b->arena, &said, function, what))
			diag_refuse(b->diags, kind, image_pos(b->arena, img, addr), hint, "%s %s",
			            function ? function->name : "a function without a name", what);
	}
	return odd;
}
