#include "place/lay.h"

#include "arch/arch.h"
#include "base/round.h"

#include <string.h>

enum { MAX_ROUNDS = 256 }; // each makes one jump long at least

struct op lay_pad(struct arena *a, uint64_t align)
{
	return (struct op){.kind = OP_BYTES, .live = true, .ref.to = align, .bytes = arena_alloc(a, align)};
}

static bool is_pad(const struct op *op)
{
	return op->kind == OP_BYTES && !op->addr && !op->ref.width && op->ref.to;
}

// The op that stands for the instruction at addr, or for what follows it; NULL: the end.
static const struct op *stands_for(const struct ops *ops, uint64_t addr)
{
	for (size_t i = 0; i < ops->n; i++)
		if (ops->v[i].addr >= addr)
			return &ops->v[i];
	return NULL;
}

// Where a jump goes. A jump to a return that goes to the end itself does so at once.
static uint64_t destination(const struct ops *ops, uint64_t addr, uint64_t end)
{
	const struct op *to = stands_for(ops, addr);
	return !to || to->kind == OP_GOTO ? end : to->at;
}

// place_ops gives all ops their places. The result is where they end.
static uint64_t place_ops(const struct arch *arch, struct ops *ops, uint64_t ahead)
{
	uint64_t end = 0;
	for (size_t i = 0; i < ops->n; i++) {
		struct op *op = &ops->v[i];
		op->at = end;
		if (is_pad(op)) {
			op->length = (uint8_t)(round_up(ahead + end, op->ref.to) - (ahead + end));
			arch->go.nops(op->bytes, op->length);
		}
		end += op->length;
	}
	return end;
}

static bool reaches(const struct op *op, uint64_t to)
{
	int64_t distance = (int64_t)(to - (op->at + op->length));
	return distance <= INT8_MAX && distance >= INT8_MIN;
}

// lengthen makes jumps long that do not reach: *any tells whether there was one.
static bool lengthen(const struct arch *arch, struct ops *ops, uint64_t end, bool *any)
{
	*any = false;
	for (size_t i = 0; i < ops->n; i++) {
		struct op *op = &ops->v[i];
		if (op->kind == OP_GOTO && op->length != arch->go.long_jump && !reaches(op, end)) {
			op->length = arch->go.long_jump;
			*any = true;
		} else if (op->ref.width == 1 && !reaches(op, destination(ops, op->ref.to, end))) {
			if (!arch->go.lengthen || !arch->go.lengthen(op))
				return false;
			*any = true;
		}
	}
	return true;
}

static bool fill_in(const struct arch *arch, struct ops *ops, uint64_t end)
{
	for (size_t i = 0; i < ops->n; i++) {
		struct op *op = &ops->v[i];
		if (op->kind == OP_GOTO)
			op->ref.to = end;
		else if (op->ref.width && !arch->go.refer(op, op->bytes, destination(ops, op->ref.to, end)))
			return false;
	}
	return true;
}

bool lay_out(const struct arch *arch, struct ops *ops, uint64_t ahead)
{
	for (int round = 0; round < MAX_ROUNDS; round++) {
		uint64_t end = place_ops(arch, ops, ahead);
		bool any;
		if (!lengthen(arch, ops, end, &any))
			return false;
		if (!any)
			return fill_in(arch, ops, end);
	}
	return false;
}

// Returns that are not the last instruction become what returns to Go.
static void return_at_once(struct arena *a, struct ops *ops, const struct surroundings *s)
{
	for (size_t i = 0; i < ops->n && s->nret; i++) {
		struct op *op = &ops->v[i];
		if (op->kind != OP_GOTO)
			continue;
		op->kind = OP_BYTES;
		op->length = s->nret;
		op->bytes = arena_alloc(a, s->nret);
		memcpy(op->bytes, s->ret, s->nret);
		op->ref = (struct op_ref){.constant = NOTHING};
	}
}

void fuse_settle(struct arena *a, const struct arch *arch, struct fused *f, const struct surroundings *s)
{
	struct ops with = {0};
	for (size_t i = 0; i < f->ops.n; i++)
		VEC_PUSH(a, &with, f->ops.v[i]);
	return_at_once(a, &with, s);
	if (lay_out(arch, &with, s->ahead))
		f->ops = with;
	else
		lay_out(arch, &f->ops, 0); // as it was
}
