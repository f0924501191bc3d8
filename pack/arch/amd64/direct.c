#include "arch/amd64/direct.h"

#include "arch/amd64/decode.h"
#include "arch/arch.h"

#include <gelf.h>
#include <string.h>

enum {
	ADDRESS_SIZE = 0x67, NEAR_CALL = 0xe8, NEAR_JUMP = 0xe9, LEA = 0x8d, MOV_NUMBER = 0xc7, NOP = 0x90,
	REX_W = 0x48, REX_R = 4, REX_B = 1,
	SHORT = 6,  // bytes of call and jmp through memory at a distance
	LOAD = 7,   // of a mov from there, with its REX prefix
	FIELD = 4,
};

static bool is_got(uint32_t type)
{
	return type == R_X86_64_GOTPCREL || type == R_X86_64_GOTPCRELX || type == R_X86_64_REX_GOTPCRELX;
}

// The one operand of memory is a quadword at a 32-bit distance from the
// instruction's end, without a segment, and the distance is its last field.
static bool at_distance(const struct amd64_decoded *d, const ZydisDecodedOperand *o, size_t n)
{
	return o->type == ZYDIS_OPERAND_TYPE_MEMORY && o->mem.base == ZYDIS_REGISTER_RIP && o->size == 64 &&
	       d->i.raw.disp.size == 8 * FIELD && d->i.raw.disp.offset + (size_t)FIELD == n &&
	       !(d->i.attributes & ZYDIS_ATTRIB_HAS_SEGMENT);
}

// x86-64 psABI, section B.2, Optimize GOTPCRELX Relocations: a call becomes one
// with a prefix that does nothing, a jmp one with a nop behind it, a mov a lea.
bool amd64_direct(uint8_t *p, size_t n, struct direct *direct)
{
	struct amd64_decoded d;
	if (!is_got(direct->type) || direct->addend != -FIELD || !amd64_read(p, n, &d) || d.i.length != n ||
	    direct->field != n - FIELD)
		return false;
	bool call = d.i.mnemonic == ZYDIS_MNEMONIC_CALL, jump = d.i.mnemonic == ZYDIS_MNEMONIC_JMP;
	if ((call || jump) && n == SHORT && at_distance(&d, &d.op[0], n)) {
		p[0] = call ? ADDRESS_SIZE : NEAR_JUMP;
		if (call)
			p[1] = NEAR_CALL;
		else
			p[n - 1] = NOP;
		direct->field = call ? n - FIELD : 1;
	} else if (d.i.mnemonic == ZYDIS_MNEMONIC_MOV && n == LOAD && d.op[0].type == ZYDIS_OPERAND_TYPE_REGISTER &&
	           ZydisRegisterGetClass(d.op[0].reg.value) == ZYDIS_REGCLASS_GPR64 && at_distance(&d, &d.op[1], n)) {
		p[d.i.raw.modrm.offset - 1] = LEA;
	} else {
		return false;
	}
	memset(p + direct->field, 0, FIELD);
	direct->type = R_X86_64_PC32;
	return true;
}

// lea reg, [rip + field] and mov reg, sign-extended number are equally long.
bool amd64_forget(uint8_t *p, size_t n)
{
	struct amd64_decoded d;
	if (!amd64_read(p, n, &d) || d.i.length != n || n != LOAD || d.i.mnemonic != ZYDIS_MNEMONIC_LEA ||
	    ZydisRegisterGetClass(d.op[0].reg.value) != ZYDIS_REGCLASS_GPR64 ||
	    d.op[1].mem.base != ZYDIS_REGISTER_RIP || (p[0] & ~REX_R) != REX_W)
		return false;
	uint8_t reg = amd64_number(d.op[0].reg.value);
	p[0] = REX_W | (reg >= 8 ? REX_B : 0);
	p[1] = MOV_NUMBER;
	p[2] = (uint8_t)(0xc0 | (reg & 7));
	memset(p + n - FIELD, 0, FIELD);
	return true;
}
