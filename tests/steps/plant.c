#include "plant.h"

#include "arch/arch.h"

#include <string.h>

enum { NOP = 0xd503201f, MOV_X18_X0 = 0xaa0003f2, MOV_X19_X0 = 0xaa0003f3 };

const char *const plant_names[PLANT_KINDS] = {
	"another depth", "a frame pointer", "a number in a register", "less of a bound",
	"a write of x18", "a write of x19", "no return address in the frame",
};

static bool claim_number(struct subject *s, const struct proven *f)
{
	struct function_claims *c = &s->proof.claims.funcs.v[f - s->proof.funcs.v];
	static const struct fact odd = {.reg = 9, .value = {.kind = VALUE_NUMBER, .a = 1}};
	for (size_t i = 0; i < c->points.n; i++)
		if (c->points.v[i].addr == f->addr) {
			c->points.v[i].facts = &odd;
			c->points.v[i].n = 1;
			return true;
		}
	return false;
}

static bool replace(struct subject *s, uint64_t addr, uint32_t word)
{
	uint8_t *bytes = arena_alloc(s->arena, s->img.size);
	memcpy(bytes, s->img.bytes, s->img.size);
	memcpy(bytes + (addr - s->img.base), &word, sizeof word);
	s->img.bytes = bytes;
	return true;
}

// No store of the link register is left, in frames that Go reads.
static bool drop_return(struct subject *s, const struct proven *f)
{
	struct insn in;
	bool any = false;
	const struct symbol *own = image_function_at(&s->img, f->addr);
	for (uint64_t addr = f->addr; s->img.origins.n && own && addr < own->addr + own->size; addr += in.length) {
		if (!arch_arm64.decode(s->img.bytes + (addr - s->img.base), 4, addr, &in))
			return false;
		if (in.to.kind == OPERAND_MEMORY && in.a.kind == OPERAND_REGISTER && in.a.reg == arch_arm64.regs.link)
			any = replace(s, addr, NOP);
	}
	return any;
}

bool plant(struct subject *s, const struct proven *f, int kind, uint64_t deepest)
{
	struct flow_insn *first = &s->proof.flow.at[f->addr - s->proof.base];
	switch (kind) {
	case 0:
		first->depth += 16;
		return true;
	case 1:
		first->framed = true;
		first->fp = -16;
		return true;
	case 2:
		return claim_number(s, f);
	case 3:
		((struct proven *)f)->bound = deepest - 8;
		return deepest;
	case 4:
		return replace(s, f->addr, MOV_X18_X0);
	case 5:
		return !f->frame && replace(s, f->addr, MOV_X19_X0);
	default:
		return deepest && drop_return(s, f);
	}
}
