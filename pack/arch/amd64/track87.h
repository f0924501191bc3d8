// track87.h - what an instruction does to the x87 register stack and to MMX, which share eight registers.
#ifndef NEARCALL_AMD64_TRACK87_H
#define NEARCALL_AMD64_TRACK87_H

#include <Zydis/Zydis.h>

#include <stdbool.h>

// amd64_x87_change returns by how many registers the x87 stack grows: +1 for fld, -1 for fstp, -2 for fcompp, 0 for
// what leaves it as deep as it was and for what is no x87 instruction. X87_UNKNOWN: the depth is not known behind
// it; fptan, for one, pushes or does not, as its operand is.
enum { AMD64_X87_UNKNOWN = 100 };
int amd64_x87_change(const ZydisDecodedInstruction *i);

// amd64_x87_uses returns how many registers of the x87 stack must be in use before it: it reads or changes the last
// of them. One that is empty would be in use behind it, with no number in it. ops are all of its operands.
int amd64_x87_uses(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops);

// amd64_x87_computes tells whether it is an x87 instruction that is known and leaves the control word, with its
// rounding, precision and exception masks, as it is.
bool amd64_x87_computes(const ZydisDecodedInstruction *i);

// amd64_uses_mmx tells whether an instruction turns the x87 registers into MMX registers: all eight are in use
// behind it, and x87 code fails until they are cleared. ops are all of its operands.
bool amd64_uses_mmx(const ZydisDecodedInstruction *i, const ZydisDecodedOperand *ops);

// amd64_clears_mmx tells whether it empties all eight registers, as emms does.
bool amd64_clears_mmx(const ZydisDecodedInstruction *i);

#endif
