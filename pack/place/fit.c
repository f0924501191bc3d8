// fit.c - cmd/asm adds up what PUSHQ, POPQ and ADJSP do in the order of the
// file, not along the paths. Where code goes on behind a return, or behind a
// jump from another depth, its sum is wrong, until something in between that
// is never run puts it right: in the padding that the compiler left there; or
// else, room for it is made by moving the end of the block in front out of
// line, behind the function, and leaving a jump. Nothing else changes place.
#include "place/fit.h"

#include <string.h>

enum {
	MAX_MOVED = 32,  // instructions
	ONE_BY_ONE = 3,  // words of depth: up to here PUSHQ and POPQ are shorter than ADJSP
	MAX_CHANGE = 8,  // bytes of a change of the depth, with one in front
	NEAR_GAP = 256,  // bytes: pieces that are put no further apart
};

// Instructions that were moved behind the function.
struct chunk {
	struct ops ops;
	size_t start; // index of the first, there
};

struct fit {
	struct arena *arena;
	const struct arch *arch;
	struct placement *p;
	int text;
	struct ops ops;
	int64_t step; // the depth that Go has added up
	VEC(struct chunk) chunks;
};

static void add(struct fit *f, struct op op)
{
	op.stack.step = f->step;
	op.stack.exact = op.live && !op.stack.vague && f->step == op.stack.depth;
	f->step += op.stack.adjust;
	VEC_PUSH(f->arena, &f->ops, op);
}

static void add_pad(struct fit *f, uint64_t n)
{
	while (n--)
		add(f, (struct op){.kind = OP_PAD, .length = 1});
}

// one_by_one is how many pushes or pops make the depth change by n, when that
// is to be done by them; or 0.
static uint64_t one_by_one(const struct arch *arch, int64_t n)
{
	int64_t size = n < 0 ? -n : n, word = arch->stack.word;
	return arch->go.push && size % word == 0 && size / word <= ONE_BY_ONE ? (uint64_t)(size / word) : 0;
}

static uint64_t change_length(const struct arch *arch, int64_t n)
{
	uint64_t single = one_by_one(arch, n);
	return !n ? 0 : single ? single * arch->go.push : arch->go.adjust_length(n);
}

// add_change adds what makes Go's sum change by n, and is not run.
static void add_change(struct fit *f, int64_t n)
{
	int64_t word = n < 0 ? -f->arch->stack.word : f->arch->stack.word;
	uint64_t single = one_by_one(f->arch, n);
	if (n && !single)
		add(f, (struct op){.kind = OP_ADJUST, .length = f->arch->go.adjust_length(n), .stack.adjust = n});
	for (; single > 0; single--)
		add(f, (struct op){.kind = n < 0 ? OP_POP : OP_PUSH, .length = f->arch->go.push, .stack.adjust = word});
}

// The unwinder looks up a caller's depth behind the call: where that never
// returns, what follows has to have the depth of the call, too.
static uint64_t behind_call(const struct arch *arch, const struct op *last)
{
	return last && last->flow.call && !last->flow.falls ? arch->go.unit : 0;
}

// trailing_pad counts the bytes at the end that are never run.
static uint64_t trailing_pad(const struct fit *f)
{
	uint64_t n = 0;
	for (size_t i = f->ops.n; i-- > 0 && f->ops.v[i].kind == OP_PAD && !f->ops.v[i].live;)
		n += f->ops.v[i].length;
	return n;
}

static void drop(struct fit *f, size_t n)
{
	f->ops.n = n;
	f->step = 0;
	if (n)
		f->step = f->ops.v[n - 1].stack.step + f->ops.v[n - 1].stack.adjust;
}

// change_in_pad puts the change into the padding in front of the next op.
static bool change_in_pad(struct fit *f, int64_t n)
{
	uint64_t pad = trailing_pad(f);
	const struct op *last = f->ops.n > pad ? &f->ops.v[f->ops.n - pad - 1] : NULL;
	uint64_t first = behind_call(f->arch, last), need = first + change_length(f->arch, n);
	if ((last && last->flow.falls) || pad < need)
		return false;
	drop(f, f->ops.n - pad);
	add_pad(f, first);
	add_change(f, n);
	add_pad(f, pad - need);
	return true;
}

// An instruction that can stand elsewhere; a jump only as the last one.
static bool is_movable(const struct op *op, bool last)
{
	const struct op_flow *f = &op->flow;
	if (!op->live || op->kind == OP_GOTO)
		return false;
	return last ? f->plain || f->call || f->leaves : f->falls && (f->plain || f->call);
}

// tail_start finds the shortest run of instructions at the end, [start, end),
// that leaves room for a jump and for the change behind it. The result is end
// when there is none.
static size_t tail_start(const struct fit *f, size_t end, uint64_t pad, int64_t depth, uint64_t *span)
{
	*span = pad;
	for (size_t i = end; i > 0 && end - i < MAX_MOVED; i--) {
		const struct op *op = &f->ops.v[i - 1];
		if (!is_movable(op, i == end))
			return end;
		*span += op->length;
		if ((op->stack.exact || op->stack.vague) &&
		    *span >= f->arch->go.long_jump + change_length(f->arch, depth - op->stack.step))
			return i - 1;
		if (op->flow.target)
			return end;
	}
	return end;
}

static struct op go_to(const struct fit *f, int chunk, uint64_t refers, const struct op *at)
{
	return (struct op){.kind = OP_GOTO,
	                   .length = f->arch->go.long_jump,
	                   .live = true,
	                   .stack.vague = at->stack.vague,
	                   .stack.depth = at->stack.depth,
	                   .addr = at->addr,
	                   .flow.target = at->flow.target,
	                   .chunk = chunk,
	                   .ref.to = refers};
}

// move_tail moves the end of the block in front of next out of line.
static bool move_tail(struct fit *f, const struct op *next)
{
	uint64_t pad = trailing_pad(f), span;
	size_t end = f->ops.n - pad, start = tail_start(f, end, pad, next->stack.depth, &span);
	if (start == end)
		return false;
	struct chunk c = {0};
	for (size_t k = start; k < end; k++) {
		struct op op = f->ops.v[k];
		bool is_short = op.flow.leaves && op.ref.width && !op.flow.jump;
		VEC_PUSH(f->arena, &c.ops, is_short ? go_to(f, NOTHING, op.ref.to, &op) : op);
	}
	if (f->ops.v[end - 1].flow.falls)
		VEC_PUSH(f->arena, &c.ops, go_to(f, NOTHING, next->addr, next));
	struct op jump = go_to(f, (int)f->chunks.n, 0, &f->ops.v[start]);
	VEC_PUSH(f->arena, &f->chunks, c);
	drop(f, start);
	add(f, jump);
	int64_t n = next->stack.depth - f->step;
	add_change(f, n);
	add_pad(f, span - f->arch->go.long_jump - change_length(f->arch, n));
	return true;
}

// Where there is no room, the end of the block in front stays bytes that Go
// does not track: it is inexact, and not what follows.
static void untrack_tail(struct fit *f, int64_t depth)
{
	size_t n = f->ops.n, i = n - trailing_pad(f);
	for (size_t live = 0; i > 0 && f->ops.v[i - 1].stack.step != depth; i--)
		if (f->ops.v[i - 1].live && (!is_movable(&f->ops.v[i - 1], live == 0) || live++ == MAX_MOVED))
			return;
	if (i == 0)
		return;
	struct ops tail = {0}; // a copy: what becomes padding takes more places than before
	for (size_t k = i - 1; k < n; k++)
		VEC_PUSH(f->arena, &tail, f->ops.v[k]);
	drop(f, i - 1);
	for (size_t k = 0; k < tail.n; k++) {
		struct op op = tail.v[k];
		op.kind = op.stack.adjust ? OP_BYTES : op.kind;
		op.stack.adjust = 0;
		if (op.live || op.kind == OP_PAD)
			add(f, op);
		else
			add_pad(f, op.length); // a change that is no longer wanted
	}
}

static void add_code(struct fit *f, struct op op)
{
	// a return behind `leave`, which Go does not track, can wait: what follows
	// may want both out of line
	bool waits = op.flow.returns && f->ops.n && f->ops.v[f->ops.n - 1].flow.falls;
	if (op.live && !op.stack.vague && f->step != op.stack.depth && f->ops.n && !waits) {
		int64_t n = op.stack.depth - f->step;
		if (!change_in_pad(f, n) && !move_tail(f, &op))
			untrack_tail(f, op.stack.depth);
	}
	int to = op.ref.width && op.ref.constant == NOTHING ? place_piece(f->p, op.ref.to) : NOTHING;
	bool elsewhere = to != NOTHING && f->p->pieces.v[to].text != f->text;
	if (op.flow.call && elsewhere)
		op.kind = OP_CALL;
	else if (op.flow.jump && elsewhere)
		op.kind = OP_JUMP;
	else if (op.kind == OP_ADDRESS && !elsewhere &&
	         (op.ref.constant == NOTHING || f->p->constants.v[op.ref.constant].text == NOTHING))
		op.kind = OP_BYTES;
	add(f, op);
}

// Pieces that short jumps connect keep their distance, and so do neighbours;
// others keep their place modulo the alignment.
static uint64_t gap_before(const struct piece *before, const struct piece *next, uint64_t at, uint64_t first,
                           uint64_t align)
{
	if (before && next->start >= before->end && (next->tied || next->start - before->end <= NEAR_GAP))
		return next->start - before->end;
	uint64_t gap = (next->start - first + align - at % align) % align;
	return before && gap < MAX_CHANGE ? gap + align : gap;
}

static uint64_t length_of(const struct ops *ops)
{
	uint64_t n = 0;
	for (size_t i = 0; i < ops->n; i++)
		n += ops->v[i].length;
	return n;
}

static void add_pieces(struct fit *f, const struct text *t)
{
	const struct piece *before = NULL;
	uint64_t at = 0;
	for (size_t i = 0; i < t->pieces.n; i++) {
		struct piece *piece = &f->p->pieces.v[t->pieces.v[i]];
		uint64_t gap = gap_before(before, piece, at, f->p->pieces.v[t->pieces.v[0]].start, t->align);
		add_pad(f, gap);
		piece->at = at + gap;
		for (size_t k = 0; k < piece->ops.n; k++)
			add_code(f, piece->ops.v[k]);
		at = piece->at + length_of(&piece->ops);
		before = piece;
	}
}

// Out of line there is room to put Go's sum right also between instructions:
// a jump leads around what does it.
static void add_moved(struct fit *f, const struct op *op)
{
	if (!op->stack.vague && f->step != op->stack.depth) {
		add(f, go_to(f, SKIP, 0, op));
		add_change(f, op->stack.depth - f->step);
	}
	add(f, *op);
}

static void add_chunk(struct fit *f, struct chunk *c)
{
	const struct op *first = &c->ops.v[0];
	add_pad(f, behind_call(f->arch, &f->ops.v[f->ops.n - 1]));
	if (f->step != first->stack.depth)
		add_change(f, first->stack.depth - f->step);
	c->start = f->ops.n;
	for (size_t k = 0; k < c->ops.n; k++)
		add_moved(f, &c->ops.v[k]);
}

static uint64_t destination(const struct fit *f, size_t i)
{
	const struct op *op = &f->ops.v[i];
	if (op->chunk == NOTHING)
		return place_code(f->p, op->ref.to);
	size_t to = op->chunk == SKIP ? i + 1 : f->chunks.v[op->chunk].start;
	while (!f->ops.v[to].live)
		to++;
	return f->ops.v[to].at;
}

static void place_ops(struct fit *f, struct text *t)
{
	uint64_t at = 0;
	for (size_t i = 0; i < f->ops.n; i++) {
		struct op *op = &f->ops.v[i];
		op->at = at;
		at += op->length;
	}
	for (size_t i = 0; i < f->ops.n; i++)
		if (f->ops.v[i].kind == OP_GOTO)
			f->ops.v[i].ref.to = destination(f, i);
	t->ops = f->ops;
	t->code_size = at;
}

void fit_text(struct arena *a, const struct arch *arch, struct placement *p, int text)
{
	struct fit f = {.arena = a, .arch = arch, .p = p, .text = text};
	add_pieces(&f, &p->texts.v[text]);
	for (size_t i = 0; i < f.chunks.n; i++)
		add_chunk(&f, &f.chunks.v[i]);
	if (f.ops.n)
		add_pad(&f, behind_call(f.arch, &f.ops.v[f.ops.n - 1]));
	place_ops(&f, &p->texts.v[text]);
}
