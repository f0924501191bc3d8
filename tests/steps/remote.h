// remote.h - a program under qemu-user, stepped through its debugger's protocol
// (GDB manual, appendix E). Only what the harness needs.
#ifndef NEARCALL_REMOTE_H
#define NEARCALL_REMOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { REMOTE_REGS = 33, REMOTE_SP = 31, REMOTE_PC = 32 };

// x0 to x30, the stack pointer, the instruction's address, and the flags.
struct cpu {
	uint64_t reg[REMOTE_REGS];
	uint32_t flags;
};

struct remote {
	pid_t pid; // qemu's
	int fd;
	char socket[64];
	char in[4096];
	size_t at, n; // of what has been read
};

// remote_start starts qemu on an executable file and waits until it listens; false,
// with a message, when it does not. remote_end ends it.
bool remote_start(struct remote *r, const char *path);
void remote_end(struct remote *r);

// All of these return false when the other side is gone or answers something else.
bool remote_registers(struct remote *r, struct cpu *out);
bool remote_set_registers(struct remote *r, const struct cpu *cpu);
bool remote_read(struct remote *r, uint64_t addr, void *out, size_t n);
bool remote_write(struct remote *r, uint64_t addr, const void *in, size_t n);

// remote_step executes one instruction; *signal is what stopped it, 5 if nothing else did.
bool remote_step(struct remote *r, int *signal);

#endif
