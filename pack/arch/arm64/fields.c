// fields.c - what fields of an instruction say of registers and memory.
#include "arch/arm64/fields.h"

struct operand arm64_number(int64_t n, uint16_t bits)
{
	return (struct operand){.kind = OPERAND_IMMEDIATE, .bits = bits, .imm = n};
}

struct operand arm64_source(struct insn *out, uint8_t r, uint16_t bits, enum arm64_31 as)
{
	if (r == 31 && as == ARM64_31_ZERO)
		return arm64_number(0, bits);
	out->reads |= (regset)1 << r;
	out->data |= (regset)1 << r;
	return (struct operand){.kind = OPERAND_REGISTER, .reg = r, .bits = bits};
}

struct operand arm64_target(struct insn *out, uint8_t r, uint16_t bits, enum arm64_31 as)
{
	if (r == 31 && as == ARM64_31_ZERO)
		return (struct operand){.kind = OPERAND_NONE};
	out->writes |= (regset)1 << r;
	if (bits == 32)
		out->narrow |= (regset)1 << r;
	return (struct operand){.kind = OPERAND_REGISTER, .reg = r, .bits = bits};
}

struct place arm64_base(struct insn *out, uint8_t r, int64_t disp)
{
	out->reads |= (regset)1 << r;
	return (struct place){.base = r, .index = REG_NONE, .scale = 1, .disp = disp};
}

void arm64_writes_vector(struct insn *out, uint8_t r, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		out->vector_writes |= (uint32_t)1 << ((r + i) & 31);
}

struct place arm64_refers(struct insn *out, uint64_t addr)
{
	out->field = 0;
	out->width = ARM64_BYTES;
	out->refers = addr;
	return (struct place){.base = REG_NONE, .index = REG_NONE, .scale = 1, .pc_relative = true, .addr = addr};
}

void arm64_accesses(struct insn *out, struct place at, unsigned bytes, bool reads, bool writes)
{
	out->access[out->accesses++] =
		(struct access){.at = at, .bytes = (uint16_t)bytes, .reads = reads, .writes = writes};
}
