// machine.h - an arm64 processor that stops in front of each instruction, whoever plays it: qemu-user (remote.h) or
// Unicorn in this process (emulated.h).
#ifndef NEARCALL_STEPS_MACHINE_H
#define NEARCALL_STEPS_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CPU_REGS = 33, CPU_SP = 31, CPU_PC = 32 };

// x0 to x30, the stack pointer, the instruction's address, and the flags.
struct cpu {
	uint64_t reg[CPU_REGS];
	uint32_t flags;
};

struct machine;

// All of these return false when the other side is gone or answers something else.
struct machine_calls {
	bool (*registers)(struct machine *m, struct cpu *out);
	bool (*set_registers)(struct machine *m, const struct cpu *cpu);
	bool (*read)(struct machine *m, uint64_t addr, void *out, size_t n);
	bool (*write)(struct machine *m, uint64_t addr, const void *in, size_t n);
	// one instruction; *signal is what stopped it, 5 if nothing else did
	bool (*step)(struct machine *m, int *signal);
};

struct machine {
	const struct machine_calls *calls;
};

#endif
