// bits.c - which bits and flags come from which.
#include "arch/amd64/bits.h"

#include <stddef.h>

// A rotation or shift may leave flags as they are; undefined are those that processors
// keep, too. Of or and its like that is the auxiliary carry, which no condition asks for.
void amd64_note_flags(const struct amd64_decoded *d, struct insn *out)
{
	const uint32_t asked = ZYDIS_CPUFLAG_CF | ZYDIS_CPUFLAG_PF | ZYDIS_CPUFLAG_ZF | ZYDIS_CPUFLAG_SF | ZYDIS_CPUFLAG_OF;
	const ZydisAccessedFlags *f = d->i.cpu_flags;
	if (!f)
		return;
	uint32_t set = f->modified | f->set_0 | f->set_1;
	bool plain = d->i.meta.category == ZYDIS_CATEGORY_BINARY || d->i.meta.category == ZYDIS_CATEGORY_LOGICAL;
	out->sets_flags = set | f->undefined;
	out->all_flags = plain && (set & asked) == asked;
	out->tests_flags = f->tested & (asked | ZYDIS_CPUFLAG_AF);
}

// Shifts by an immediate of a whole register, and test; or and xor have their operands already.
void amd64_note_bits(const struct amd64_decoded *d, struct insn *out)
{
	static const struct {
		ZydisMnemonic mnemonic;
		enum insn_bits bits;
	} shifts[] = {
		{ZYDIS_MNEMONIC_SHL, BITS_LEFT}, {ZYDIS_MNEMONIC_SHR, BITS_RIGHT}, {ZYDIS_MNEMONIC_SAR, BITS_RIGHT_SIGNED},
	};
	if (d->i.mnemonic == ZYDIS_MNEMONIC_TEST) {
		out->bits = BITS_TEST;
		out->a = amd64_operand(d, 0, out->addr);
		out->b = amd64_operand(d, 1, out->addr);
	}
	if (out->commutes && (d->i.mnemonic == ZYDIS_MNEMONIC_OR || d->i.mnemonic == ZYDIS_MNEMONIC_XOR))
		out->bits = d->i.mnemonic == ZYDIS_MNEMONIC_OR ? BITS_OR : BITS_XOR;
	for (size_t k = 0; k < sizeof shifts / sizeof *shifts; k++) {
		bool whole = d->op[0].type == ZYDIS_OPERAND_TYPE_REGISTER && d->op[0].size >= 32;
		if (d->i.mnemonic != shifts[k].mnemonic || !whole || d->op[1].type != ZYDIS_OPERAND_TYPE_IMMEDIATE)
			continue;
		out->bits = shifts[k].bits;
		out->to = amd64_operand(d, 0, out->addr);
		out->a = amd64_operand(d, 1, out->addr);
	}
}
