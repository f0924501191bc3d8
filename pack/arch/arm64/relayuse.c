// relayuse.c - what an address right behind a frame is for.
//
// It may be that of an argument on the stack, or the end of the function's own locals; in
// the new frame the two are apart. Which one is meant, what is accessed through it tells:
// as long as the register has it, up to where that is written over or of no use to anybody.
#include "arch/arm64/relayparts.h"

#define BIT(reg) ((regset)1 << (reg))

enum { MOST_STEPS = 64, ARGUMENTS = 0xff /* x0 to x7 */, RESULTS = 3, KEPT_FROM = 18 };

// Where an access by the register is, if that is all the instruction does with it.
static bool accesses_by(const struct insn *in, uint8_t reg, int64_t offset, enum relay_use *use)
{
	for (int k = 0; k < in->accesses; k++) {
		const struct place *at = &in->access[k].at;
		if (at->base != reg || at->index != REG_NONE)
			return false;
		enum relay_use its = offset + at->disp >= 0 ? RELAY_ARGUMENT : RELAY_LOCAL;
		*use = *use == RELAY_UNUSED || *use == its ? its : RELAY_UNKNOWN;
	}
	return in->accesses && !(in->data & BIT(reg)) && !in->back.bytes;
}

// Nobody looks at the register any more once control leaves the function, or what it calls may change it.
static bool is_dead(const struct insn *in, uint8_t reg)
{
	if (in->kind == INSN_RETURN)
		return reg < KEPT_FROM && !(RESULTS >> reg & 1);
	return in->kind == INSN_CALL && reg < KEPT_FROM && !(ARGUMENTS >> reg & 1) && in->target;
}

enum relay_use relay_use_of(const struct relaying *r, uint64_t addr, uint8_t reg, int64_t offset)
{
	const struct image *img = r->img;
	enum relay_use use = RELAY_UNUSED;
	for (int step = 0; step < MOST_STEPS; step++, addr += ARM64_BYTES) {
		struct insn in;
		const struct flow_insn *f = flow_at(&r->proof->flow, addr);
		if (!f || !img->arch->decode(img->bytes + (addr - img->base), ARM64_BYTES, addr, &in))
			return RELAY_UNKNOWN;
		if (in.reads & BIT(reg) && (!accesses_by(&in, reg, offset, &use) || use == RELAY_UNKNOWN))
			return RELAY_UNKNOWN;
		if (in.writes & BIT(reg) || is_dead(&in, reg))
			return use;
		if (in.kind == INSN_CALL || in.kind == INSN_JUMP || in.kind == INSN_BRANCH || !f->falls)
			return RELAY_UNKNOWN;
	}
	return RELAY_UNKNOWN;
}
