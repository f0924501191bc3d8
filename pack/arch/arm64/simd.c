// simd.c - which size a vector instruction is of.
#include "arch/arm64/simd.h"

static bool of_size(uint32_t w, const struct arm64_row *row, unsigned size, struct insn *out)
{
	arm64_writes_vector(out, arm64_reg(w, ARM64_RD), 1);
	return row->sizes >> (2 * size + (w >> 30 & 1)) & 1;
}

bool simd_by_size(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	return of_size(w, row, arm64_bits(w, 23, 22), out);
}

bool simd_by_shift(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned immh = arm64_bits(w, 22, 19), size = 3;
	if (!immh)
		return false;
	while (!(immh >> size & 1))
		size--;
	return of_size(w, row, size, out);
}

bool simd_by_index(uint32_t w, const struct arm64_row *row, struct insn *out)
{
	unsigned imm5 = arm64_bits(w, 20, 16), size = 0;
	while (size < 4 && !(imm5 >> size & 1))
		size++;
	return size < 4 && of_size(w, row, size, out);
}
