/*
 * direct_test: arch/amd64/direct.h, instruction by instruction: what they become, that what they
 * name stays the same, and that everything else is left as it is, byte for byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <gelf.h>

#include "arch/amd64/direct.h"
#include "arch/arch.h"
#include "trampolines/amd64/disasm.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CODE(text) text, sizeof(text) - 1

enum { AT = 0x1000, PLACE = 0x1234 };

static const struct {
	const char *code;
	size_t n;
	uint32_t type;
	int64_t addend;
	size_t field;
	const char *want; // NULL: left as it is
	size_t moved;     // the field, then
} rows[] = {
	{CODE("\xff\x15\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, "call 0x1234", 2},
	{CODE("\xff\x15\0\0\0\0"), R_X86_64_GOTPCRELX, -4, 2, "call 0x1234", 2},
	{CODE("\xff\x25\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, "jmp 0x1234", 1},
	{CODE("\xff\x25\0\0\0\0"), R_X86_64_GOTPCRELX, -4, 2, "jmp 0x1234", 1},
	{CODE("\x48\x8b\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, "lea rax, [0x1234]", 3},
	{CODE("\x48\x8b\x25\0\0\0\0"), R_X86_64_REX_GOTPCRELX, -4, 3, "lea rsp, [0x1234]", 3},
	{CODE("\x4c\x8b\x3d\0\0\0\0"), R_X86_64_REX_GOTPCRELX, -4, 3, "lea r15, [0x1234]", 3},
	{CODE("\x4c\x8b\x15\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, "lea r10, [0x1234]", 3},
	// another relocation, another place for it, or something beyond the slot
	{CODE("\xff\x15\0\0\0\0"), R_X86_64_PC32, -4, 2, NULL, 0},
	{CODE("\x48\x8b\x05\0\0\0\0"), R_X86_64_GOTTPOFF, -4, 3, NULL, 0},
	{CODE("\xff\x15\0\0\0\0"), R_X86_64_GOTPCREL, 4, 2, NULL, 0},
	{CODE("\xff\x15\0\0\0\0"), R_X86_64_GOTPCREL, -4, 1, NULL, 0},
	{CODE("\x48\x8b\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	// half an address, a part of one, and addresses that are used at once
	{CODE("\x8b\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	{CODE("\x66\x8b\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, NULL, 0},
	{CODE("\x48\x89\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, NULL, 0},
	{CODE("\x48\x3b\x05\0\0\0\0"), R_X86_64_REX_GOTPCRELX, -4, 3, NULL, 0},
	{CODE("\x48\x85\x05\0\0\0\0"), R_X86_64_REX_GOTPCRELX, -4, 3, NULL, 0},
	{CODE("\x48\x0f\x44\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 4, NULL, 0},
	{CODE("\xff\x35\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	{CODE("\x64\x48\x8b\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 4, NULL, 0},
	// far calls and jumps, and those through a register
	{CODE("\xff\x1d\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	{CODE("\xff\x2d\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	{CODE("\xff\x90\0\0\0\0"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	{CODE("\x48\x8b\x80\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, NULL, 0},
	// what ends in the same bytes: ud0, vpcompressd, and a mov from there behind the field of another
	{CODE("\x0f\xff\x15\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, NULL, 0},
	{CODE("\x62\xf2\x7d\x48\x8b\x05\0\0\0\0"), R_X86_64_GOTPCREL, -4, 6, NULL, 0},
	{CODE("\xc7\x05\0\0\0\0\x48\x8b\x05\0"), R_X86_64_GOTPCREL, -4, 6, NULL, 0},
	// a prefix that takes the room
	{CODE("\x48\xff\x15\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, NULL, 0},
	{CODE("\x48\xff\x25\0\0\0\0"), R_X86_64_GOTPCREL, -4, 3, NULL, 0},
	// more and less than one instruction
	{CODE("\xff\x15\0\0\0\0\x90"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	{CODE("\xff\x15\0\0\0"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
	{CODE("\xff"), R_X86_64_GOTPCREL, -4, 2, NULL, 0},
};

// As ld fills the field in: the place, with the addend, less the field's own place.
static void link_field(uint8_t *code, const struct direct *d)
{
	uint32_t v = (uint32_t)(PLACE + d->addend - (int64_t)(AT + d->field));
	memcpy(code + d->field, &v, sizeof v);
}

static void test_table(void **state)
{
	struct arena *a = arena_new();
	struct disassembler dis;
	(void)state;
	disassembler_start(&dis);
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t code[INSN_MAX_BYTES];
		struct direct d = {rows[i].type, rows[i].addend, rows[i].field}, was = d;
		const char *text;
		memcpy(code, rows[i].code, rows[i].n);
		bool done = amd64_direct(code, rows[i].n, &d);
		if (done != (rows[i].want != NULL))
			fail_msg("row %zu is %s", i, done ? "changed" : "not changed");
		if (!done) {
			assert_memory_equal(code, rows[i].code, rows[i].n);
			assert_memory_equal(&d, &was, sizeof d);
			continue;
		}
		assert_int_equal(d.type, R_X86_64_PC32);
		assert_int_equal(d.field, rows[i].moved);
		link_field(code, &d);
		size_t n = disassemble(a, &dis, code, rows[i].n, AT, &text);
		if (strcmp(text, rows[i].want) != 0 && !strstr(text, rows[i].want))
			fail_msg("row %zu: %s, want %s", i, text, rows[i].want);
		assert_true(n == rows[i].n || code[n] == 0x90);
	}
	arena_free(a);
}

// Every register of a mov, and of a lea that is forgotten.
static void test_registers(void **state)
{
	(void)state;
	for (uint8_t reg = 0; reg < 16; reg++) {
		uint8_t code[] = {(uint8_t)(reg < 8 ? 0x48 : 0x4c), 0x8b, (uint8_t)(5 | (reg & 7) << 3), 1, 2, 3, 4};
		struct direct d = {R_X86_64_GOTPCREL, -4, 3};
		struct insn in;
		assert_true(amd64_direct(code, sizeof code, &d));
		assert_true(arch_amd64.decode(code, sizeof code, AT, &in));
		assert_int_equal(in.kind, INSN_ADDRESS);
		assert_int_equal(in.to.reg, reg);
		assert_int_equal(in.length, sizeof code);
		memcpy(code + 3, "\1\2\3\4", 4);
		assert_true(amd64_forget(code, sizeof code));
		assert_true(arch_amd64.decode(code, sizeof code, AT, &in));
		assert_int_equal(in.kind, INSN_MOVE);
		assert_int_equal(in.to.reg, reg);
		assert_int_equal(in.to.bits, 64);
		assert_int_equal(in.a.kind, OPERAND_IMMEDIATE);
		assert_int_equal(in.a.imm, 0);
		assert_int_equal(in.length, sizeof code);
		assert_false(in.sets_flags);
	}
}

static void test_not_forgotten(void **state)
{
	static const struct {
		const char *code;
		size_t n;
	} left[] = {
		{CODE("\x8d\x05\1\0\0\0")}, {CODE("\x67\x8d\x05\1\0\0\0")}, {CODE("\x66\x8d\x05\1\0\0\0")},
		{CODE("\x48\x8d\x80\1\0\0\0")}, {CODE("\x48\x8b\x05\1\0\0\0")}, {CODE("\x48\x8d\x44\x24\1")},
		{CODE("\x4a\x8d\x05\1\0\0\0")}, {CODE("\x48\x8d\x05\1\0\0")}, {CODE("\x48\x8d\x05\1\0\0\0\x90")},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(left); i++) {
		uint8_t code[INSN_MAX_BYTES];
		memcpy(code, left[i].code, left[i].n);
		if (amd64_forget(code, left[i].n))
			fail_msg("row %zu is changed", i);
		assert_memory_equal(code, left[i].code, left[i].n);
	}
}

// The trap is a load from where Go looks for nil pointers, and nothing goes on behind it.
static void test_trap(void **state)
{
	struct insn in[3];
	size_t at = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(in); at += in[i++].length)
		assert_true(arch_amd64.decode(arch_amd64.trap + at, arch_amd64.ntrap - at, at, &in[i]));
	assert_int_equal(at, arch_amd64.ntrap);
	assert_int_equal(in[0].to.reg, in[1].access[0].at.base);
	assert_int_equal(in[1].access[0].at.disp, 0);
	assert_true(in[1].access[0].reads);
	assert_int_equal(in[2].kind, INSN_TRAP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table), cmocka_unit_test(test_registers), cmocka_unit_test(test_not_forgotten),
		cmocka_unit_test(test_trap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
