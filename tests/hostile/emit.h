// emit.h - instructions by their bytes, and what the generator knows of the function it writes.
#ifndef NEARCALL_HOSTILE_EMIT_H
#define NEARCALL_HOSTILE_EMIT_H

#include "program.h"

#include "model/insn.h"

enum { AX, CX, DX, BX, SP, BP, SI, DI, R8, R9, R10, R11, R12, R13, R14, R15, NO_REG = 255 };
enum { CALLEE_SAVED = 1 << BX | 1 << BP | 1 << R12 | 1 << R13 | 1 << R14 | 1 << R15 };

struct gen {
	struct program *p;
	uint64_t rng;
	unsigned self, functions; // this one, and how many there are
	int64_t depth;            // of the stack pointer below the return address, when it is a number
	int64_t locals;           // bytes at the stack pointer that are the function's to write
	bool framed;              // rbp is 8 below the return address
	bool realigned;
	bool leaf;
	regset saved;      // callee-saved registers that it has saved
	regset aliases;    // registers that hold an address of the stack:
	int64_t alias[16]; // relative to the stack pointer
	unsigned nasty;    // how often, of 100, something is done that no compiler does
};

// gen_pick is one of n; gen_chance is true so many times of 100.
unsigned gen_pick(struct gen *g, unsigned n);
bool gen_chance(struct gen *g, unsigned percent);

// The last item's bytes are looked at: aliases in registers that it writes end.
void emit(struct gen *g, const char *bytes, size_t n);
#define EMIT(g, bytes) emit(g, bytes, sizeof(bytes) - 1)

// prefix, REX and opcode (two bytes from 0x0f00 on); then a register, or memory
// at [base + index * scale + disp], index NO_REG: none; or at a place of the image.
void emit_regs(struct gen *g, bool wide, unsigned opcode, unsigned reg, unsigned rm);
void emit_mem(struct gen *g, unsigned prefix, bool wide, unsigned opcode, unsigned reg, unsigned base, unsigned index,
	      unsigned scale, int64_t disp);
void emit_mem_imm(struct gen *g, bool wide, unsigned opcode, unsigned ext, unsigned base, int64_t disp, int64_t imm,
		  unsigned bytes);
void emit_image(struct gen *g, bool wide, unsigned opcode, unsigned reg, enum fix_kind fix, unsigned to, int add);
void emit_imm(struct gen *g, bool wide, unsigned ext, unsigned rm, int64_t imm); // the group of add, or, ... cmp
void emit_mov(struct gen *g, unsigned reg, int64_t imm);                         // 32 bits, sign-extended
void emit_push(struct gen *g, unsigned reg);
void emit_pop(struct gen *g, unsigned reg);
void emit_jump(struct gen *g, unsigned opcode, enum fix_kind fix, unsigned to, int add); // e8, e9, 0f8x
unsigned emit_new_label(struct gen *g);
void emit_label(struct gen *g, unsigned label);
void emit_function(struct gen *g, unsigned function);

#endif
