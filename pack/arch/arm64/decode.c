// decode.c - finds the row of an instruction, and lets it say what it is.
#include "arch/arm64/decode.h"

#include <string.h>

// Bits 28 to 25 tell the group (Arm ARM, C4.1).
static const struct arm64_table *const groups[16][6] = {
	[0] = {arm64_branch}, // udf, SME
	[2] = {arm64_branch}, // SVE
	[4] = {arm64_atomic, arm64_load}, // loads and stores
	[5] = {arm64_register},
	[6] = {arm64_structure, arm64_load},
	[7] = {arm64_vector, arm64_crypto},
	[8] = {arm64_immediate},
	[9] = {arm64_immediate},
	[10] = {arm64_branch},
	[11] = {arm64_branch},
	[12] = {arm64_load, arm64_atomic},
	[13] = {arm64_register},
	[14] = {arm64_load},
	[15] = {arm64_float, arm64_scalar, arm64_crypto},
};

uint32_t arm64_word(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static const struct arm64_row *in_table(const struct arm64_table *t, uint32_t w)
{
	for (size_t i = 0; i < t->n; i++)
		if ((w & t->rows[i].mask) == t->rows[i].value)
			return &t->rows[i];
	return NULL;
}

const struct arm64_row *arm64_row(uint32_t w)
{
	const struct arm64_table *const *group = groups[w >> 25 & 15];
	for (; *group; group++)
		for (const struct arm64_table *t = *group; t->rows; t++) {
			const struct arm64_row *row = (w & t->mask) == t->value ? in_table(t, w) : NULL;
			if (row)
				return row;
		}
	return NULL;
}

// A result that goes to the zero register is none.
static void leave_out(struct insn *out)
{
	bool value = out->kind == INSN_INSERT || out->kind == INSN_ZERO_EXTEND || out->kind == INSN_SIGN_EXTEND ||
	             out->kind == INSN_ADD || out->kind == INSN_SUB || out->kind == INSN_AND ||
	             out->kind == INSN_ADDRESS || out->kind == INSN_SELECT || out->kind == INSN_MOVE;
	if (!value || out->to.kind != OPERAND_NONE || out->to2.kind != OPERAND_NONE)
		return;
	out->kind = INSN_OTHER;
	out->a = out->b = out->a2 = out->to;
}

bool arm64_decode(const uint8_t *p, size_t n, uint64_t addr, struct insn *out)
{
	if (n < ARM64_BYTES)
		return false;
	uint32_t w = arm64_word(p);
	const struct arm64_row *row = arm64_row(w);
	if (!row)
		return false;
	memset(out, 0, sizeof *out);
	out->addr = addr;
	out->length = ARM64_BYTES;
	out->kind = row->kind;
	out->set = row->set;
	if (!row->fill(w, row, out))
		return false;
	out->tests_flags = out->kind == INSN_OTHER || out->kind == INSN_SELECT || out->kind == INSN_BRANCH;
	out->all_flags = out->sets_flags && !out->tests_flags;
	leave_out(out);
	return true;
}
