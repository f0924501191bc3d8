#include "emulated.h"

#include "program.h"

#include "base/round.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unicorn/unicorn.h>

enum { PAGE = 4096, MOST_LOADS = 4000, SIGNAL_TRAP = 5, SIGNAL_ILLEGAL = 4, SIGNAL_FAULT = 11, BRK = (int)0xd4200000 };

// x0 to x30, the stack pointer, the address and the flags, as Unicorn names them.
static int names[CPU_REGS + 1] = {
	UC_ARM64_REG_X0, UC_ARM64_REG_X1, UC_ARM64_REG_X2, UC_ARM64_REG_X3, UC_ARM64_REG_X4, UC_ARM64_REG_X5, UC_ARM64_REG_X6,
	UC_ARM64_REG_X7, UC_ARM64_REG_X8, UC_ARM64_REG_X9, UC_ARM64_REG_X10, UC_ARM64_REG_X11, UC_ARM64_REG_X12,
	UC_ARM64_REG_X13, UC_ARM64_REG_X14, UC_ARM64_REG_X15, UC_ARM64_REG_X16, UC_ARM64_REG_X17, UC_ARM64_REG_X18,
	UC_ARM64_REG_X19, UC_ARM64_REG_X20, UC_ARM64_REG_X21, UC_ARM64_REG_X22, UC_ARM64_REG_X23, UC_ARM64_REG_X24,
	UC_ARM64_REG_X25, UC_ARM64_REG_X26, UC_ARM64_REG_X27, UC_ARM64_REG_X28, UC_ARM64_REG_X29, UC_ARM64_REG_X30,
	UC_ARM64_REG_SP, UC_ARM64_REG_PC, UC_ARM64_REG_NZCV,
};

static bool registers(struct machine *m, struct cpu *out)
{
	void *into[CPU_REGS + 1];
	uint64_t flags = 0;
	for (int i = 0; i < CPU_REGS; i++)
		into[i] = &out->reg[i];
	into[CPU_REGS] = &flags;
	bool ok = uc_reg_read_batch(((struct emulated *)m)->engine, names, into, CPU_REGS + 1) == UC_ERR_OK;
	out->flags = (uint32_t)flags;
	return ok;
}

// A call begins with vector registers of zeros, as a program does.
static bool set_registers(struct machine *m, const struct cpu *cpu)
{
	uint64_t vector[2] = {0};
	void *from[CPU_REGS + 1];
	uint64_t flags = cpu->flags;
	for (int i = 0; i < CPU_REGS; i++)
		from[i] = (void *)&cpu->reg[i];
	for (int i = 0; i < 32; i++)
		uc_reg_write(((struct emulated *)m)->engine, UC_ARM64_REG_Q0 + i, vector);
	from[CPU_REGS] = &flags;
	return uc_reg_write_batch(((struct emulated *)m)->engine, names, from, CPU_REGS + 1) == UC_ERR_OK;
}

static bool read_memory(struct machine *m, uint64_t addr, void *out, size_t n)
{
	struct emulated *e = (struct emulated *)m;
	if (addr >= PROGRAM_STACK && addr + n <= PROGRAM_STACK + PROGRAM_STACK_BYTES) {
		memcpy(out, e->stack + (addr - PROGRAM_STACK), n);
		return true;
	}
	return uc_mem_read(e->engine, addr, out, n) == UC_ERR_OK;
}

static bool write_memory(struct machine *m, uint64_t addr, const void *in, size_t n)
{
	return uc_mem_write(((struct emulated *)m)->engine, addr, in, n) == UC_ERR_OK;
}

static bool step(struct machine *m, int *signal)
{
	struct emulated *e = (struct emulated *)m;
	uint64_t pc = 0;
	uc_reg_read(e->engine, UC_ARM64_REG_PC, &pc);
	uc_err err = uc_emu_start(e->engine, pc, UINT64_MAX, 0, 1);
	*signal = err == UC_ERR_OK ? SIGNAL_TRAP : err == UC_ERR_INSN_INVALID ? SIGNAL_ILLEGAL : SIGNAL_FAULT;
	return err != UC_ERR_NOMEM && err != UC_ERR_HANDLE;
}

static const struct machine_calls calls = {registers, set_registers, read_memory, write_memory, step};

static uint8_t *map(struct emulated *e, uint64_t addr, size_t bytes)
{
	uint8_t *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	return uc_mem_map_ptr(e->engine, addr, bytes, UC_PROT_READ | UC_PROT_WRITE, p) == UC_ERR_OK ? p : NULL;
}

bool emulated_start(struct emulated *e)
{
	static const uint32_t end[4] = {BRK, BRK, BRK, BRK};
	*e = (struct emulated){.machine.calls = &calls};
	bool ok = uc_open(UC_ARCH_ARM64, UC_MODE_ARM, &e->engine) == UC_ERR_OK &&
	          uc_ctl_set_cpu_model(e->engine, UC_CPU_ARM64_MAX) == UC_ERR_OK &&
	          (e->stack = map(e, PROGRAM_STACK, PROGRAM_STACK_BYTES)) &&
	          (e->scratch = map(e, PROGRAM_SCRATCH, PROGRAM_SCRATCH_BYTES)) &&
	          uc_mem_map(e->engine, PROGRAM_END, PAGE, UC_PROT_READ | UC_PROT_EXEC) == UC_ERR_OK &&
	          uc_mem_write(e->engine, PROGRAM_END, end, sizeof end) == UC_ERR_OK;
	if (!ok) {
		fprintf(stderr, "Unicorn does not start\n");
		emulated_end(e);
	}
	return ok;
}

void emulated_end(struct emulated *e)
{
	if (e->engine)
		uc_close(e->engine);
	if (e->stack)
		munmap(e->stack, PROGRAM_STACK_BYTES);
	if (e->scratch)
		munmap(e->scratch, PROGRAM_SCRATCH_BYTES);
	*e = (struct emulated){0};
}

bool emulated_load(struct emulated *e, struct arena *a, const struct image *img)
{
	uint64_t bytes, at = PROGRAM_SHIFT + img->base, start = at / PAGE * PAGE;
	const uint8_t *all = program_bytes(a, img, &bytes);
	if (e->loads++ >= MOST_LOADS) {
		emulated_end(e);
		if (!emulated_start(e))
			return false;
	}
	if (e->code_bytes && (uc_ctl_remove_cache(e->engine, e->code, e->code + e->code_bytes) != UC_ERR_OK || // translations
	                      uc_mem_unmap(e->engine, e->code, e->code_bytes) != UC_ERR_OK))
		return false;
	e->code = start;
	e->code_bytes = round_up(at + bytes, PAGE) - start;
	uint32_t rights = UC_PROT_READ | UC_PROT_EXEC | (img->data.size ? UC_PROT_WRITE : 0);
	return uc_mem_map(e->engine, start, e->code_bytes, rights) == UC_ERR_OK &&
	       uc_mem_write(e->engine, at, all, bytes) == UC_ERR_OK;
}
