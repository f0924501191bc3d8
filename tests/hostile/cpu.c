// cpu.c - decodes, runs and keeps the instructions of an image; cpu.h.
#define _GNU_SOURCE
#include "cpu.h"

#include <Zydis/Zydis.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { STUBS = 4 << 20, STUB = 40, ALTERNATE = 1 << 16, STATUS = CPU_CF | CPU_PF | CPU_AF | CPU_ZF | CPU_SF | CPU_OF };

int cpu_enter(const void *stub);
void cpu_back(void);
void cpu_faulted(void);

// Which operands of which instructions are what, is Zydis's to say.
struct decoded {
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
};

static struct {
	uint64_t start, end;
} stubs; // for the signal handler

// A signal from elsewhere than the tested code is a bug of ours, and ends us.
static void on_signal(int signum, siginfo_t *info, void *context)
{
	ucontext_t *c = context;
	uint64_t ip = (uint64_t)c->uc_mcontext.gregs[REG_RIP];
	(void)info;
	if (ip < stubs.start || ip >= stubs.end) {
		dprintf(2, "hostile: signal %d at %llx, cpu_back is at %llx\n", signum, (unsigned long long)ip,
			(unsigned long long)(uintptr_t)cpu_back);
		signal(signum, SIG_DFL);
		return;
	}
	cpu_now.flags = (uint64_t)c->uc_mcontext.gregs[REG_EFL];
	c->uc_mcontext.gregs[REG_RAX] = signum;
	c->uc_mcontext.gregs[REG_RIP] = (greg_t)(uintptr_t)cpu_faulted;
	c->uc_mcontext.gregs[REG_EFL] &= STATUS | 0x202;
}

static void *map(uintptr_t at, size_t n, int protection)
{
	void *p = mmap((void *)at, n, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (p != (void *)at) {
		perror("hostile: mmap");
		exit(3);
	}
	return p;
}

// Far above 4 GB: a pointer that has lost its upper half is none. Nothing is
// mapped beside each.
void cpu_open(struct cpu *c)
{
	static const int caught[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
	*c = (struct cpu){0};
	c->code = map(0x6a5a00000000, CPU_CODE + STUBS, PROT_READ | PROT_WRITE | PROT_EXEC);
	c->stubs = c->code + CPU_CODE;
	stubs.start = (uint64_t)(uintptr_t)c->stubs;
	stubs.end = stubs.start + STUBS;
	c->stack = map(0x6b7c40000000, CPU_STACK, PROT_READ | PROT_WRITE);
	c->buffer = map(0x6c9d80000000, CPU_BUFFER, PROT_READ | PROT_WRITE);
	stack_t alternate = {.ss_sp = map(0x6dae00000000, ALTERNATE, PROT_READ | PROT_WRITE), .ss_size = ALTERNATE};
	struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigaltstack(&alternate, NULL);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		sigaction(caught[i], &action, NULL);
}

void cpu_load(struct cpu *c, struct arena *a, const uint8_t *bytes, uint64_t base, size_t size, size_t text)
{
	if (size > CPU_CODE) {
		fprintf(stderr, "hostile: an image of %zu bytes\n", size);
		exit(3);
	}
	memcpy(c->code, bytes, size);
	c->base = base;
	c->size = size;
	c->text = text;
	c->used = 0;
	c->delta = (uint64_t)(uintptr_t)c->code - base;
	c->arena = a;
	c->at = arena_alloc(a, (text + 1) * sizeof *c->at);
}

static int8_t number(ZydisRegister r)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, r);
	return whole < ZYDIS_REGISTER_RAX || whole > ZYDIS_REGISTER_R15 ? -1 : (int8_t)(whole - ZYDIS_REGISTER_RAX);
}

static bool is_vector(ZydisRegister r)
{
	ZydisRegisterClass class = ZydisRegisterGetClass(r);
	return class == ZYDIS_REGCLASS_XMM || class == ZYDIS_REGCLASS_YMM || class == ZYDIS_REGCLASS_ZMM;
}

// Bit strings: the bit's number moves the address.
static bool is_bit_string(const struct decoded *d)
{
	ZydisMnemonic m = d->i.mnemonic;
	return (m == ZYDIS_MNEMONIC_BT || m == ZYDIS_MNEMONIC_BTS || m == ZYDIS_MNEMONIC_BTR ||
		m == ZYDIS_MNEMONIC_BTC) &&
	       d->op[1].type == ZYDIS_OPERAND_TYPE_REGISTER;
}

// The push's place is counted from the stack pointer before it, the pop's own
// operand from the one behind it.
static void note_memory(const struct decoded *d, int k, struct cpu_insn *in)
{
	const ZydisDecodedOperand *o = &d->op[k];
	ZydisInstructionCategory c = d->i.meta.category;
	bool hidden = o->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN;
	bool calls =
	    c == ZYDIS_CATEGORY_PUSH || c == ZYDIS_CATEGORY_POP || c == ZYDIS_CATEGORY_CALL || c == ZYDIS_CATEGORY_RET;
	if (o->mem.type == ZYDIS_MEMOP_TYPE_AGEN && o->mem.base == ZYDIS_REGISTER_EIP)
		in->kind = CPU_STOP;
	if (o->mem.type == ZYDIS_MEMOP_TYPE_AGEN || c == ZYDIS_CATEGORY_NOP || c == ZYDIS_CATEGORY_WIDENOP ||
	    c == ZYDIS_CATEGORY_PREFETCH || c == ZYDIS_CATEGORY_PREFETCHWT1)
		return;
	if (in->nmems == CPU_MEMS || o->mem.base == ZYDIS_REGISTER_EIP || is_vector(o->mem.index) ||
	    o->mem.segment == ZYDIS_REGISTER_FS || o->mem.segment == ZYDIS_REGISTER_GS) {
		in->kind = CPU_STOP;
		return;
	}
	struct cpu_mem *m = &in->mem[in->nmems++];
	*m = (struct cpu_mem){
	    .base = number(o->mem.base),
	    .index = number(o->mem.index),
	    .scale = o->mem.scale,
	    .relative = o->mem.base == ZYDIS_REGISTER_RIP,
	    .narrow = d->i.address_width == 32,
	    .reads = o->actions & ZYDIS_OPERAND_ACTION_MASK_READ,
	    .writes = o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE,
	    .repeats = d->i.attributes & (ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE),
	    .bits = -1,
	    .disp = o->mem.disp.has_displacement ? o->mem.disp.value : 0,
	    .bytes = o->size / 8,
	};
	m->stack = (hidden && m->base == CPU_RSP && calls) || d->i.mnemonic == ZYDIS_MNEMONIC_LEAVE;
	if (m->stack && (c == ZYDIS_CATEGORY_PUSH || c == ZYDIS_CATEGORY_CALL))
		m->disp = -(int64_t)m->bytes;
	if (!m->stack && c == ZYDIS_CATEGORY_POP && m->base == CPU_RSP)
		m->disp += d->op[0].size / 8;
	if (k == 0 && is_bit_string(d)) {
		m->bits = number(d->op[1].reg.value);
		m->bits_width = (uint8_t)d->op[1].size;
	}
}

static uint8_t kind_of(const struct decoded *d)
{
	switch (d->i.meta.category) {
	case ZYDIS_CATEGORY_RET:
		return d->i.meta.branch_type == ZYDIS_BRANCH_TYPE_FAR || d->i.mnemonic != ZYDIS_MNEMONIC_RET
			   ? CPU_SYSTEM
			   : CPU_RETURN;
	case ZYDIS_CATEGORY_CALL:
		return d->i.meta.branch_type == ZYDIS_BRANCH_TYPE_FAR ? CPU_SYSTEM : CPU_CALL;
	case ZYDIS_CATEGORY_UNCOND_BR:
		return d->i.meta.branch_type == ZYDIS_BRANCH_TYPE_FAR ? CPU_SYSTEM : CPU_JUMP;
	case ZYDIS_CATEGORY_COND_BR:
		return CPU_BRANCH;
	case ZYDIS_CATEGORY_SYSCALL:
	case ZYDIS_CATEGORY_SYSRET:
	case ZYDIS_CATEGORY_SYSTEM:
	case ZYDIS_CATEGORY_INTERRUPT:
	case ZYDIS_CATEGORY_IO:
	case ZYDIS_CATEGORY_IOSTRINGOP:
	case ZYDIS_CATEGORY_SEGOP:
		return d->i.mnemonic == ZYDIS_MNEMONIC_INT3    ? CPU_TRAP
		       : d->i.mnemonic == ZYDIS_MNEMONIC_RDTSC ? CPU_PLAIN
							       : CPU_SYSTEM;
	default:
		break;
	}
	switch (d->i.mnemonic) {
	case ZYDIS_MNEMONIC_UD0:
	case ZYDIS_MNEMONIC_UD1:
	case ZYDIS_MNEMONIC_UD2:
	case ZYDIS_MNEMONIC_HLT:
		return CPU_TRAP;
	case ZYDIS_MNEMONIC_ENTER:
	case ZYDIS_MNEMONIC_POPFQ:
		return CPU_STOP;
	default:
		return CPU_PLAIN;
	}
}

// The opcode's low half; loop and jrcxz have values of their own.
enum { LOOPNE = 16, LOOPE, LOOP, JRCXZ, JECXZ };

static uint8_t condition_of(const struct decoded *d)
{
	switch (d->i.mnemonic) {
	case ZYDIS_MNEMONIC_LOOPNE:
		return LOOPNE;
	case ZYDIS_MNEMONIC_LOOPE:
		return LOOPE;
	case ZYDIS_MNEMONIC_LOOP:
		return LOOP;
	case ZYDIS_MNEMONIC_JRCXZ:
		return JRCXZ;
	case ZYDIS_MNEMONIC_JECXZ:
		return JECXZ;
	default:
		return d->i.opcode & 15;
	}
}

static void note_target(const struct decoded *d, struct cpu_insn *in)
{
	ZyanU64 target;
	const ZydisDecodedOperand *o = &d->op[0];
	in->reg = -1;
	if (in->kind != CPU_JUMP && in->kind != CPU_BRANCH && in->kind != CPU_CALL)
		return;
	if (o->type == ZYDIS_OPERAND_TYPE_IMMEDIATE &&
	    ZYAN_SUCCESS(ZydisCalcAbsoluteAddress(&d->i, o, in->addr, &target)))
		in->target = target;
	else if (o->type == ZYDIS_OPERAND_TYPE_REGISTER)
		in->reg = number(o->reg.value);
	if (in->kind == CPU_BRANCH && (in->condition > 15) && d->i.address_width == 32 && in->condition != JECXZ)
		in->kind = CPU_STOP;
}

// A copy of the instruction, and a jump back. What it finds relative to
// itself, it finds from the copy.
static void write_stub(struct cpu *c, const struct decoded *d, struct cpu_insn *in)
{
	static const uint8_t jump[] = {0xff, 0x25, 0, 0, 0, 0}; // through the 8 bytes behind
	uint64_t to = (uint64_t)(uintptr_t)cpu_back;
	uint8_t *p = c->stubs + c->used;
	if (c->used + STUB > STUBS) {
		in->kind = CPU_STOP;
		return;
	}
	c->used += STUB;
	memcpy(p, c->code + (in->addr - c->base), in->length);
	for (int k = 0; k < in->nmems; k++) {
		if (!in->mem[k].relative)
			continue;
		int32_t disp;
		memcpy(&disp, p + d->i.raw.disp.offset, sizeof disp);
		disp -= (int32_t)((uint64_t)(uintptr_t)p - (in->addr + c->delta));
		memcpy(p + d->i.raw.disp.offset, &disp, sizeof disp);
	}
	for (int k = 0; k < d->i.operand_count_visible; k++) { // lea
		const ZydisDecodedOperand *o = &d->op[k];
		if (o->type != ZYDIS_OPERAND_TYPE_MEMORY || o->mem.type != ZYDIS_MEMOP_TYPE_AGEN ||
		    o->mem.base != ZYDIS_REGISTER_RIP)
			continue;
		int32_t disp = (int32_t)(o->mem.disp.value - (int64_t)((uint64_t)(uintptr_t)p - (in->addr + c->delta)));
		memcpy(p + d->i.raw.disp.offset, &disp, sizeof disp);
	}
	memcpy(p + in->length, jump, sizeof jump);
	memcpy(p + in->length + sizeof jump, &to, sizeof to);
	in->stub = p;
}

const struct cpu_insn *cpu_insn_at(struct cpu *c, uint64_t addr)
{
	struct decoded d;
	ZydisDecoder decoder;
	uint64_t at = addr - c->base;
	if (at >= c->text)
		return NULL;
	if (c->at[at])
		return c->at[at];
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, c->code + at, c->text - at, &d.i, d.op)))
		return NULL;
	struct cpu_insn *in = arena_alloc(c->arena, sizeof *in);
	*in = (struct cpu_insn){.addr = addr, .length = d.i.length, .name = ZydisMnemonicGetString(d.i.mnemonic)};
	in->kind = kind_of(&d);
	in->condition = condition_of(&d);
	in->divides = d.i.mnemonic == ZYDIS_MNEMONIC_DIV || d.i.mnemonic == ZYDIS_MNEMONIC_IDIV;
	for (int k = 0; k < d.i.operand_count; k++)
		if (d.op[k].type == ZYDIS_OPERAND_TYPE_MEMORY)
			note_memory(&d, k, in);
	if (in->kind == CPU_RETURN && d.op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
		in->pops = (uint32_t)d.op[0].imm.value.u;
	note_target(&d, in);
	if (in->kind == CPU_PLAIN)
		write_stub(c, &d, in);
	c->at[at] = in;
	return in;
}

static int64_t bit_offset(const struct cpu_mem *m)
{
	int64_t v = (int64_t)cpu_now.reg[m->bits];
	v = m->bits_width == 16 ? (int16_t)v : m->bits_width == 32 ? (int32_t)v : v;
	return (v >> (m->bits_width == 16 ? 4 : m->bits_width == 32 ? 5 : 6)) * (m->bits_width / 8);
}

uint64_t cpu_address(const struct cpu *c, const struct cpu_insn *in, const struct cpu_mem *m)
{
	uint64_t a = (uint64_t)m->disp;
	a += m->relative ? in->addr + in->length + c->delta : 0;
	a += m->base >= 0 ? cpu_now.reg[m->base] : 0;
	a += m->index >= 0 ? cpu_now.reg[m->index] * m->scale : 0;
	a += m->bits >= 0 ? (uint64_t)bit_offset(m) : 0;
	return m->narrow ? (uint32_t)a : a;
}

uint64_t cpu_bytes(const struct cpu_mem *m)
{
	uint64_t n;
	if (!m->repeats)
		return m->bytes;
	return __builtin_mul_overflow(cpu_now.reg[1], (uint64_t)m->bytes, &n) ? UINT64_MAX : n;
}

static bool holds(uint8_t condition)
{
	uint64_t f = cpu_now.flags;
	bool cf = f & CPU_CF, zf = f & CPU_ZF, sf = f & CPU_SF, of = f & CPU_OF, pf = f & CPU_PF;
	const bool told[] = {of, cf, zf, cf || zf, sf, pf, sf != of, zf || sf != of};
	return told[condition / 2] != (condition & 1);
}

bool cpu_taken(const struct cpu_insn *in)
{
	bool zf = cpu_now.flags & CPU_ZF;
	if (in->condition == JRCXZ)
		return cpu_now.reg[1] == 0;
	if (in->condition == JECXZ)
		return (uint32_t)cpu_now.reg[1] == 0;
	if (in->condition < LOOPNE)
		return holds(in->condition);
	bool on = --cpu_now.reg[1] != 0;
	return on && (in->condition == LOOP || zf == (in->condition == LOOPE));
}

int cpu_step(const struct cpu_insn *in)
{
	cpu_now.flags = (cpu_now.flags & (STATUS | CPU_DF)) | 0x202;
	return cpu_enter(in->stub);
}

static const uint32_t mxcsr_at_start = 0x1f80;

void cpu_reset_fp(uint64_t seed)
{
	uint64_t other = ~seed * 0x9e3779b97f4a7c15;
	__asm__ volatile(
	    "fninit\n\tvzeroall\n\tldmxcsr %2\n\tmovq %0, %%xmm0\n\tmovq %1, %%xmm1\n\tpunpcklqdq %%xmm1, %%xmm0\n\t"
	    "movaps %%xmm0, %%xmm2\n\tmovaps %%xmm1, %%xmm3\n\tmovaps %%xmm0, %%xmm15" ::"r"(seed),
	    "r"(other), "m"(mxcsr_at_start));
}

struct cpu_fp cpu_read_fp(void)
{
	struct cpu_fp fp;
	uint8_t image[512] __attribute__((aligned(16)));
	uint64_t any = 1;
	__asm__ volatile("fxsave %0" : "=m"(image));
	memcpy(&fp.control, image, sizeof fp.control);
	fp.used = image[4];
	memcpy(&fp.mxcsr, image + 24, sizeof fp.mxcsr);
	// all upper halves, or together; the registers are anyone's now
	__asm__ volatile(
	    "vorps %%ymm1, %%ymm0, %%ymm0\n\tvorps %%ymm3, %%ymm2, %%ymm2\n\tvorps %%ymm5, %%ymm4, %%ymm4\n\t"
	    "vorps %%ymm7, %%ymm6, %%ymm6\n\tvorps %%ymm9, %%ymm8, %%ymm8\n\tvorps %%ymm11, %%ymm10, %%ymm10\n\t"
	    "vorps %%ymm13, %%ymm12, %%ymm12\n\tvorps %%ymm15, %%ymm14, %%ymm14\n\tvorps %%ymm2, %%ymm0, %%ymm0\n\t"
	    "vorps %%ymm6, %%ymm4, %%ymm4\n\tvorps %%ymm10, %%ymm8, %%ymm8\n\tvorps %%ymm14, %%ymm12, %%ymm12\n\t"
	    "vorps %%ymm4, %%ymm0, %%ymm0\n\tvorps %%ymm12, %%ymm8, %%ymm8\n\tvorps %%ymm8, %%ymm0, %%ymm0\n\t"
	    "vextractf128 $1, %%ymm0, %%xmm0\n\tpshufd $0x4e, %%xmm0, %%xmm1\n\tpor %%xmm1, %%xmm0\n\t"
	    "movq %%xmm0, %0\n\tvzeroupper\n\tfninit\n\tldmxcsr %1"
	    : "=r"(any)
	    : "m"(mxcsr_at_start));
	fp.upper = any != 0;
	return fp;
}
