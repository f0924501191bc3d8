// track87.c - the x87 instructions, each with what it does to the depth of the register stack.
#include "arch/amd64/track87.h"

#include <stddef.h>

#define M(mnemonic) ZYDIS_MNEMONIC_##mnemonic
#define COUNT(list) (sizeof(list) / sizeof *(list))

// Each x87 instruction that Zydis knows. Unknown is where the top of the stack and the number of registers in use
// go apart (ffree, fincstp), where it depends on the operand (fptan), and where all is loaded or reset.
static const struct {
	ZydisMnemonic mnemonic;
	int change;
	bool control; // changes the control word
} table[] = {
	{M(FLD), 1, 0}, {M(FILD), 1, 0}, {M(FBLD), 1, 0}, {M(FLD1), 1, 0}, {M(FLDL2E), 1, 0}, {M(FLDL2T), 1, 0},
	{M(FLDLG2), 1, 0}, {M(FLDLN2), 1, 0}, {M(FLDPI), 1, 0}, {M(FLDZ), 1, 0}, {M(FXTRACT), 1, 0},

	{M(FSTP), -1, 0}, {M(FSTPNCE), -1, 0}, {M(FISTP), -1, 0}, {M(FISTTP), -1, 0}, {M(FBSTP), -1, 0},
	{M(FADDP), -1, 0}, {M(FMULP), -1, 0}, {M(FSUBP), -1, 0}, {M(FSUBRP), -1, 0}, {M(FDIVP), -1, 0},
	{M(FDIVRP), -1, 0}, {M(FCOMP), -1, 0}, {M(FUCOMP), -1, 0}, {M(FICOMP), -1, 0}, {M(FCOMIP), -1, 0},
	{M(FUCOMIP), -1, 0}, {M(FYL2X), -1, 0}, {M(FYL2XP1), -1, 0}, {M(FPATAN), -1, 0},
	{M(FCOMPP), -2, 0}, {M(FUCOMPP), -2, 0},

	{M(FADD), 0, 0}, {M(FMUL), 0, 0}, {M(FSUB), 0, 0}, {M(FSUBR), 0, 0}, {M(FDIV), 0, 0}, {M(FDIVR), 0, 0},
	{M(FIADD), 0, 0}, {M(FIMUL), 0, 0}, {M(FISUB), 0, 0}, {M(FISUBR), 0, 0}, {M(FIDIV), 0, 0}, {M(FIDIVR), 0, 0},
	{M(FST), 0, 0}, {M(FIST), 0, 0}, {M(FXCH), 0, 0}, {M(FABS), 0, 0}, {M(FCHS), 0, 0}, {M(FSQRT), 0, 0},
	{M(FRNDINT), 0, 0}, {M(FSCALE), 0, 0}, {M(FPREM), 0, 0}, {M(FPREM1), 0, 0}, {M(F2XM1), 0, 0}, {M(FSIN), 0, 0},
	{M(FCOS), 0, 0}, {M(FCOM), 0, 0}, {M(FUCOM), 0, 0}, {M(FICOM), 0, 0}, {M(FCOMI), 0, 0}, {M(FUCOMI), 0, 0},
	{M(FTST), 0, 0}, {M(FXAM), 0, 0},
	{M(FCMOVB), 0, 0}, {M(FCMOVBE), 0, 0}, {M(FCMOVE), 0, 0}, {M(FCMOVNB), 0, 0}, {M(FCMOVNBE), 0, 0},
	{M(FCMOVNE), 0, 0}, {M(FCMOVNU), 0, 0}, {M(FCMOVU), 0, 0},
	{M(FNSTCW), 0, 0}, {M(FNSTSW), 0, 0}, {M(FNCLEX), 0, 0}, {M(FNOP), 0, 0}, {M(FWAIT), 0, 0},
	{M(FENI8087_NOP), 0, 0}, {M(FDISI8087_NOP), 0, 0}, {M(FSETPM287_NOP), 0, 0},
	{M(FLDCW), 0, 1}, {M(FNSTENV), 0, 1}, // which masks all exceptions

	{M(FPTAN), AMD64_X87_UNKNOWN, 0}, {M(FSINCOS), AMD64_X87_UNKNOWN, 0},
	{M(FFREE), AMD64_X87_UNKNOWN, 0}, {M(FFREEP), AMD64_X87_UNKNOWN, 0}, {M(FINCSTP), AMD64_X87_UNKNOWN, 0},
	{M(FDECSTP), AMD64_X87_UNKNOWN, 0}, {M(FNINIT), AMD64_X87_UNKNOWN, 1}, {M(FLDENV), AMD64_X87_UNKNOWN, 1},
	{M(FNSAVE), AMD64_X87_UNKNOWN, 1}, {M(FRSTOR), AMD64_X87_UNKNOWN, 1},
};

// ffreep frees the register that it names and pops: of the top, that is a pop.
static bool pops_by_freeing(const ZydisDecodedInstruction *i)
{
	return i->mnemonic == M(FFREEP) && i->raw.modrm.rm == 0;
}

int amd64_x87_change(const ZydisDecodedInstruction *i)
{
	if (pops_by_freeing(i))
		return -1;
	for (size_t k = 0; k < COUNT(table); k++)
		if (table[k].mnemonic == i->mnemonic)
			return table[k].change;
	bool x87 = i->meta.category == ZYDIS_CATEGORY_X87_ALU || i->meta.category == ZYDIS_CATEGORY_FCMOV;
	return x87 ? AMD64_X87_UNKNOWN : 0;
}

int amd64_x87_uses(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops)
{
	int most = 0;
	bool pushes = amd64_x87_change(i) == 1; // what it only writes is new then
	for (int k = 0; k < i->operand_count; k++) {
		if (ops[k].type != ZYDIS_OPERAND_TYPE_REGISTER || ZydisRegisterGetClass(ops[k].reg.value) != ZYDIS_REGCLASS_X87)
			continue;
		int n = ZydisRegisterGetId(ops[k].reg.value) + 1;
		bool counts = !pushes || (ops[k].actions & ZYDIS_OPERAND_ACTION_MASK_READ);
		most = counts && n > most ? n : most;
	}
	return most;
}

bool amd64_x87_computes(const ZydisDecodedInstruction *i)
{
	for (size_t k = 0; k < COUNT(table); k++)
		if (table[k].mnemonic == i->mnemonic)
			return !table[k].control;
	return false;
}

bool amd64_uses_mmx(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops)
{
	for (int k = 0; k < i->operand_count; k++)
		if (ops[k].type == ZYDIS_OPERAND_TYPE_REGISTER &&
		    ZydisRegisterGetClass(ops[k].reg.value) == ZYDIS_REGCLASS_MMX)
			return true;
	return i->mnemonic == M(CVTPI2PS); // from memory, too: Intel says so, AMD does not
}

bool amd64_clears_mmx(const ZydisDecodedInstruction *i)
{
	return i->mnemonic == M(EMMS) || i->mnemonic == M(FEMMS);
}
