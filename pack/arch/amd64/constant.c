// constant.c - instructions whose result does not depend on the registers they name.
//
// Compilers take them for short ways to a number: xor eax, eax; or rdx, -1. Who
// counts such a register as read takes garbage in it for a parameter.
#include "arch/amd64/constant.h"

#include <stddef.h>

// By what the operands that are read have to be.
enum when { SAME_REGISTER, IMMEDIATE_ZERO, IMMEDIATE_ONES };

static const struct {
	ZydisMnemonic mnemonic;
	enum when when;
	enum amd64_constant is;
	int64_t number;
} constants[] = {
	{ZYDIS_MNEMONIC_XOR, SAME_REGISTER, CONSTANT_NUMBER, 0},
	{ZYDIS_MNEMONIC_SUB, SAME_REGISTER, CONSTANT_NUMBER, 0},
	{ZYDIS_MNEMONIC_ANDN, SAME_REGISTER, CONSTANT_NUMBER, 0},
	{ZYDIS_MNEMONIC_AND, IMMEDIATE_ZERO, CONSTANT_NUMBER, 0},
	{ZYDIS_MNEMONIC_IMUL, IMMEDIATE_ZERO, CONSTANT_NUMBER, 0},
	{ZYDIS_MNEMONIC_OR, IMMEDIATE_ONES, CONSTANT_NUMBER, -1},
	{ZYDIS_MNEMONIC_SBB, SAME_REGISTER, CONSTANT_FLAGS, 0},
	{ZYDIS_MNEMONIC_CMP, SAME_REGISTER, CONSTANT_FLAGS, 0},
	{ZYDIS_MNEMONIC_TEST, IMMEDIATE_ZERO, CONSTANT_FLAGS, 0},
};

// The last two visible operands are what is computed with: of two, or of three the
// first of which is written alone.
static bool holds(const struct amd64_decoded *d, enum when when)
{
	int n = d->i.operand_count_visible;
	const ZydisDecodedOperand *x = &d->op[n - 2], *y = &d->op[n - 1];
	uint64_t mask = d->op[0].size >= 64 ? UINT64_MAX : ((uint64_t)1 << d->op[0].size) - 1;
	if (when == SAME_REGISTER)
		return y->type == ZYDIS_OPERAND_TYPE_REGISTER && x->reg.value == y->reg.value;
	if (y->type != ZYDIS_OPERAND_TYPE_IMMEDIATE)
		return false;
	return (y->imm.value.u & mask) == (when == IMMEDIATE_ONES ? mask : 0);
}

enum amd64_constant amd64_constant(const struct amd64_decoded *d, int64_t *number)
{
	if (d->i.operand_count_visible < 2)
		return CONSTANT_NOT;
	for (int k = 0; k < d->i.operand_count_visible; k++)
		if (d->op[k].type == ZYDIS_OPERAND_TYPE_MEMORY)
			return CONSTANT_NOT;
	for (size_t k = 0; k < sizeof constants / sizeof *constants; k++) {
		if (constants[k].mnemonic != d->i.mnemonic || !holds(d, constants[k].when))
			continue;
		*number = constants[k].number;
		return constants[k].is;
	}
	return CONSTANT_NOT;
}
