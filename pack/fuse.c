// fuse.c - a small leaf needs no call: its instructions stand between the
// loads of the arguments and the store of the result, and each return becomes
// a jump to the end, or nothing at the end itself. The frame pointer goes: the
// trampoline has no frame of its own, as a function of Go that small has none.
#include "fuse.h"

#include <string.h>

enum {
	MAX_BODY = 256,  // bytes of code
	MAX_STACK = 128, // bytes of stack, which no prologue checks
	SHORT_JUMP = 2,
};

static bool sets_frame_pointer(const struct image *img, const struct op *op)
{
	static const uint8_t mov[] = {0x48, 0x89, 0xe5};
	return op->length == sizeof mov && memcmp(img->bytes + (op->addr - img->base), mov, sizeof mov) == 0;
}

static const struct op *op_before(const struct ops *ops, size_t i)
{
	return i > 0 ? &ops->v[i - 1] : NULL;
}

// A frame pointer that nothing uses: pushed and set first, popped before each
// return.
static bool has_idle_frame_pointer(const struct image *img, const struct ops *ops)
{
	if (ops->n < 3 || ops->v[0].kind != OP_PUSH || ops->v[0].value != REG_BP || ops->v[1].target ||
	    !sets_frame_pointer(img, &ops->v[1]))
		return false;
	for (size_t i = 2; i < ops->n; i++) {
		const struct op *op = &ops->v[i], *before = op_before(ops, i);
		if (op->live && (op->uses_rbp || (op->returns && (op->target || before->kind != OP_POP || before->value != REG_BP))))
			return false;
	}
	return true;
}

static const char *why_not(const struct placement *p, const struct piece *piece, const struct proven *f)
{
	uint64_t bytes = 0;
	if (p->texts.v[piece->text].pieces.n > 1)
		return "shares its code with another function";
	if (f->calls.n)
		return "calls";
	if (f->bound > MAX_STACK)
		return "uses much of the stack";
	if (f->aligned)
		return "needs an aligned stack";
	for (size_t i = 0; i < piece->ops.n; i++) {
		const struct op *op = &piece->ops.v[i];
		bytes += op->length;
		if (op->field && op->constant != NOTHING)
			return "has constants";
		if (op->field && (op->refers < piece->start || op->refers >= piece->end))
			return "takes an address";
		if (op->field && op->refers <= op->addr)
			return "has a loop";
		if (op->leaves && !op->field)
			return "jumps through a table";
		if (op->vague)
			return "aligns its stack pointer";
	}
	return bytes > MAX_BODY ? "is large" : NULL;
}

static bool last_that_runs(const struct ops *ops, size_t i)
{
	for (size_t k = i + 1; k < ops->n; k++)
		if (ops->v[k].live)
			return false;
	return true;
}

// add appends an op; at stays what it was in the function, since operands that
// refer to other places in the body all move alike.
static void add(struct arena *a, const struct piece *piece, struct ops *out, struct op op)
{
	op.at = op.addr - piece->start;
	VEC_PUSH(a, out, op);
}

// add_return turns a return into a jump of two bytes to the end, for which
// there is room in place of a pop or in padding.
static bool add_return(struct arena *a, const struct piece *piece, size_t i, bool popped, uint64_t end, struct ops *out,
                       size_t *next)
{
	const struct ops *ops = &piece->ops;
	struct op jump = {.kind = OP_GOTO, .addr = ops->v[i].addr, .length = SHORT_JUMP, .live = true, .exact = true, .refers = end};
	if (last_that_runs(ops, i)) {
		*next = ops->n;
		return true;
	}
	if (popped) {
		jump.addr--;
	} else if (i + 1 < ops->n && ops->v[i + 1].kind == OP_PAD) {
		++*next;
	} else {
		return false;
	}
	add(a, piece, out, jump);
	return end - (out->v[out->n - 1].at + SHORT_JUMP) <= INT8_MAX;
}

static bool take_ops(struct arena *a, const struct image *img, const struct piece *piece, struct ops *out, const char **why)
{
	const struct ops *ops = &piece->ops;
	bool idle = has_idle_frame_pointer(img, ops);
	const struct op *last = &ops->v[ops->n - 1];
	uint64_t end = last->addr + last->length - piece->start;
	end -= last->returns ? (idle ? 2 : 1) : 0;
	for (size_t i = idle ? 2 : 0, next; i < ops->n; i = next) {
		const struct op *op = &ops->v[i];
		next = i + 1;
		if (idle && op->kind == OP_POP && op->value == REG_BP && op->live)
			continue;
		if (op->live && op->returns && !add_return(a, piece, i, idle, end, out, &next)) {
			*why = "returns in its middle";
			return false;
		}
		if (!op->returns)
			add(a, piece, out, *op);
	}
	return true;
}

// tracked checks that Go adds up the depth rightly.
static bool tracked(struct ops *ops, int64_t dropped)
{
	int64_t step = 0;
	for (size_t i = 0; i < ops->n; i++) {
		struct op *op = &ops->v[i];
		if (op->live && op->kind != OP_GOTO && op->depth - (op->depth ? dropped : 0) != step)
			return false;
		op->exact = true;
		step += op->adjust;
	}
	return step == 0;
}

bool fuse_function(struct arena *a, const struct image *img, const struct placement *p, const struct proven *f,
                   struct fused *out, const char **why)
{
	const struct piece *piece = &p->pieces.v[place_piece(p, f->addr)];
	*out = (struct fused){{0}};
	*why = piece->start == f->addr ? why_not(p, piece, f) : "shares its code with another function";
	if (*why || !take_ops(a, img, piece, &out->ops, why))
		return false;
	if (!tracked(&out->ops, has_idle_frame_pointer(img, &piece->ops) ? 8 : 0)) {
		*why = "changes the stack's depth between its parts";
		return false;
	}
	return true;
}

bool fuse_is_used(const struct placement *p, int text)
{
	if (p->texts.v[text].called || !p->texts.v[text].pieces.n)
		return true;
	for (size_t i = 0; i < p->pieces.n; i++) {
		const struct piece *piece = &p->pieces.v[i];
		for (size_t k = 0; k < piece->ops.n && piece->text != text; k++) {
			const struct op *op = &piece->ops.v[k];
			int to = op->field && op->constant == NOTHING ? place_piece(p, op->refers) : NOTHING;
			if (to != NOTHING && p->pieces.v[to].text == text)
				return true;
		}
	}
	return false;
}
