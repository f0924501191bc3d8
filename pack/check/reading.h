// reading.h - a function while it is read, and the rules of its parts. Each rule
// tells whether it holds; the first that does not is kept.
#ifndef NEARCALL_CHECK_READING_H
#define NEARCALL_CHECK_READING_H

#include "check/follow.h"

struct reading {
	struct follower *all;
	const struct basis *b;
	const struct proven *f;
	const struct function_claims *claims;
	bool compiled;   // it is a compiler's, and keeps to its own objects
	struct fault fault;
	size_t cursor;   // into f->calls
	bool calls;      // anything, tail calls aside
	bool below;      // has an access below the stack pointer
	bool vague;      // has accesses to its frame at unknown places
	int64_t lowest;  // stack pointer
};

static inline bool deny(struct reading *r, uint64_t addr, const char *what)
{
	if (!r->fault.what)
		r->fault = (struct fault){addr, what};
	return false;
}

static inline struct value sp_of(const struct reading *r, const struct known *k)
{
	return k->reg[r->b->arch->regs.sp];
}

static inline bool in_code(const struct reading *r, uint64_t addr)
{
	return addr >= r->b->img->base && addr < r->b->img->text_end;
}

// The stack pointer is within the frame.
bool pointer_within_frame(struct reading *r, uint64_t addr, const struct known *k);

// What the instruction does to the stack is counted in the frame and told to
// callers; and when all is read, the red zone is.
bool uses_are_counted(struct reading *r, const struct insn *in, struct known *k);
bool red_zone_is_counted(struct reading *r);

// A function whose address it takes, by name or by what it adds up to behind it, is
// one that calls through pointers reach; and both parts of an address are of one place.
bool address_is_taken(struct reading *r, const struct insn *in);
bool sum_is_taken(struct reading *r, const struct insn *in, const struct known *k);
bool parts_belong(struct reading *r, const struct insn *in, const struct known *k);

// Go's unwinder finds the return address in front of the instruction; and whether the
// instruction only puts that where it is to be. Go's registers are not written.
bool frame_is_readable(struct reading *r, const struct insn *in, const struct known *k);
bool opens_frame(const struct reading *r, const struct insn *in, const struct known *k);
bool reserved_is_kept(struct reading *r, const struct insn *in);

// What it calls or jumps to.
struct value callee_of(const struct reading *r, const struct insn *in, const struct known *k);

// A return; a jump to v in the place of a call and a return; and a call, whose
// result is whether control comes back, with *k what it leaves.
bool may_return(struct reading *r, const struct insn *in, const struct known *k, const struct track *t,
                struct value result);
bool tail_call(struct reading *r, const struct insn *in, const struct known *k, struct value v);
bool call(struct reading *r, const struct insn *in, struct known *k);

#endif
