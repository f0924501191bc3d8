/*
 * goasm64_test: what of arm64 Go's assembler writes, and instructions for other places.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "arch/arm64/encode.h"
#include "arch/arm64/goasm.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void test_classified(void **state)
{
	static const struct {
		uint32_t word;
		enum op_kind kind;
		int64_t adjust;
		bool call, jump, near, taken;
	} rows[] = {
		{0xd10083ff, OP_ADJUST, 32, false, false, false, false},      // sub sp, sp, #32
		{0x914007ff, OP_ADJUST, -4096, false, false, false, false},   // add sp, sp, #1, lsl #12
		{0x910003ff, OP_BYTES, 0, false, false, false, false},        // mov sp, sp
		{0xd10083fb, OP_BYTES, 0, false, false, false, false},        // sub x27, sp, #32
		{0x910083bf, OP_BYTES, 0, false, false, false, false},        // add sp, x29, #32
		{0x94000004, OP_BYTES, 0, true, false, false, false},         // bl
		{0x14000004, OP_BYTES, 0, false, true, false, false},         // b
		{0xd61f0000, OP_BYTES, 0, false, false, false, false},        // br x0
		{0xb4000080, OP_BYTES, 0, false, false, true, false},         // cbz
		{0x10000085, OP_BYTES, 0, false, false, false, true},         // adr x5
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t bytes[4];
		struct insn in;
		struct op op = {0};
		a64_write(bytes, rows[i].word);
		assert_true(arch_arm64.decode(bytes, sizeof bytes, 0x1000, &in));
		arm64_classify(&in, &op);
		assert_int_equal(op.kind, rows[i].kind);
		assert_int_equal(op.stack.adjust, rows[i].adjust);
		assert_true(op.flow.call == rows[i].call && op.flow.jump == rows[i].jump && op.ref.near == rows[i].near &&
		            op.ref.taken == rows[i].taken);
	}
}

// The farthest place that each reaches, and the one behind it.
static void test_refers(void **state)
{
	static const struct {
		uint32_t word;
		int64_t most, step; // bytes
	} rows[] = {
		{0x14000000, (1 << 27) - 4, 4}, {0x94000000, (1 << 27) - 4, 4}, {0x54000000, (1 << 20) - 4, 4},
		{0xb4000003, (1 << 20) - 4, 4}, {0x37080003, (1 << 15) - 4, 4}, {0x58000003, (1 << 20) - 4, 4},
		{0x10000003, (1 << 20) - 1, 1},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const int64_t least = -rows[i].most - rows[i].step;
		const int64_t places[] = {0, rows[i].step, -rows[i].step, rows[i].most, least};
		const struct op op = {.at = UINT64_C(1) << 40, .length = 4};
		uint8_t bytes[4];
		struct insn in;
		for (size_t k = 0; k < COUNT(places); k++) {
			a64_write(bytes, rows[i].word);
			assert_true(arm64_refer(&op, bytes, op.at + (uint64_t)places[k]));
			assert_true(arch_arm64.decode(bytes, sizeof bytes, op.at, &in));
			assert_int_equal(in.refers, op.at + (uint64_t)places[k]);
		}
		a64_write(bytes, rows[i].word);
		assert_false(arm64_refer(&op, bytes, op.at + (uint64_t)(rows[i].most + rows[i].step)));
		assert_int_equal(a64_read(bytes), A64_TRAP);
		a64_write(bytes, rows[i].word);
		assert_false(arm64_refer(&op, bytes, op.at + (uint64_t)(least - rows[i].step)));
	}
}

// Loads and stores at other places: each word decodes as that, or there is none.
static void test_offsets(void **state)
{
	static const struct {
		uint32_t word;
		int64_t offset;
		uint32_t want; // 0: none
	} rows[] = {
		{0xa9bf7bfd, 496, 0xa91f7bfd}, // stp x29, x30, [sp, #-16]! at 496
		{0xa9bf7bfd, 512, 0}, {0xa9bf7bfd, 4, 0}, {0xa9bf7bfd, -512, 0xa9207bfd},
		{0xf84107fe, 32760, 0xf97ffffe}, {0xf84107fe, 32768, 0}, // ldr x30, [sp], #16
		{0xf84107fe, 4, 0xf84043fe}, {0xf84107fe, -256, 0xf85003fe}, {0xf84107fe, -257, 0},
		{0x3dc00fe0, 65520, 0x3dffffe0}, {0x3dc00fe0, 8, 0x3cc083e0}, // ldr q0, [sp, #48]
		{0x8b2163e0, 0, 0}, // add x0, sp, x1
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t word = 0;
		bool got = a64_at(rows[i].word, 31, rows[i].offset, &word);
		assert_int_equal(got, rows[i].want != 0);
		if (got)
			assert_int_equal(word, rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_classified), cmocka_unit_test(test_refers),
	                                   cmocka_unit_test(test_offsets)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
