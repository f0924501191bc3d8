// execute.c - execute N SEED: what the decoder says of instructions, against what they do, on arm64 or under
// qemu-user. Each is run with random registers and memory: nothing may change but what it is said to write, to the
// value that its kind and operands tell, and nothing that it is not said to read may make a difference.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "arch/arm64/decode.h"
#include "cpu.h"

enum { REGION = 4 << 20, MEMORY = 192 << 10, MIDDLE = MEMORY / 2, SHOWN = 20 };

struct test {
	uint64_t state, words, checked, wrong;
	uint8_t *region;  // the code is in its middle
	uint8_t *memory, *kept, *inverse; // as it is; as it begins; all bits of that the other way
	uint8_t *before, *other;
	uint32_t w;
	struct insn in;
};

static uint64_t next(struct test *t)
{
	uint64_t z = t->state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static void wrong(struct test *t, const char *what)
{
	if (t->wrong++ < SHOWN)
		printf("%08" PRIx32 ": %s\n", t->w, what);
}

static uint64_t masked(uint64_t n, unsigned bits)
{
	return bits >= 64 ? n : n & ((UINT64_C(1) << bits) - 1);
}

static uint64_t address(const struct place *at, const struct cpu *c)
{
	if (at->pc_relative)
		return at->addr;
	uint64_t base = at->base < ARM64_REGS ? c->x[at->base] : 0, index = at->index < ARM64_REGS ? c->x[at->index] : 0;
	return base + index * at->scale + (uint64_t)at->disp;
}

// Of the memory as it was before.
static uint64_t value(const struct test *t, const struct operand *o, const struct cpu *c)
{
	uint64_t n = 0, at;
	switch (o->kind) {
	case OPERAND_REGISTER:
		return masked(c->x[o->reg], o->bits);
	case OPERAND_IMMEDIATE:
		return (uint64_t)o->imm;
	case OPERAND_MEMORY:
		at = address(&o->at, c);
		if (at >= (uintptr_t)t->memory && at < (uintptr_t)t->memory + MEMORY)
			at = at - (uintptr_t)t->memory + (uintptr_t)t->before;
		memcpy(&n, (const void *)at, o->bits / 8);
		return n;
	default:
		return 0;
	}
}

static uint64_t extended(uint64_t n, unsigned bits)
{
	return (uint64_t)((int64_t)(n << (64 - bits)) >> (64 - bits));
}

// What the kind says of the result; false when it says nothing.
static bool result(const struct test *t, const struct cpu *c, uint64_t *n, uint64_t *or_n)
{
	const struct insn *in = &t->in;
	uint64_t a = in->kind == INSN_ADDRESS ? 0 : value(t, &in->a, c), b = value(t, &in->b, c);
	*or_n = 0;
	if (in->b.kind == OPERAND_OTHER)
		return false; // so far on, and how far is not followed
	switch (in->kind) {
	case INSN_MOVE:
	case INSN_ZERO_EXTEND:
		*n = a;
		break;
	case INSN_SIGN_EXTEND:
		*n = extended(a, in->a.bits);
		break;
	case INSN_INSERT:
		*n = (c->x[in->to.reg] & ~(UINT64_C(0xffff) << b)) | a << b;
		break;
	case INSN_ADD:
		*n = a + b;
		break;
	case INSN_SUB:
		*n = a - b;
		break;
	case INSN_AND:
		*n = a & b;
		break;
	case INSN_ADDRESS:
		*n = address(&in->a.at, c);
		break;
	case INSN_SELECT:
		*n = a;
		*or_n = masked(b, in->to.bits);
		break;
	default:
		return false;
	}
	*n = masked(*n, in->to.bits);
	if (in->kind != INSN_SELECT)
		*or_n = *n;
	return true;
}

static bool has_other_index(const struct insn *in)
{
	return in->accesses && in->access[0].at.index == REG_OTHER;
}

static void check_result(struct test *t, const struct cpu *c, const struct cpu *after)
{
	uint64_t n, or_n, got = 0;
	const struct operand *to = &t->in.to;
	if (has_other_index(&t->in) || !result(t, c, &n, &or_n) || to->kind == OPERAND_NONE)
		return;
	if (to->kind == OPERAND_REGISTER)
		got = after->x[to->reg];
	else
		memcpy(&got, (const void *)address(&to->at, c), to->bits / 8);
	bool over = to->kind == OPERAND_REGISTER && t->in.back.bytes && t->in.back.reg == to->reg;
	if (got != n && got != or_n && !over)
		wrong(t, "the result is another");
	if (t->in.to2.kind == OPERAND_REGISTER && after->x[t->in.to2.reg] != value(t, &t->in.a2, c))
		wrong(t, "the second result is another");
}

static void check_registers(struct test *t, const struct cpu *c, const struct cpu *after)
{
	for (unsigned r = 0; r < ARM64_REGS; r++) {
		bool writes = t->in.writes >> r & 1;
		if (after->x[r] != c->x[r] && !writes)
			wrong(t, "changes a register that it is not said to write");
		if (writes && t->in.narrow >> r & 1 && after->x[r] >> 32)
			wrong(t, "writes more of a register than 32 bits");
		if (t->in.back.bytes && t->in.back.reg == r && after->x[r] != c->x[r] + (uint64_t)t->in.back.bytes)
			wrong(t, "adds another number to the base");
		if (memcmp(after->v[r], c->v[r], sizeof c->v[r]) != 0 && !(t->in.vector_writes >> r & 1))
			wrong(t, "changes a vector register that it is not said to write");
	}
	if (after->flags != c->flags && !t->in.sets_flags)
		wrong(t, "changes the flags");
	if (t->in.kind == INSN_COMPARE) {
		uint64_t a = value(t, &t->in.a, c), b = value(t, &t->in.b, c);
		bool carry = after->flags >> 29 & 1, zero = after->flags >> 30 & 1;
		if (carry != (a >= b) || zero != (a == b))
			wrong(t, "compares something else");
	}
}

// keep copies what the instruction is said to access from one copy of the memory to another.
static void keep(const struct test *t, const struct cpu *c, const uint8_t *from, uint8_t *to, bool writes)
{
	for (unsigned k = 0; k < t->in.accesses; k++) {
		const struct access *x = &t->in.access[k];
		uint64_t at = address(&x->at, c) - (uintptr_t)t->memory;
		if (at < MEMORY && (writes ? x->writes : x->reads))
			memcpy(to + at, from + at, x->bytes);
	}
}

static void check_memory(struct test *t, const struct cpu *c)
{
	memcpy(t->other, t->before, MEMORY);
	keep(t, c, t->memory, t->other, true);
	if (memcmp(t->memory, t->other, MEMORY) != 0 && !has_other_index(&t->in))
		wrong(t, "writes to memory where it is not said to");
}

// Bases lead into the memory, indices are small. False where that cannot be.
static bool set_registers(struct test *t, struct cpu *c)
{
	for (unsigned r = 0; r < ARM64_REGS; r++) {
		c->x[r] = next(t) >> (next(t) % 4 * 20);
		for (unsigned i = 0; i < 2; i++)
			c->v[r][i] = next(t);
	}
	c->flags = next(t) & UINT64_C(0xf0000000);
	for (unsigned k = 0; k < t->in.accesses; k++) {
		const struct place *at = &t->in.access[k].at;
		regset address_only = t->in.reads & ~t->in.data & ~((regset)1 << (at->base & 31));
		for (unsigned r = 0; r < ARM64_REGS && !at->pc_relative; r++)
			c->x[r] = address_only >> r & 1 ? next(t) % 64 * 16 : c->x[r];
		if (at->pc_relative && !t->in.access[k].reads)
			return false;
		if (at->index == at->base && !at->pc_relative)
			return false;
		if (at->index == REG_OTHER && !address_only)
			return false; // the base itself
		if (at->index < ARM64_REGS)
			c->x[at->index] = next(t) % 64 * 16;
		if (!at->pc_relative)
			c->x[at->base] = (uintptr_t)t->memory + MIDDLE;
	}
	return true;
}

// A second run, in which all is different that is not said to be read.
static void check_reads(struct test *t, const struct cpu *c, const struct cpu *after)
{
	struct cpu other = *c;
	regset used = t->in.reads;
	for (unsigned r = 0; r < ARM64_REGS; r++)
		other.x[r] = used >> r & 1 ? c->x[r] : ~c->x[r];
	if (t->in.accesses) {
		memcpy(t->memory, has_other_index(&t->in) ? t->before : t->inverse, MEMORY);
		keep(t, c, t->before, t->memory, false);
	}
	if (!cpu_run(t->region + REGION / 2, t->w, &other))
		wrong(t, "does not run a second time");
	for (unsigned r = 0; r < ARM64_REGS; r++) {
		if (t->in.writes >> r & 1 && other.x[r] != after->x[r])
			wrong(t, "reads a register or memory that it is not said to read");
		if (t->in.vector_writes >> r & 1 && memcmp(other.v[r], after->v[r], sizeof other.v[r]) != 0)
			wrong(t, "a vector register depends on what it is not said to read");
	}
	if (t->in.sets_flags && other.flags != after->flags)
		wrong(t, "flags depend on what it is not said to read");
}

static bool can_run(const struct insn *in)
{
	return !in->target && in->kind != INSN_CALL && in->kind != INSN_JUMP && in->kind != INSN_RETURN &&
	       in->kind != INSN_TRAP;
}

static void one(struct test *t)
{
	struct cpu before, after;
	uint8_t bytes[ARM64_BYTES];
	memcpy(bytes, &t->w, sizeof bytes);
	t->words++;
	if (!arm64_decode(bytes, sizeof bytes, (uintptr_t)t->region + REGION / 2 + CPU_CODE, &t->in) || !can_run(&t->in) ||
	    !set_registers(t, &before))
		return;
	if (t->in.accesses)
		memcpy(t->memory, t->kept, MEMORY);
	after = before;
	t->checked++;
	if (!cpu_run(t->region + REGION / 2, t->w, &after)) {
		wrong(t, "does not run");
		return;
	}
	check_registers(t, &before, &after);
	check_result(t, &before, &after);
	if (t->in.accesses)
		check_memory(t, &before);
	check_reads(t, &before, &after);
}

static const struct arm64_table *const all[] = {
	arm64_immediate, arm64_register, arm64_load, arm64_atomic, arm64_structure, arm64_float, arm64_vector,
	arm64_scalar, arm64_crypto, arm64_immediate, arm64_register, arm64_load,
};

static uint32_t random_word(struct test *t)
{
	const struct arm64_table *list = all[next(t) % (sizeof all / sizeof *all)];
	size_t n = 0;
	for (const struct arm64_table *x = list; x->rows; x++)
		n += x->n;
	size_t at = next(t) % n;
	while (at >= list->n)
		at -= list++->n;
	const struct arm64_row *row = &list->rows[at];
	uint32_t w = ((uint32_t)next(t) & ~row->mask) | row->value;
	return next(t) % 4 ? w : w | (31u << 5 & ~row->mask); // the stack pointer, or the zero register
}

int main(int argc, char **argv)
{
	static struct test t;
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 0) : 1000;
	t.state = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	t.region = mmap(NULL, REGION, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (t.region == MAP_FAILED || !cpu_start())
		return perror("execute"), 1;
	t.memory = aligned_alloc(64, MEMORY);
	t.kept = malloc(MEMORY);
	t.before = malloc(MEMORY);
	t.other = malloc(MEMORY);
	t.inverse = malloc(MEMORY);
	for (size_t i = 0; i < MEMORY; i++) {
		t.kept[i] = (uint8_t)next(&t);
		t.inverse[i] = (uint8_t)~t.kept[i];
	}
	memcpy(t.before, t.kept, MEMORY);
	for (uint64_t i = 0; i < n; i++) {
		t.w = random_word(&t);
		one(&t);
	}
	printf("%" PRIu64 " words, %" PRIu64 " run, %" PRIu64 " wrong\n", t.words, t.checked, t.wrong);
	return t.wrong || !t.checked;
}
