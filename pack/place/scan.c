#include "place/scan.h"

#include "prove/state.h"

#include <Zydis/Zydis.h>
#include <string.h>

// cmd/internal/obj/x86/asm6.go, span6: an addition or a subtraction, with the
// sign that makes the operand positive, or of 0x80 the one that fits in a byte.
uint8_t scan_adjust_length(int64_t n)
{
	return n >= -128 && n <= 128 ? 4 : 7;
}

struct decoded {
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
};

static bool is_register(const ZydisDecodedOperand *op, ZydisRegister r)
{
	return op->type == ZYDIS_OPERAND_TYPE_REGISTER && op->reg.value == r;
}

static int general_register(const ZydisDecodedOperand *op)
{
	if (op->type != ZYDIS_OPERAND_TYPE_REGISTER || ZydisRegisterGetClass(op->reg.value) != ZYDIS_REGCLASS_GPR64)
		return NOTHING;
	return ZydisRegisterGetId(op->reg.value);
}

// The stack pointer's own instructions. What is not among them, or shorter than
// cmd/asm would make it, stays bytes that Go does not track.
static void classify_stack(const struct decoded *d, struct op *op)
{
	const ZydisDecodedOperand *to = &d->op[0], *from = &d->op[1];
	if ((d->i.mnemonic == ZYDIS_MNEMONIC_PUSH || d->i.mnemonic == ZYDIS_MNEMONIC_POP) &&
	    general_register(to) != NOTHING) {
		bool push = d->i.mnemonic == ZYDIS_MNEMONIC_PUSH;
		op->reg = general_register(to);
		op->stack.moves = push ? 8 : -8;
		if (op->reg != REG_SP && op->length == (op->reg < 8 ? 1 : 2)) {
			op->kind = push ? OP_PUSH : OP_POP;
			op->stack.adjust = op->stack.moves;
		}
		return;
	}
	if (!is_register(to, ZYDIS_REGISTER_RSP))
		return;
	if (d->i.mnemonic == ZYDIS_MNEMONIC_SUB && from->type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
		op->stack.moves = from->imm.value.s;
	else if (d->i.mnemonic == ZYDIS_MNEMONIC_ADD && from->type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
		op->stack.moves = -from->imm.value.s;
	else
		return;
	if (op->stack.moves && scan_adjust_length(op->stack.moves) <= op->length) { // of $0 cmd/asm makes nothing
		op->kind = OP_ADJUST;
		op->stack.adjust = op->stack.moves;
	}
}

static void set_reference(struct op *op, uint8_t field, uint8_t width, uint64_t refers)
{
	op->ref.field = field;
	op->ref.width = width;
	op->ref.to = refers;
	op->ref.constant = NOTHING;
}

static void classify_reference(const struct decoded *d, struct op *op)
{
	for (int k = 0; k < d->i.operand_count_visible; k++) {
		const ZydisDecodedOperand *o = &d->op[k];
		ZyanU64 target;
		if (o->type == ZYDIS_OPERAND_TYPE_IMMEDIATE && o->imm.is_relative &&
		    ZYAN_SUCCESS(ZydisCalcAbsoluteAddress(&d->i, o, op->addr, &target))) {
			set_reference(op, d->i.raw.imm[0].offset, d->i.raw.imm[0].size / 8, target);
			// six bytes: addr32 call, which ld makes of a call through the GOT
			op->flow.call = d->i.mnemonic == ZYDIS_MNEMONIC_CALL && op->ref.width == 4 && op->length <= 6;
			op->flow.jump = d->i.mnemonic == ZYDIS_MNEMONIC_JMP && op->length == 5;
		} else if (o->type == ZYDIS_OPERAND_TYPE_MEMORY &&
		           (o->mem.base == ZYDIS_REGISTER_RIP || o->mem.base == ZYDIS_REGISTER_EIP) &&
		           ZYAN_SUCCESS(ZydisCalcAbsoluteAddress(&d->i, o, op->addr, &target))) {
			set_reference(op, d->i.raw.disp.offset, d->i.raw.disp.size / 8, target);
			op->ref.taken = d->i.mnemonic == ZYDIS_MNEMONIC_LEA;
			// LEAQ is the one that cmd/asm spells in the same seven bytes
			if (op->ref.taken && op->length == 7 && general_register(&d->op[0]) != NOTHING) {
				op->kind = OP_ADDRESS;
				op->reg = general_register(&d->op[0]);
			}
		}
	}
}

static bool scan_one(const ZydisDecoder *decoder, const struct image *img, uint64_t addr, struct op *op)
{
	struct decoded d;
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(decoder, img->bytes + (addr - img->base), img->text_end - addr, &d.i,
	                                         d.op)))
		return false;
	bool branches = d.i.meta.category == ZYDIS_CATEGORY_COND_BR || d.i.meta.category == ZYDIS_CATEGORY_UNCOND_BR;
	classify_stack(&d, op);
	classify_reference(&d, op);
	op->flow.plain = !branches && !op->flow.call;
	op->flow.returns = d.i.meta.category == ZYDIS_CATEGORY_RET;
	op->flow.leaves = d.i.meta.category == ZYDIS_CATEGORY_UNCOND_BR;
	return true;
}

bool scan_piece(struct arena *a, const struct image *img, const struct flow *flow, struct piece *p, const char **why)
{
	ZydisDecoder decoder;
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
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
		if (!scan_one(&decoder, img, addr, &op)) {
			*why = arena_printf(a, "%s has bytes that are no instruction", p->name);
			return false;
		}
		const struct flow_insn *next = flow_at(flow, addr + f->length);
		if (op.flow.falls && next && !op.flow.call && op.flow.plain && !op.stack.moves)
			op.stack.moves = next->depth - op.stack.depth;
		VEC_PUSH(a, &p->ops, op);
		end = addr + f->length;
	}
	p->end = end;
	return true;
}
