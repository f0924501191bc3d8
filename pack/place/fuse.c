// fuse.c - a leaf needs no call: its instructions stand between the loads of the
// arguments and the store of the result, and each return becomes a jump to the
// end, or nothing at the end itself. The frame pointer goes: the trampoline has
// no frame of its own, as a leaf of Go's has none. A loop begins where it is
// aligned as the compiler had it. Where it jumps to another function (tail.h), that
// is called, and then it is a return.
#include "place/fuse.h"

#include "arch/arch.h"
#include "base/round.h"
#include "place/lay.h"
#include "place/rename.h"
#include "place/tail.h"
#include "prove/state.h"

#include <string.h>

enum {
	MAX_BODY = 16384,   // bytes of code
	MAX_CONSTANTS = 512, // bytes
	MAX_ALIGN = 32,     // cmd/link aligns data to its size, up to this (symalign)
	LEAST_ALIGN = 8, LOOP_ALIGN = 32, // bytes: of loops' heads; less is chance, and PCALIGN takes no less
};

static bool sets_frame_pointer(const struct image *img, const struct op *op)
{
	const struct arch *arch = img->arch;
	struct insn in;
	return arch->decode(img->bytes + (op->addr - img->base), op->length, op->addr, &in) && in.kind == INSN_MOVE &&
	       in.to.kind == OPERAND_REGISTER && in.to.reg == arch->regs.fp && in.to.bits == 8 * arch->stack.word &&
	       in.a.kind == OPERAND_REGISTER && in.a.reg == arch->regs.sp;
}

static bool uses_frame(const struct image *img, const struct op *op)
{
	const struct arch *arch = img->arch;
	regset frame = (regset)1 << arch->regs.sp | (regset)1 << arch->regs.fp;
	struct insn in;
	return !arch->decode(img->bytes + (op->addr - img->base), op->length, op->addr, &in) || in.parts ||
	       ((in.reads | in.writes) & frame);
}

// The pop that a return has in front of it, with nothing of the frame's between
// (clang puts vzeroupper there).
static bool popped_before(const struct image *img, const struct ops *ops, size_t i)
{
	while (i > 2 && !ops->v[i].flow.target) {
		const struct op *before = &ops->v[--i];
		if (before->kind == OP_POP)
			return before->reg == img->arch->regs.fp;
		if (!before->live || !before->flow.plain || uses_frame(img, before))
			return false;
	}
	return false;
}

// A frame pointer that can go: pushed and set first, popped before each return.
static bool has_frame_pointer(const struct image *img, const struct placement *p, const struct piece *piece)
{
	const struct ops *ops = &piece->ops;
	if (ops->n < 3 || ops->v[0].kind != OP_PUSH || ops->v[0].reg != img->arch->regs.fp || ops->v[1].flow.target ||
	    !sets_frame_pointer(img, &ops->v[1]))
		return false;
	for (size_t i = 2; i < ops->n; i++)
		if (ops->v[i].live && (ops->v[i].flow.returns || tail_is(p, piece, &ops->v[i])) && !popped_before(img, ops, i))
			return false;
	return true;
}

// An operand, or a jump, that means code elsewhere.
static bool leaves_body(const struct piece *piece, const struct op *op)
{
	return op->flow.plain || op->ref.to < piece->start || op->ref.to >= piece->end;
}

static const char *why_not(const struct arch *arch, const struct placement *p, const struct piece *piece,
                           const struct proven *f, const struct fusing *how)
{
	uint64_t bytes = 0;
	if (piece->start != f->addr || p->texts.v[piece->text].pieces.n > 1)
		return "shares its code with another function";
	const char *calls = f->calls.n ? tail_why_not(arch, p, piece, f, how) : NULL;
	if (calls)
		return calls;
	if (f->frame > arch->body.stack)
		return "uses much of the stack";
	if (f->aligned_itself)
		return "needs an aligned stack";
	if (f->wild_fp)
		return "keeps data in the frame pointer"; // of which the note names the C function
	for (size_t i = 0; i < piece->ops.n; i++) {
		const struct op *op = &piece->ops.v[i];
		bytes += op->length;
		if (tail_is(p, piece, op))
			continue;
		if (op->kind == OP_SYMBOL)
			return "uses data that has a place of its own";
		if (op->ref.width && (op->ref.taken || (op->ref.constant == NOTHING && leaves_body(piece, op))))
			return "takes an address";
		if (op->flow.leaves && !op->ref.width)
			return "jumps through a table";
		if (op->stack.vague)
			return "aligns its stack pointer";
	}
	return bytes > MAX_BODY ? "is large" : NULL;
}

// One constant of those that the body reads; where it is among them.
static uint64_t keep_constant(struct arena *a, const struct constant *c, struct fused *out)
{
	for (size_t i = 0; i < out->constants.n; i++)
		if (out->constants.v[i].addr == c->start)
			return out->constants.v[i].at;
	uint64_t at = round_up(out->constants_size, c->align);
	VEC_PUSH(a, &out->constants, ((struct fused_constant){c->start, c->end - c->start, at}));
	out->constants_size = at + (c->end - c->start);
	return at;
}

// A register for the address of the constants, which the body does not use.
static int free_register(const struct image *img, const struct piece *piece, const struct registers *at, regset taken)
{
	const struct arch *arch = img->arch;
	regset used;
	if (!rename_used(img, piece, &used))
		return NOTHING;
	for (int r = 0; r < arch->regs.count; r++)
		taken |= used >> r & 1 ? (regset)1 << at->at[r] : 0;
	for (size_t i = 0; i < arch->body.nconstants; i++)
		if (!(taken >> arch->body.constants[i] & 1))
			return arch->body.constants[i];
	return NOTHING;
}

static bool keep_constants(struct arena *a, const struct image *img, const struct placement *p,
                           const struct piece *piece, const struct registers *at, regset kept, struct fused *out)
{
	uint64_t align = 8;
	for (size_t i = 0; i < piece->ops.n; i++) {
		const struct op *op = &piece->ops.v[i];
		if (!op->ref.width || op->ref.constant == NOTHING)
			continue;
		const struct constant *c = &p->constants.v[op->ref.constant];
		keep_constant(a, c, out);
		align = c->align > align ? c->align : align;
	}
	if (!out->constants.n)
		return true;
	out->constants_size = round_up(out->constants_size, align);
	out->constants_register = free_register(img, piece, at, kept);
	return align <= MAX_ALIGN && out->constants_size <= MAX_CONSTANTS && out->constants_register != NOTHING;
}

struct taking {
	struct arena *a;
	const struct image *img;
	const struct placement *p;
	const struct piece *piece;
	struct rewriting rewriting;
	struct fused *out;
	int64_t sum; // of what Go takes the ops up to here to add to the depth
	bool falls;  // the next instruction is reached from the last one
};

static bool is_renamed(const struct taking *k)
{
	for (uint8_t r = 0; r < k->img->arch->regs.count; r++)
		if (k->rewriting.at.at[r] != r)
			return true;
	return false;
}

static bool touches_frame(const struct taking *k, const struct op *op)
{
	return (k->rewriting.frame.dropped || k->rewriting.frame.arguments) && uses_frame(k->img, op);
}

// take_instruction keeps the bytes of an instruction that need not change.
static bool take_instruction(struct taking *k, struct op op)
{
	const uint8_t *code = k->img->bytes + (op.addr - k->img->base);
	bool jump = op.ref.width && op.ref.constant == NOTHING, constant = op.ref.width && op.ref.constant != NOTHING;
	uint8_t *bytes = arena_alloc(k->a, INSN_MAX_BYTES);
	memcpy(bytes, code, op.length);
	op.bytes = bytes;
	if (op.kind == OP_PUSH || op.kind == OP_POP || op.kind == OP_ADJUST) {
		VEC_PUSH(k->a, &k->out->ops, op);
		return !is_renamed(k);
	}
	if (!jump && (constant || is_renamed(k) || touches_frame(k, &op))) {
		k->rewriting.depth = op.stack.depth;
		k->rewriting.swapped = op.addr == k->rewriting.at.swapped;
		if (constant) {
			const struct constant *c = &k->p->constants.v[op.ref.constant];
			k->rewriting.constant = (int64_t)(keep_constant(k->a, c, k->out) + (op.ref.to - c->start)) + op.ref.beyond;
		}
		op.length = k->img->arch->rewrite
		                    ? (uint8_t)k->img->arch->rewrite(code, op.length, &k->rewriting, bytes)
		                    : 0;
		op.ref.width = 0;
	}
	op.kind = OP_BYTES;
	VEC_PUSH(k->a, &k->out->ops, op);
	return op.length;
}

static bool last_that_runs(const struct ops *ops, size_t i)
{
	for (size_t k = i + 1; k < ops->n; k++)
		if (ops->v[k].live)
			return false;
	return true;
}

// The alignment of a place that a jump goes back to: the compiler's, or chance. It is no more than the section's.
static uint64_t loop_align(const struct image *img, const struct ops *ops, const struct op *head)
{
	const struct input_section *s = image_section(img, head->addr);
	uint64_t align = head->addr & -head->addr;
	align = s && s->align < align ? s->align : align;
	for (size_t i = 0; i < ops->n && head->flow.target; i++)
		if (ops->v[i].live && ops->v[i].ref.width && ops->v[i].ref.constant == NOTHING &&
		    ops->v[i].ref.to == head->addr && ops->v[i].addr >= head->addr)
			return align < LEAST_ALIGN ? 1 : align < LOOP_ALIGN ? align : LOOP_ALIGN;
	return 1;
}

static bool is_nop(const struct taking *k, const struct op *op)
{
	struct insn in;
	return k->img->arch->decode(k->img->bytes + (op->addr - k->img->base), op->length, op->addr, &in) &&
	       in.kind == INSN_NOTHING && !in.accesses;
}

// Room for the pad in front of a loop's head, instead of the compiler's.
static void take_pad(struct taking *k, uint64_t align)
{
	VEC_PUSH(k->a, &k->out->ops, lay_pad(k->a, align));
	k->out->align = align > k->out->align ? align : k->out->align;
}

// Go adds up the depth in the order of the file. Behind what goes elsewhere that sum is put right by a change that
// is never run.
static void mend_sum(struct taking *k, int64_t depth)
{
	const struct arch *arch = k->img->arch;
	int64_t n = depth - k->rewriting.frame.dropped - k->sum;
	if (!n || k->falls)
		return;
	uint8_t length = arch->go.adjust_length(n), *bytes = arena_alloc(k->a, length);
	memset(bytes, 0, length);
	VEC_PUSH(k->a, &k->out->ops, ((struct op){.kind = OP_ADJUST, .length = length, .bytes = bytes,
	                                          .stack.adjust = n, .ref.constant = NOTHING}));
	k->sum += n;
}

// A return, or what jumps to another function in its place: that is called first.
static void take_return(struct taking *k, const struct op *op, bool last)
{
	const struct proven *callee = op->flow.returns ? NULL : k->p->pieces.v[place_piece(k->p, op->ref.to)].function;
	struct op jump = {.kind = OP_GOTO,
	                  .addr = op->addr,
	                  .length = k->img->arch->go.short_jump,
	                  .live = true,
	                  .flow.target = op->flow.target,
	                  .stack.depth = op->stack.depth};
	if (callee) {
		k->img->arch->go.call_instead(k->a, op, callee->aligned, &k->out->ops);
		VEC_PUSH(k->a, &k->out->called, callee->addr);
	}
	if (!last)
		VEC_PUSH(k->a, &k->out->ops, jump);
}

// The ops that stay. A return is a jump to the end.
static bool take_ops(struct taking *k)
{
	const struct ops *ops = &k->piece->ops;
	int64_t framed = k->rewriting.frame.dropped, popped = 0;
	for (size_t i = framed ? 2 : 0; i < ops->n; i++) {
		const struct op *op = &ops->v[i];
		struct op taken = *op;
		bool returns = op->flow.returns || tail_is(k->p, k->piece, op);
		uint64_t align = op->live ? loop_align(k->img, ops, op) : 1;
		if (!op->live || is_nop(k, op))
			continue;
		if (framed && op->kind == OP_POP && op->reg == k->img->arch->regs.fp) {
			popped = framed;
			continue;
		}
		taken.stack.depth += popped; // up to the return, as if the frame pointer were still there
		mend_sum(k, taken.stack.depth);
		if (align > 1)
			take_pad(k, align);
		if (returns)
			take_return(k, &taken, last_that_runs(ops, i));
		else if (!take_instruction(k, taken))
			return false;
		k->sum += returns ? 0 : k->out->ops.v[k->out->ops.n - 1].stack.adjust;
		k->falls = op->flow.falls;
		popped = returns ? 0 : popped;
	}
	return true;
}

// tracked checks that Go adds up the depth rightly.
static bool tracked(struct ops *ops, int64_t dropped)
{
	int64_t step = 0;
	for (size_t i = 0; i < ops->n; i++) {
		struct op *op = &ops->v[i];
		if (op->addr && op->stack.depth - dropped != step)
			return false;
		op->stack.exact = true;
		step += op->stack.adjust;
	}
	return step == 0;
}

bool fuse_function(struct arena *a, const struct image *img, const struct placement *p, const struct proven *f,
                   const struct fusing *how, struct fused *out, const char **why)
{
	const struct piece *piece = &p->pieces.v[place_piece(p, f->addr)];
	struct taking k = {
		.a = a, .img = img, .p = p, .piece = piece, .out = out, .falls = true,
		.rewriting.frame = how->frame,
	};
	k.rewriting.frame.dropped = has_frame_pointer(img, p, piece) ? img->arch->stack.word : 0;
	for (uint8_t r = 0; r < INSN_REGS; r++)
		k.rewriting.at.at[r] = r;
	if (how->at)
		k.rewriting.at = *how->at;
	*out = (struct fused){.constants_register = NOTHING, .align = 1};
	*why = why_not(img->arch, p, piece, f, how);
	if (*why)
		return false;
	if (!keep_constants(a, img, p, piece, &k.rewriting.at, tail_kept(img->arch, f), out))
		*why = "has constants that take much room";
	k.rewriting.constants = out->constants_register;
	if (!*why && !take_ops(&k))
		*why = "uses its frame in a way that cannot be changed";
	if (!*why && !lay_out(img->arch, &out->ops, 0))
		*why = "jumps far";
	if (!*why && !tracked(&out->ops, k.rewriting.frame.dropped))
		*why = "changes the stack's depth between its parts";
	return !*why;
}
