#include "place/scan.h"

#include "arch/arch.h"

static bool scan_one(const struct image *img, uint64_t addr, struct op *op)
{
	struct insn in;
	if (!img->arch->decode(img->bytes + (addr - img->base), img->text_end - addr, addr, &in))
		return false;
	img->arch->go.classify(&in, op);
	if (in.width) {
		op->ref.field = in.field;
		op->ref.width = in.width;
		op->ref.to = in.refers;
		op->ref.constant = NOTHING;
	}
	op->flow.plain = in.kind != INSN_BRANCH && in.kind != INSN_JUMP && !op->flow.call;
	op->flow.returns = in.kind == INSN_RETURN;
	op->flow.leaves = in.kind == INSN_JUMP;
	return true;
}

// The bytes behind an address that do nothing, where Go's assembler takes as many for one of a symbol.
static uint8_t second_part(const struct image *img, const struct flow *flow, struct op *op)
{
	struct insn in;
	uint64_t addr = op->addr + op->length;
	const struct flow_insn *f = flow_at(flow, addr);
	if (!op->ref.taken || !f || f->target || !op->flow.falls || op->length + f->length != img->arch->go.address ||
	    !img->arch->decode(img->bytes + (addr - img->base), f->length, addr, &in) || in.kind != INSN_NOTHING)
		return 0;
	op->kind = OP_ADDRESS;
	return f->length;
}

bool scan_piece(struct arena *a, const struct image *img, const struct flow *flow, struct piece *p, const char **why)
{
	uint64_t end = p->start; // of what has been scanned
	for (uint64_t addr = p->start; addr < p->end; addr++) {
		const struct flow_insn *f = flow_at(flow, addr);
		if (!f)
			continue;
		if (addr < end) {
			*why = arena_printf(a, "instructions of %s overlap", p->name);
			return false;
		}
		for (; end < addr; end++)
			VEC_PUSH(a, &p->ops, (struct op){.kind = OP_PAD, .addr = end, .length = 1});
		struct op op = {.addr = addr, .length = f->length, .stack.depth = f->depth, .live = true,
		                .flow.target = f->target, .flow.falls = f->falls, .stack.vague = f->vague};
		if (!scan_one(img, addr, &op)) {
			*why = arena_printf(a, "%s has bytes that are no instruction", p->name);
			return false;
		}
		op.length += second_part(img, flow, &op);
		const struct flow_insn *next = flow_at(flow, addr + op.length);
		if (op.flow.falls && next && !op.flow.call && op.flow.plain && !op.stack.moves)
			op.stack.moves = next->depth - op.stack.depth;
		VEC_PUSH(a, &p->ops, op);
		end = addr + op.length;
		addr = op.length > f->length ? end - 1 : addr;
	}
	p->end = end;
	return true;
}
