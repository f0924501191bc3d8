// uses.c - what a function does to the stack, its own and its caller's.
#include "check/operand.h"
#include "check/reading.h"

// The frame is as deep as the stack pointer ever goes.
static bool within_frame(struct reading *r, uint64_t addr, int64_t offset)
{
	return offset >= 0 || (uint64_t)-offset <= r->f->frame || deny(r, addr, "the frame is deeper than is claimed");
}

bool pointer_within_frame(struct reading *r, uint64_t addr, const struct known *k)
{
	int64_t sp = sp_of(r, k).a;
	r->lowest = sp < r->lowest ? sp : r->lowest;
	return within_frame(r, addr, sp);
}

// An address that is written back may be the stack pointer's, which goes down with it.
static int64_t lower_pointer(const struct reading *r, const struct insn *in, int64_t sp)
{
	return in->back.bytes < 0 && in->back.reg == r->b->arch->regs.sp ? sp + in->back.bytes : sp;
}

// An access from offset on: below the stack pointer only in the red zone, which
// is the frame's; above the return address only as far as callers are told.
static bool access_is_counted(struct reading *r, const struct known *k, const struct insn *in, const struct spot *s,
                              bool writes)
{
	struct value sp = sp_of(r, k);
	int64_t top = lower_pointer(r, in, sp.a) + (sp.inexact && !s->inexact ? k->slack : 0);
	int64_t end = s->offset + s->bytes + (s->inexact ? k->slack : 0), over = end - r->b->args;
	if (r->b->relaid && end > 0 && s->offset < r->b->args)
		return deny(r, in->addr, "it uses what is its caller's, in front of the stack arguments");
	if (over > (writes ? r->claims->contract.above : r->f->reads_above))
		return deny(r, in->addr, "it reaches further above its return address than is claimed");
	if (s->offset >= top)
		return true;
	r->below = true;
	if (top - s->offset > r->b->arch->stack.red_zone && !opens_frame(r, in, k))
		return deny(r, in->addr, "it reaches below the red zone");
	return within_frame(r, in->addr, s->offset);
}

// The part of a kept register that an instruction reads from where it was saved
// is one that its owner's addresses may be in.
static bool reads_saved(const struct known *k, const struct insn *in, const struct access *x, const struct spot *s)
{
	bool moved = in->kind == INSN_PUSH || (in->kind == INSN_MOVE && in->to.kind == OPERAND_REGISTER);
	bool whole = x->bytes == 8 && !x->repeats && moved;
	for (int i = 0; i < k->cells && s->kind == SPOT_FRAME && x->reads && !whole; i++)
		if (k->cell[i].value.kind == VALUE_SAVED && k->cell[i].value.a != VALUE_RETURN &&
		    cell_overlaps(k, &k->cell[i], s->offset, s->inexact, s->bytes))
			return true;
	return false;
}

// With an index that is not known, only a compiler's code keeps to its own frame,
// and only from a place in it.
static bool may_write_within(const struct reading *r, const struct known *k, const struct spot *s)
{
	int64_t highest = s->offset + (s->inexact ? k->slack : 0);
	return r->claims->contract.reaches || (r->compiled && highest < r->b->args);
}

static bool accesses_are_counted(struct reading *r, const struct known *k, const struct insn *in)
{
	for (int i = 0; i < in->accesses; i++) {
		const struct access *x = &in->access[i];
		struct spot s = access_spot(r->b, k, x);
		r->vague |= s.kind == SPOT_WITHIN;
		if (reads_saved(k, in, x, &s) && !r->claims->contract.peeks)
			return deny(r, in->addr, "it looks at a caller's register, and that is not claimed");
		if (x->writes && s.kind == SPOT_WITHIN && !may_write_within(r, k, &s))
			return deny(r, in->addr, "it may write to its caller's frame, and that is not claimed");
		if (x->writes && s.kind == SPOT_WITHIN && !r->compiled && holds_saved(k, s.offset, s.inexact, s.bytes))
			return deny(r, in->addr, "it writes by an index from where a register is saved");
		if (s.kind == SPOT_FRAME && !access_is_counted(r, k, in, &s, x->writes))
			return false;
	}
	if (in->kind == INSN_ADDRESS && !(in->to.kind == OPERAND_REGISTER && in->to.reg == r->b->arch->regs.sp)) {
		struct spot s = spot_of(r->b, k, &in->a.at, 1);
		r->vague |= s.kind == SPOT_FRAME || s.kind == SPOT_WITHIN;
	}
	return true;
}

// Compilers put locals into the red zone only where nothing is called. Where the
// places of accesses are not known, all of it counts, below the lowest pointer.
bool red_zone_is_counted(struct reading *r)
{
	return !r->vague || (r->calls && !r->below) ||
	       within_frame(r, r->claims->addr, r->lowest - r->b->arch->stack.red_zone);
}

// What a push writes above the return address is its caller's.
static bool push_is_counted(struct reading *r, const struct insn *in, const struct known *k)
{
	struct value sp = sp_of(r, k);
	int64_t over = sp.a + (sp.inexact ? k->slack : 0) - r->b->args;
	return in->kind != INSN_PUSH || over <= r->claims->contract.above ||
	       deny(r, in->addr, "it pushes further above its return address than is claimed");
}

// Accesses of a pop count from the stack pointer behind it.
bool uses_are_counted(struct reading *r, const struct insn *in, struct known *k)
{
	struct value *sp = &k->reg[r->b->arch->regs.sp], before = *sp;
	if (in->kind == INSN_POP)
		sp->a += r->b->arch->stack.word;
	bool ok = accesses_are_counted(r, k, in) && push_is_counted(r, in, k);
	*sp = before;
	return ok;
}
