/*
 * lay_test: place/lay.h lays out bodies whose jumps it has to make long, whose loops are aligned wherever the body
 * begins, and whose returns are of any length; and trampolines/amd64/length.h knows how long cmd/asm's instructions are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "place/lay.h"
#include "trampolines/amd64/length.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { BASE = 0x1000 };

// A body that is made op by op; addresses count from BASE, as the lengths have it.
struct body_maker {
	struct arena *arena;
	struct fused f;
	uint64_t addr;
};

static struct body_maker maker_new(void)
{
	struct body_maker m = {.arena = arena_new(), .f.align = 1, .addr = BASE};
	return m;
}

static struct op *add(struct body_maker *m, enum op_kind kind, const char *bytes, uint8_t n)
{
	struct op op = {.kind = kind, .addr = m->addr, .length = n, .live = true, .ref.constant = NOTHING};
	op.bytes = arena_alloc(m->arena, INSN_MAX_BYTES);
	memcpy(op.bytes, bytes, n);
	VEC_PUSH(m->arena, &m->f.ops, op);
	m->addr += n;
	return &m->f.ops.v[m->f.ops.n - 1];
}

static void fill(struct body_maker *m, size_t n)
{
	for (; n; n--)
		add(m, OP_BYTES, "\x90", 1);
}

static void jump(struct body_maker *m, const char *opcode, uint64_t to)
{
	struct op *op = add(m, OP_BYTES, opcode, 2);
	op->ref.field = 1;
	op->ref.width = 1;
	op->ref.to = BASE + to;
}

static void pad(struct body_maker *m, uint64_t align)
{
	struct op op = lay_pad(m->arena, align);
	VEC_PUSH(m->arena, &m->f.ops, op);
	m->f.align = align > m->f.align ? align : m->f.align;
}

// The op at a place of the body as it was made.
static const struct op *made_at(const struct body_maker *m, uint64_t addr)
{
	for (size_t i = 0; i < m->f.ops.n; i++)
		if (m->f.ops.v[i].addr == BASE + addr)
			return &m->f.ops.v[i];
	fail_msg("no op at %llu", (unsigned long long)addr);
	return NULL;
}

static int64_t distance(const struct op *op)
{
	int8_t narrow = (int8_t)op->bytes[op->ref.field];
	int32_t wide;
	memcpy(&wide, op->bytes + op->ref.field, sizeof wide);
	return op->ref.width == 1 ? narrow : wide;
}

static void leads(const struct body_maker *m, uint64_t from, uint64_t to)
{
	const struct op *op = made_at(m, from);
	assert_int_equal((int64_t)(op->at + op->length) + distance(op), to);
}

// Jumps over 100 bytes and a return, which is 1 to 16 bytes long.
static void test_lengthen(void **state)
{
	static const struct {
		const char *opcode;
		size_t between;
		uint8_t nret, length; // of the jump, in the end
		uint8_t first;
	} rows[] = {
		{"\x74\x00", 100, 1, 2, 0x74}, {"\x74\x00", 126, 1, 2, 0x74}, {"\x74\x00", 126, 2, 6, 0x0f},
		{"\x7f\x00", 120, 16, 6, 0x0f}, {"\xeb\x00", 112, 15, 2, 0xeb}, {"\xeb\x00", 112, 16, 5, 0xe9},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct body_maker m = maker_new();
		struct surroundings s = {.nret = rows[i].nret};
		memset(s.ret, 0x90, sizeof s.ret);
		jump(&m, rows[i].opcode, 2 + rows[i].between + 1);
		fill(&m, rows[i].between);
		add(&m, OP_GOTO, "\xc3", 1);
		fill(&m, 1);
		assert_true(lay_out(arch_find("amd64"), &m.f.ops, 0));
		fuse_settle(m.arena, arch_find("amd64"), &m.f, &s);
		const struct op *op = made_at(&m, 0), *last = made_at(&m, 2 + rows[i].between + 1);
		assert_int_equal(op->length, rows[i].length);
		assert_int_equal(op->bytes[0], rows[i].first);
		assert_int_equal(last->at, rows[i].length + rows[i].between + rows[i].nret);
		leads(&m, 0, last->at);
		assert_memory_equal(made_at(&m, 2 + rows[i].between)->bytes, s.ret, s.nret);
		arena_free(m.arena);
	}
}

// jrcxz has no long form: what does not fit stays as it was, or is refused.
static void test_cannot(void **state)
{
	(void)state;
	for (size_t between = 115; between < 135; between++) {
		struct body_maker m = maker_new();
		struct surroundings s = {.ret = "\x90\x90\x90\x90\x90\x90\x90\xc3", .nret = 8};
		jump(&m, "\xe3\x00", 2 + between + 1);
		fill(&m, between);
		add(&m, OP_GOTO, "\xc3", 1)->length = 2; // a jump to the end
		fill(&m, 1);
		bool fits = lay_out(arch_find("amd64"), &m.f.ops, 0);
		assert_int_equal(fits, between + 2 <= INT8_MAX);
		if (fits) {
			fuse_settle(m.arena, arch_find("amd64"), &m.f, &s);
			const struct op *back = made_at(&m, 2 + between);
			bool settled = between + s.nret <= INT8_MAX;
			assert_int_equal(back->kind, settled ? OP_BYTES : OP_GOTO);
			leads(&m, 0, back->at + back->length);
		}
		arena_free(m.arena);
	}
}

// A jump to a return that is a jump to the end goes there at once; one to a return that is one, to that.
static void test_to_return(void **state)
{
	(void)state;
	for (uint8_t nret = 0; nret < 2; nret++) {
		struct body_maker m = maker_new();
		struct surroundings s = {.ret = {0xc3}, .nret = nret};
		jump(&m, "\x74\x00", 3);
		fill(&m, 1);
		add(&m, OP_GOTO, "\xc3", 1);
		fill(&m, 5);
		assert_true(lay_out(arch_find("amd64"), &m.f.ops, 0));
		fuse_settle(m.arena, arch_find("amd64"), &m.f, &s);
		const struct op *last = &m.f.ops.v[m.f.ops.n - 1];
		leads(&m, 0, nret ? made_at(&m, 3)->at : last->at + last->length);
		arena_free(m.arena);
	}
}

// A loop's head stands at a multiple, wherever the body begins, and is led to.
static void test_ahead(void **state)
{
	(void)state;
	for (uint64_t align = 8; align <= 32; align *= 2)
		for (uint64_t ahead = 0; ahead < 70; ahead++) {
			struct body_maker m = maker_new();
			struct surroundings s = {.ahead = ahead};
			fill(&m, 3);
			pad(&m, align);
			fill(&m, 4);
			jump(&m, "\x75\x00", 3);
			fill(&m, 1);
			assert_true(lay_out(arch_find("amd64"), &m.f.ops, 0));
			fuse_settle(m.arena, arch_find("amd64"), &m.f, &s);
			const struct op *head = made_at(&m, 3), *no_ops = &m.f.ops.v[3];
			assert_int_equal((ahead + head->at) % align, 0);
			assert_true(head->at < 3 + align);
			assert_int_equal(no_ops->length, head->at - 3);
			leads(&m, 7, head->at);
			arena_free(m.arena);
		}
}

// As go tool asm makes them.
static void test_front(void **state)
{
	static const struct {
		const char *line;
		uint64_t bytes;
	} rows[] = {
		{"\tMOVQ xs_base+0(FP), DI\n", 5}, {"\tMOVQ x+8(FP), R8\n", 5}, {"\tMOVQ x+119(FP), DI\n", 5},
		{"\tMOVQ x+120(FP), DI\n", 8}, {"\tMOVL x+0(FP), DI\n", 4}, {"\tMOVL x+0(FP), R9\n", 5},
		{"\tMOVBLZX x+0(FP), DI\n", 5}, {"\tMOVWLSX x+0(FP), R8\n", 6}, {"\tMOVSS x+0(FP), X0\n", 6},
		{"\tMOVSD x+0(FP), X7\n", 6}, {"\tMOVQ AX, DI\n", 3}, {"\tMOVQ R8, R9\n", 3}, {"\tMOVAPS X0, X1\n", 3},
		{"\tMOVAPS X0, X14\n", 4}, {"\tLEAQ x+0(FP), R11\n", 5}, {"\tMOVQ 8(R11), DI\n", 4},
		{"\tMOVQ 8(R11), X0\n", 6}, {"\tMOVQ 0(R11), DI\n", 3}, {"\tMOVQ 8(SP), R12\n", 5}, {"\tMOVBLZX AX, DI\n", 3},
		{"\tMOVQ x_base+0(FP), DI\n\tMOVQ x_len+8(FP), SI\n", 10}, {"", 0},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (length_of_front(rows[i].line) != rows[i].bytes)
			fail_msg("%s: %llu bytes", rows[i].line, (unsigned long long)length_of_front(rows[i].line));
}

static void test_return(void **state)
{
	static const struct {
		const char *text, *bytes;
		uint8_t n;
	} rows[] = {
		{"\tRET\n", "\xc3", 1},
		{"\tMOVQ AX, ret+24(FP)\n\tRET\n", "\x48\x89\x44\x24\x20\xc3", 6},
		{"\tMOVL AX, ret+8(FP)\n\tRET\n", "\x89\x44\x24\x10\xc3", 5},
		{"\tMOVW AX, ret+8(FP)\n\tRET\n", "\x66\x89\x44\x24\x10\xc3", 6},
		{"\tMOVB AX, ret+8(FP)\n\tRET\n", "\x88\x44\x24\x10\xc3", 5},
		{"\tMOVSS X0, ret+119(FP)\n\tRET\n", "\xf3\x0f\x11\x44\x24\x7f\xc3", 7},
		{"\tMOVSD X0, ret+8(FP)\n\tRET\n", "\xf2\x0f\x11\x44\x24\x10\xc3", 7},
		{"\tMOVQ AX, ret+120(FP)\n\tRET\n", "", 0}, // farther than a byte tells
		{"\tMOVQ AX, BX\n\tRET\n", "", 0},
		{"\tMOVQ DX, ret+8(FP)\n\tRET\n", "", 0},
		{"\tMOVQ AX, 8(R11)\n\tRET\n", "", 0},
		{"\tVZEROUPPER\n\tRET\n", "", 0},
		{"\tMOVQ AX, ret+8(FP)\n\tXORPS X15, X15\n\tRET\n", "", 0},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct surroundings s = {0};
		length_of_return(rows[i].text, &s);
		assert_int_equal(s.nret, rows[i].n);
		assert_memory_equal(s.ret, rows[i].bytes, rows[i].n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengthen), cmocka_unit_test(test_cannot), cmocka_unit_test(test_to_return),
		cmocka_unit_test(test_ahead), cmocka_unit_test(test_front), cmocka_unit_test(test_return),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
