#include "place/tail.h"

#include "arch/arch.h"

enum { MAX_CALLING = 4096 }; // bytes of a body that calls: in longer ones the call of it is little

bool tail_is(const struct placement *p, const struct piece *piece, const struct op *op)
{
	if (!op->live || !op->flow.jump || op->ref.width < 4 || op->ref.constant != NOTHING || op->stack.depth ||
	    op->stack.vague || (op->ref.to >= piece->start && op->ref.to < piece->end))
		return false;
	int to = place_piece(p, op->ref.to);
	return to != NOTHING && p->pieces.v[to].function && p->pieces.v[to].start == op->ref.to;
}

static const struct op *op_at(const struct piece *piece, uint64_t addr)
{
	for (size_t i = 0; i < piece->ops.n; i++)
		if (piece->ops.v[i].addr == addr)
			return &piece->ops.v[i];
	return NULL;
}

static bool all_are_tails(const struct placement *p, const struct piece *piece, const struct proven *f)
{
	for (size_t i = 0; i < f->calls.n; i++) {
		const struct op *op = op_at(piece, f->calls.v[i].addr);
		if (!f->calls.v[i].tail || !op || !tail_is(p, piece, op))
			return false;
	}
	return true;
}

const char *tail_why_not(const struct arch *arch, const struct placement *p, const struct piece *piece,
                         const struct proven *f, const struct fusing *how)
{
	bool asis = !how->at && !how->frame.arguments; // what is called wants C's registers, and C's arguments in memory
	if (!how->calls || !arch->go.call_instead || !asis || piece->end - piece->start > MAX_CALLING ||
	    !all_are_tails(p, piece, f))
		return "calls";
	return f->bound > NOSPLIT_BYTES ? "uses much of the stack" : NULL;
}

regset tail_kept(const struct arch *arch, const struct proven *f)
{
	regset kept = 0;
	for (size_t i = 0; i < arch->regs.narguments && f->calls.n; i++)
		kept |= (regset)1 << arch->regs.arguments[i];
	return kept;
}
