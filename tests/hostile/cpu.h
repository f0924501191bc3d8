// cpu.h - one machine instruction at a time, on the processor itself.
//
// Trapping after each instruction takes 23 us where this was written (a trap
// in a guest of a guest). So an instruction is copied behind a jump of its own
// and run with the function's registers; what moves the instruction pointer is
// done here, and everything that it would access is looked at before it runs.
#ifndef NEARCALL_HOSTILE_CPU_H
#define NEARCALL_HOSTILE_CPU_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	CPU_REGS = 16,
	CPU_RSP = 4,
	CPU_MEMS = 3,
	CPU_CODE = 1 << 20,   // bytes of the largest image
	CPU_STACK = 1 << 20,  // bytes of the stack
	CPU_BUFFER = 1 << 16, // bytes of the memory that arguments point to
};

enum cpu_kind { CPU_PLAIN, CPU_JUMP, CPU_BRANCH, CPU_CALL, CPU_RETURN, CPU_TRAP, CPU_STOP, CPU_SYSTEM };

enum cpu_flag { CPU_CF = 1, CPU_PF = 4, CPU_AF = 0x10, CPU_ZF = 0x40, CPU_SF = 0x80, CPU_DF = 0x400, CPU_OF = 0x800 };

// A use of memory, of the stack too.
struct cpu_mem {
	int8_t base, index; // -1: none
	uint8_t scale;
	bool relative; // to the instruction pointer
	bool narrow;   // the sum loses its upper half
	bool reads, writes, repeats;
	bool stack;         // push, pop, call, return, leave: not among struct insn's accesses
	int8_t bits;        // bt and its like: the register that adds an eighth of itself; -1
	uint8_t bits_width; // of that register
	int64_t disp;
	uint32_t bytes;
};

struct cpu_insn {
	uint64_t addr; // in the image's own terms
	uint8_t length, kind, condition;
	bool divides, aligned, x87;
	uint8_t nmems;
	struct cpu_mem mem[CPU_MEMS];
	uint64_t target; // of a direct jump or call
	int8_t reg;      // that an indirect one goes to; -1: memory, mem[0]
	uint32_t pops;   // of a return, besides
	void *stub;
	const char *name;
};

// The registers between two instructions.
struct cpu_state {
	uint64_t reg[CPU_REGS], flags;
};
extern struct cpu_state cpu_now;

struct cpu {
	uint8_t *code, *stubs, *stack, *buffer; // as they are mapped
	size_t used;                            // bytes of stubs
	uint64_t delta;                         // code's addresses less the image's
	uint64_t base;                          // of the image
	size_t size, text;                      // of it; of its code
	struct cpu_insn **at;                   // by byte of code
	struct arena *arena;
};

// What a function leaves in the floating-point units.
struct cpu_fp {
	uint32_t mxcsr;
	uint16_t control;
	uint8_t used; // x87 registers that are, one bit each
	bool upper;   // some vector register's upper half is not zero
};

// cpu_open maps the memory, once.
void cpu_open(struct cpu *c);

// cpu_load makes the image the one that runs; a lives as long.
void cpu_load(struct cpu *c, struct arena *a, const uint8_t *bytes, uint64_t base, size_t size, size_t text);

// cpu_insn decodes the instruction at an address of the image; NULL: none.
const struct cpu_insn *cpu_insn_at(struct cpu *c, uint64_t addr);

// cpu_address is where an access of the instruction goes, before it runs.
uint64_t cpu_address(const struct cpu *c, const struct cpu_insn *in, const struct cpu_mem *m);

// cpu_bytes is how many bytes it touches.
uint64_t cpu_bytes(const struct cpu_mem *m);

// cpu_taken tells whether a conditional jump jumps, and counts for loop.
bool cpu_taken(const struct cpu_insn *in);

// cpu_step runs a plain one; the signal that it has raised, or 0.
int cpu_step(const struct cpu_insn *in);

void cpu_reset_fp(uint64_t seed);
struct cpu_fp cpu_read_fp(void);

#endif
