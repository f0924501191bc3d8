// goasm.c - which instructions cmd/asm has names for, in just as many bytes.
#include "arch/amd64/goasm.h"

#include "arch/amd64/decode.h"

#include <string.h>

enum { WORD = 8, LEAQ = 7, CALL_AT_MOST = 6 }; // bytes

// cmd/internal/obj/x86/asm6.go, span6: an addition or a subtraction, with the
// sign that makes the operand positive, or of 0x80 the one that fits in a byte.
uint8_t amd64_adjust_length(int64_t n)
{
	return n >= -128 && n <= 128 ? 4 : 7;
}

// Operands count from the end of their instruction.
bool amd64_refer(const struct op *op, uint8_t *bytes, uint64_t to)
{
	int64_t distance = (int64_t)(to - (op->at + op->length));
	for (uint8_t i = 0; i < op->ref.width; i++)
		bytes[op->ref.field + i] = (uint8_t)((uint64_t)distance >> 8 * i);
	return op->ref.width > 1 || (distance >= INT8_MIN && distance <= INT8_MAX);
}

// Intel's optimization manual, "Using NOPs".
void amd64_nops(uint8_t *out, size_t n)
{
	static const uint8_t nops[][9] = {
		{0x90}, {0x66, 0x90}, {0x0f, 0x1f, 0x00}, {0x0f, 0x1f, 0x40}, {0x0f, 0x1f, 0x44},
		{0x66, 0x0f, 0x1f, 0x44}, {0x0f, 0x1f, 0x80}, {0x0f, 0x1f, 0x84}, {0x66, 0x0f, 0x1f, 0x84},
	};
	while (n) {
		size_t one = n < sizeof *nops ? n : sizeof *nops;
		memcpy(out, nops[one - 1], one);
		out += one;
		n -= one;
	}
}

// jmp rel8 and jcc rel8 have the same with 32 bits; loop and jrcxz have not.
bool amd64_lengthen(struct op *op)
{
	uint8_t *b = op->bytes;
	if (op->length != AMD64_SHORT_JUMP || (b[0] != 0xeb && b[0] >> 4 != 7))
		return false;
	if (b[0] == 0xeb) {
		b[0] = 0xe9;
		op->ref.field = 1;
	} else {
		b[1] = (uint8_t)(b[0] + 0x10);
		b[0] = 0x0f;
		op->ref.field = 2;
	}
	op->ref.width = 4;
	op->length = (uint8_t)(op->ref.field + op->ref.width);
	return true;
}

static bool is_register(const struct operand *o)
{
	return o->kind == OPERAND_REGISTER && o->bits == 8 * WORD;
}

static void classify_push(const struct insn *in, struct op *op)
{
	bool push = in->kind == INSN_PUSH;
	const struct operand *o = push ? &in->a : &in->to;
	if (!is_register(o))
		return;
	op->reg = o->reg;
	op->stack.moves = push ? WORD : -WORD;
	if (o->reg == RSP || in->length != (o->reg < R8 ? AMD64_PUSH : AMD64_PUSH + 1))
		return;
	op->kind = push ? OP_PUSH : OP_POP;
	op->stack.adjust = op->stack.moves;
}

static void classify_sum(const struct insn *in, struct op *op)
{
	if (!is_register(&in->to) || in->to.reg != RSP || in->b.kind != OPERAND_IMMEDIATE)
		return;
	op->stack.moves = in->kind == INSN_SUB ? in->b.imm : -in->b.imm;
	if (op->stack.moves && amd64_adjust_length(op->stack.moves) <= in->length) { // of $0 cmd/asm makes nothing
		op->kind = OP_ADJUST;
		op->stack.adjust = op->stack.moves;
	}
}

// The stack pointer's own instructions, and those that refer to other places.
// What is not among them, or shorter than cmd/asm would make it, stays bytes.
void amd64_classify(const struct insn *in, struct op *op)
{
	switch (in->kind) {
	case INSN_PUSH:
	case INSN_POP:
		classify_push(in, op);
		break;
	case INSN_ADD:
	case INSN_SUB:
		classify_sum(in, op);
		break;
	case INSN_CALL:
		// six bytes: addr32 call, which ld makes of a call through the GOT
		op->flow.call = in->target && in->width == 4 && in->length <= CALL_AT_MOST;
		break;
	case INSN_JUMP:
		op->flow.jump = in->target && in->length == AMD64_LONG_JUMP;
		break;
	case INSN_ADDRESS:
		op->ref.taken = in->width;
		if (op->ref.taken && in->length == LEAQ && is_register(&in->to)) {
			op->kind = OP_ADDRESS;
			op->reg = in->to.reg;
		}
		break;
	default:
		break;
	}
}
