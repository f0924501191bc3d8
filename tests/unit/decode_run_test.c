/*
 * decode_run_test: arch/amd64/decode.c against the processor. Instructions made
 * by chance are run: what has changed behind them has to be among what they are
 * said to write, and what they are not said to read must not matter; nor flags that they
 * do not test, or other bits than those that a result's come from.
 *
 * What faults, or is not on this machine, is passed over. Not run are those
 * that go elsewhere, use the stack pointer or x87 and MMX registers, or give
 * something else each time.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <cmocka.h>

#include "arch/amd64/allowed.h"
#include "arch/amd64/decode.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum {
	LONGEST = 15, VECTORS = 16, VECTOR_BYTES = 32, MEMORY = 8192, MIDDLE = MEMORY / 2,
	ROUNDS = 400000, MOST_TOLD = 20, FRONT = 64, PAGE = 4096,
};
static const uint64_t around = 1ULL << 33; // bytes
static const uint64_t arithmetic_flags = 0x8d5, auxiliary_carry = 0x10; // OF SF ZF AF PF CF

struct registers_of {
	uint64_t reg[AMD64_REGS], flags;
	uint8_t vector[VECTORS][VECTOR_BYTES];
};

// What the assembly below loads and stores; rsp aside.
struct registers_of decode_run_state;
void *decode_run_code;
uint64_t decode_run_sp;
void decode_run(void);
extern char decode_run_back[];

#define STATE(offset) #offset "+decode_run_state(%rip)"
__asm__(".text\n.globl decode_run, decode_run_back\ndecode_run:\n"
        "	push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
        "	mov %rsp, decode_run_sp(%rip)\n"
        "	lea 136+decode_run_state(%rip), %rax\n"
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n	vmovdqu 32*\\n(%rax), %ymm\\n\n.endr\n"
        "	push " STATE(128) "\n	popfq\n"
        "	mov " STATE(0) ", %rax\n	mov " STATE(8) ", %rcx\n	mov " STATE(16) ", %rdx\n	mov " STATE(24) ", %rbx\n"
        "	mov " STATE(40) ", %rbp\n	mov " STATE(48) ", %rsi\n	mov " STATE(56) ", %rdi\n	mov " STATE(64) ", %r8\n"
        "	mov " STATE(72) ", %r9\n	mov " STATE(80) ", %r10\n	mov " STATE(88) ", %r11\n	mov " STATE(96) ", %r12\n"
        "	mov " STATE(104) ", %r13\n	mov " STATE(112) ", %r14\n	mov " STATE(120) ", %r15\n"
        "	jmp *decode_run_code(%rip)\n"
        "decode_run_back:\n"
        "	mov %rax, " STATE(0) "\n	mov %rcx, " STATE(8) "\n	mov %rdx, " STATE(16) "\n	mov %rbx, " STATE(24) "\n"
        "	mov %rbp, " STATE(40) "\n	mov %rsi, " STATE(48) "\n	mov %rdi, " STATE(56) "\n	mov %r8, " STATE(64) "\n"
        "	mov %r9, " STATE(72) "\n	mov %r10, " STATE(80) "\n	mov %r11, " STATE(88) "\n	mov %r12, " STATE(96) "\n"
        "	mov %r13, " STATE(104) "\n	mov %r14, " STATE(112) "\n	mov %r15, " STATE(120) "\n"
        "	mov decode_run_sp(%rip), %rsp\n	pushfq\n	pop " STATE(128) "\n"
        "	lea 136+decode_run_state(%rip), %rax\n"
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n	vmovdqu %ymm\\n, 32*\\n(%rax)\n.endr\n"
        "	vzeroupper\n	cld\n"
        "	pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n	ret\n");
_Static_assert(offsetof(struct registers_of, flags) == 128 && offsetof(struct registers_of, vector) == 136, "as the assembly has it");

static sigjmp_buf fault;

static void on_fault(int number)
{
	siglongjmp(fault, number);
}

struct machine {
	uint8_t *code, *memory;
	uint64_t rng;
	size_t ran, bad;
	bool told[ZYDIS_MNEMONIC_MAX_VALUE + 1];
	struct arena *arena;
};

static uint64_t chance(struct machine *m)
{
	m->rng = m->rng * 6364136223846793005 + 1442695040888963407;
	return m->rng >> 16 | m->rng << 48;
}

// The instruction, and an indirect jump back with its target behind it.
static void write_code(struct machine *m, const uint8_t *p, uint8_t length)
{
	static const uint8_t jump[] = {0xff, 0x25, 0, 0, 0, 0};
	const void *back = decode_run_back;
	memcpy(m->code, p, length);
	memcpy(m->code + length, jump, sizeof jump);
	memcpy(m->code + length + sizeof jump, &back, sizeof back);
	decode_run_code = m->code;
}

// run runs the instruction on *s and the memory; false when it faults.
static bool run(struct registers_of *s)
{
	decode_run_state = *s;
	if (sigsetjmp(fault, 1) != 0)
		return false;
	decode_run();
	*s = decode_run_state;
	return true;
}

static bool can_run(struct machine *m, const struct amd64_decoded *d, const struct insn *in)
{
	const char *what, *hint;
	switch (in->kind) {
	case INSN_PUSH:
	case INSN_POP:
	case INSN_LEAVE:
	case INSN_CALL:
	case INSN_JUMP:
	case INSN_BRANCH:
	case INSN_RETURN:
	case INSN_TRAP:
		return false;
	default:
		break;
	}
	switch (d->i.mnemonic) {
	case ZYDIS_MNEMONIC_RDTSC:
	case ZYDIS_MNEMONIC_RDRAND:
	case ZYDIS_MNEMONIC_RDSEED:
	case ZYDIS_MNEMONIC_CPUID:
		return false;
	default:
		break;
	}
	bool state = in->marks & (MARK_MMX | MARK_EMMS | MARK_X87);
	return !state && !((in->reads | in->writes) >> RSP & 1) && !in->field && amd64_allowed(m->arena, &d->i, d->op, &what, &hint);
}

// Registers of chance, those of addresses so that the places are in the memory.
static void fill(struct machine *m, const struct insn *in, struct registers_of *s)
{
	bool displaced = false;
	for (int k = 0; k < in->accesses; k++)
		displaced |= in->access[k].at.index == REG_OTHER; // perhaps by a register that is not told
	for (int r = 0; r < AMD64_REGS; r++)
		s->reg[r] = displaced ? chance(m) % 64 : chance(m) >> (chance(m) % 64);
	s->reg[chance(m) % AMD64_REGS] = 0;
	s->reg[chance(m) % AMD64_REGS] = 0;
	for (int r = 0; r < VECTORS; r++)
		for (int k = 0; k < VECTOR_BYTES; k++)
			s->vector[r][k] = (uint8_t)(k % 8 ? 0 : chance(m) % 64); // as indices, small ones
	s->flags = 0x202 | (chance(m) & arithmetic_flags);
	for (int k = 0; k < in->accesses; k++) {
		const struct place *at = &in->access[k].at;
		if (at->index < AMD64_REGS)
			s->reg[at->index] = chance(m) % 64;
		if (at->base < AMD64_REGS)
			s->reg[at->base] = (uint64_t)(m->memory + MIDDLE) + chance(m) % 8 * 16;
		if (in->access[k].repeats)
			s->reg[in->access[k].count] = chance(m) % 8;
	}
}

// Whether an access reaches a byte of the memory, from the registers before it.
static bool reaches(const struct insn *in, const struct registers_of *s, uint64_t addr)
{
	for (int k = 0; k < in->accesses; k++) {
		const struct access *x = &in->access[k];
		uint64_t at = (uint64_t)x->at.disp, n = x->repeats ? x->bytes * s->reg[x->count] : x->bytes;
		if (x->at.base == REG_OTHER || x->at.index == REG_OTHER)
			return true;
		at += x->at.base < AMD64_REGS ? s->reg[x->at.base] : 0;
		at += x->at.index < AMD64_REGS ? s->reg[x->at.index] * x->at.scale : 0;
		if (x->writes && addr - at < n)
			return true;
	}
	return false;
}

static const char *check_writes(struct machine *m, const struct insn *in, const struct registers_of *before,
                                const struct registers_of *after, const uint8_t *memory)
{
	for (int r = 0; r < AMD64_REGS; r++) {
		if (r != RSP && before->reg[r] != after->reg[r] && !(in->writes >> r & 1))
			return "changes a register that it is not said to write";
		if ((in->narrow >> r & 1) && after->reg[r] >> 32)
			return "leaves the upper half of what it is said to zero";
	}
	for (int r = 0; r < VECTORS; r++)
		if (memcmp(before->vector[r], after->vector[r], VECTOR_BYTES) != 0 && !(in->vector_writes >> r & 1) &&
		    !(in->marks & MARK_ZERO_UPPER))
			return "changes a vector register that it is not said to write";
	if (((before->flags ^ after->flags) & arithmetic_flags) && !in->sets_flags)
		return "changes flags that it is not said to set";
	for (size_t k = 0; k < MEMORY; k++)
		if (memory[k] != m->memory[k] && !reaches(in, before, (uint64_t)(m->memory + k)))
			return "changes memory that it is not said to write";
	return NULL;
}

// What is not read is changed: what is written has to be the same.
static const char *check_reads(struct machine *m, const struct insn *in, const struct registers_of *before,
                               const struct registers_of *after, const uint8_t *memory)
{
	struct registers_of s = *before;
	static uint8_t first[MEMORY];
	memcpy(first, m->memory, MEMORY);
	memcpy(m->memory, memory, MEMORY);
	for (int r = 0; r < AMD64_REGS; r++)
		if (!(in->reads >> r & 1))
			s.reg[r] = ~s.reg[r];
	if (!run(&s))
		return "faults by a register that it is not said to read";
	for (int r = 0; r < AMD64_REGS; r++)
		if ((in->writes >> r & 1) && s.reg[r] != after->reg[r])
			return "gives another result by a register that it is not said to read";
	return memcmp(first, m->memory, MEMORY) == 0 ? NULL : "stores another value by a register that it is not said to read";
}

// Other flags before: where they are not tested the results are the same, and where
// all are set, the flags are.
static const char *check_flags(struct machine *m, const struct insn *in, const struct registers_of *before,
                               const struct registers_of *after, const uint8_t *memory)
{
	struct registers_of s = *before;
	static uint8_t first[MEMORY];
	if (in->tests_flags)
		return NULL;
	memcpy(first, m->memory, MEMORY);
	memcpy(m->memory, memory, MEMORY);
	s.flags ^= arithmetic_flags;
	if (!run(&s))
		return "faults by flags that it is not said to test";
	if (memcmp(s.reg, after->reg, sizeof s.reg) != 0 || memcmp(s.vector, after->vector, sizeof s.vector) != 0 ||
	    memcmp(first, m->memory, MEMORY) != 0)
		return "gives another result by flags that it is not said to test";
	return in->all_flags && ((s.flags ^ after->flags) & arithmetic_flags & ~auxiliary_carry) ? "keeps flags that it is said to set" : NULL;
}

// One bit of a register at a time: where each bit of the result is said to come from
// the same of the operands, or from one that is shifted, no other changes.
static const char *check_bits(struct machine *m, const struct insn *in, const struct registers_of *before,
                              const struct registers_of *after)
{
	struct registers_of s = *before;
	bool second = in->a.kind == OPERAND_REGISTER && in->bits < BITS_LEFT && chance(m) % 2;
	uint8_t from = second ? in->a.reg : in->to.reg;
	unsigned bit = chance(m) % 64, n = (unsigned)in->a.imm & (in->to.bits == 64 ? 63 : 31);
	uint64_t changed = (uint64_t)1 << bit;
	if (in->bits == BITS_MIXED || in->to.kind != OPERAND_REGISTER || in->accesses || in->parts)
		return NULL;
	s.reg[from] ^= changed;
	if (!run(&s))
		return "faults by a bit";
	uint64_t differ = s.reg[in->to.reg] ^ after->reg[in->to.reg], may = changed;
	if (in->bits == BITS_LEFT)
		may = changed << n;
	else if (in->bits == BITS_RIGHT || in->bits == BITS_RIGHT_SIGNED)
		may = changed >> n;
	if (in->bits == BITS_RIGHT_SIGNED && bit == in->to.bits - 1u)
		may = n ? UINT64_MAX << (bit - n) : changed;
	return differ & ~may ? "changes bits that do not come from the one" : NULL;
}

static void complain(struct machine *m, const struct amd64_decoded *d, const uint8_t *p, const char *what)
{
	if (m->told[d->i.mnemonic] || ++m->bad > MOST_TOLD)
		return;
	m->told[d->i.mnemonic] = true;
	print_error("%s %s:", ZydisMnemonicGetString(d->i.mnemonic), what);
	for (int k = 0; k < d->i.length; k++)
		print_error(" %02x", p[k]);
	print_error("\n");
}

static void try_bytes(struct machine *m, const uint8_t *p)
{
	static uint8_t memory[MEMORY];
	struct amd64_decoded d;
	struct insn in;
	struct registers_of before, after;
	if (!amd64_read(p, LONGEST, &d) || !amd64_decode(p, LONGEST, 0x1000, &in) || !can_run(m, &d, &in))
		return;
	for (size_t k = 0; k < MEMORY; k += 8)
		memcpy(m->memory + k, &(uint64_t){chance(m)}, 8);
	memcpy(memory, m->memory, MEMORY);
	write_code(m, p, in.length);
	fill(m, &in, &before);
	after = before;
	if (!run(&after))
		return;
	m->ran++;
	const char *what = check_writes(m, &in, &before, &after, memory);
	if (!what)
		what = check_reads(m, &in, &before, &after, memory);
	if (!what)
		what = check_flags(m, &in, &before, &after, memory);
	if (!what)
		what = check_bits(m, &in, &before, &after);
	if (what)
		complain(m, &d, p, what);
}

static void make_bytes(struct machine *m, size_t round, uint8_t p[LONGEST])
{
	static const uint8_t prefixes[] = {0x66, 0xf2, 0xf3, 0x48, 0x41, 0x0f, 0x0f, 0xc4, 0xc5, 0x4f, 0x49, 0x44};
	for (size_t k = 0; k < LONGEST; k++) {
		p[k] = (uint8_t)chance(m);
		if (k < round % 4 && chance(m) % 2)
			p[k] = prefixes[chance(m) % COUNT(prefixes)];
		if (k > 6 && round % 8)
			p[k] = 0; // what may be the upper part of a displacement
	}
}

static void test_run(void **state)
{
	static const int signals[] = {SIGSEGV, SIGILL, SIGFPE, SIGBUS, SIGTRAP};
	const char *given = getenv("SEED");
	static struct machine m;
	uint8_t p[LONGEST];
	(void)state;
	m.rng = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
	print_message("SEED=%" PRIu64 "\n", m.rng);
	if (!__builtin_cpu_supports("avx2")) {
		print_message("not run: this machine has no AVX2, whose registers the test stores\n");
		skip();
	}
	m.arena = arena_new();
	// with nothing around it that a displacement reaches
	m.memory = mmap(NULL, 2 * around, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert_true(m.memory != MAP_FAILED);
	m.memory += around;
	assert_int_equal(mprotect(m.memory, MEMORY, PROT_READ | PROT_WRITE), 0);
	m.code = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(m.code != MAP_FAILED);
	m.code += FRONT;
	for (size_t i = 0; i < COUNT(signals); i++)
		sigaction(signals[i], &(struct sigaction){.sa_handler = on_fault, .sa_flags = SA_NODEFER}, NULL);
	for (size_t round = 0; round < ROUNDS; round++) {
		if (round % 4096 == 0) {
			arena_free(m.arena);
			m.arena = arena_new();
		}
		make_bytes(&m, round, p);
		try_bytes(&m, p);
	}
	for (size_t i = 0; i < COUNT(signals); i++)
		signal(signals[i], SIG_DFL);
	print_message("%zu instructions were run\n", m.ran);
	arena_free(m.arena);
	assert_true(m.ran > ROUNDS / 40);
	assert_int_equal(m.bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_run)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
