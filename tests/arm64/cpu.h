// cpu.h - one instruction, run with all registers as given.
#ifndef NEARCALL_TEST_CPU_H
#define NEARCALL_TEST_CPU_H

#include <stdbool.h>
#include <stdint.h>

struct cpu {
	uint64_t x[32]; // 31: SP
	uint64_t v[32][2];
	uint64_t flags; // NZCV
};

enum { CPU_CODE = 256 /* bytes from the code's start to the instruction, at most */ };

// cpu_start makes ready; false when the system does not let it.
bool cpu_start(void);

// cpu_run writes code at `code`, with the instruction at code + CPU_CODE, and runs
// it on *c. False when it faults.
bool cpu_run(uint8_t *code, uint32_t word, struct cpu *c);

#endif
