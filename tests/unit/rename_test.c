/*
 * rename_test: place/rename.h. Bodies, how Go passes their arguments, and the
 * registers that they get; and what has to hold of all of those.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "place/rename.h"
#include "placing.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { AX, CX, DX, BX, SP, BP, SI, DI, R8, R9, R12 = 12, R14 = 14, R15 = 15, REGS, MAX_ARGS = 6 };

static const char *const names[] = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};
static const uint8_t c_args[] = {DI, SI, DX, CX, R8, R9}, go_args[] = {AX, BX, CX, DI, SI, R8};
static const uint8_t c_results[] = {AX, DX}, go_results[] = {AX, BX};

// C's register=the body's, for all that have one but rsp and rbp, in the order of
// their numbers; "swap" when the last sum's operands change places.
static const struct {
	const char *name, *code;
	size_t n;
	size_t args, results; // integers
	const char *want;     // NULL: the body keeps C's registers
} rows[] = {
	{"one register is both: its argument is not read later", CODE("\x48\x8d\x47\x01\xc3"), 1, 1, "ax=ax di=ax"}, // lea rax,[rdi+1]
	{"a sum", CODE("\x48\x8d\x04\x37\xc3"), 2, 1, "ax=ax si=bx di=ax"}, // lea rax,[rdi+rsi]
	{"an argument that is not used", CODE("\x48\x89\xf0\xc3"), 2, 1, "ax=ax si=bx"}, // mov rax,rsi
	{"two results", CODE("\x48\x89\xf0\x48\x89\xfa\xc3"), 2, 2, "ax=ax dx=bx si=bx di=di"}, // mov rax,rsi; mov rdx,rdi
	{"the argument is read after the result's first write",
	 CODE("\x48\x89\xf0\x48\x29\xf8\xc3"), 2, 1, "ax=ax si=bx di=di"}, // mov rax,rsi; sub rax,rdi
	{"but added at the end", CODE("\x48\x89\xf0\x48\x01\xf8\xc3"), 2, 1, "ax=r13 si=bx di=ax swap"}, // mov rax,rsi; add rax,rdi
	{"added before the end", CODE("\x48\x89\xf0\x48\x01\xf8\x48\xff\xc0\xc3"), 2, 1, "ax=ax si=bx di=di"}, // ...; inc rax
	{"added to what is only a part", CODE("\x89\xf0\x66\x01\xf8\xc3"), 2, 1, "ax=ax si=bx di=di"}, // mov eax,esi; add ax,di
	{"added, of an argument that was changed", // mov rax,rsi; inc rdi; add rax,rdi
	 CODE("\x48\x89\xf0\x48\xff\xc7\x48\x01\xf8\xc3"), 2, 1, "ax=ax si=bx di=di"},
	{"the result begins with a part of itself", // mov al,1; movzx eax,al; add.. rdi is read later
	 CODE("\xb0\x01\x48\x89\xf8\xc3"), 1, 1, "ax=ax di=di"},
	{"shifts want cl", CODE("\x48\x89\xf8\x48\x89\xd1\x48\xd3\xe0\xc3"), 3, 1, "ax=ax cx=cx dx=dx di=ax"}, // mov rax,rdi; mov rcx,rdx; shl rax,cl
	{"products want ax and dx", CODE("\x48\x89\xf8\x48\xf7\xe6\x48\x89\xd0\xc3"), 2, 1, "ax=ax dx=dx si=bx di=di"}, // mov rax,rdi; mul rsi; mov rax,rdx
	{"a jump between", CODE("\x85\xff\x75\x04\x48\x89\xf0\xc3\x48\x89\xd0\xc3"), 3, 1, "ax=ax dx=cx si=bx di=di"}, // test edi,edi; jne; mov rax,rsi...
	{"rdx, C's third argument and second result, is written in between", // lea rdx,[rsi+rsi*4]; mov eax,7
	 CODE("\x48\x8d\x14\xb6\xb8\x07\x00\x00\x00\xc3"), 3, 2, "ax=ax dx=bx si=si"},
	{"and without a third argument it may be shared", CODE("\x48\x8d\x14\xb6\xb8\x07\x00\x00\x00\xc3"), 2, 2, "ax=ax dx=bx si=bx"},
	{"a register that C saves", CODE("\x53\x48\x89\xfb\x48\x89\xd8\x5b\xc3"), 1, 1, NULL}, // push rbx; mov rbx,rdi; mov rax,rbx; pop rbx
	{"a high byte", CODE("\x89\xf8\x0f\xb6\xc4\xc3"), 1, 1, NULL}, // mov eax,edi; movzx eax,ah
	{"a scratch register", CODE("\x49\x89\xfb\x4c\x89\xd8\xc3"), 1, 1, "ax=ax di=ax r11=r11"}, // mov r11,rdi; mov rax,r11
	{"nothing", CODE("\xc3"), 2, 0, ""},
};

static struct passing passing_of(struct arena *a, size_t args, size_t results)
{
	struct passing p = {{0}, {0}};
	for (size_t i = 0; i < args; i++)
		VEC_PUSH(a, &p.args, ((struct passed){c_args[i], go_args[i]}));
	for (size_t i = 0; i < results; i++)
		VEC_PUSH(a, &p.results, ((struct passed){c_results[i], go_results[i]}));
	return p;
}

static const char *render(struct arena *a, const struct registers *r)
{
	const char *s = "";
	for (uint8_t reg = 0; reg < REGS; reg++)
		if (reg != SP && reg != BP && r->at[reg] != REWRITE_UNUSED)
			s = arena_printf(a, "%s%s%s=%s", s, *s ? " " : "", names[reg], names[r->at[reg]]);
	return r->swapped ? arena_printf(a, "%s swap", s) : s;
}

static bool is_one_of(const uint8_t *list, size_t n, uint8_t reg)
{
	return memchr(list, reg, n) != NULL;
}

// What has to hold of any choice: Go's own registers are left alone, no two
// arguments come to one place, and only an argument shares one with a result.
static const char *broken(const struct registers *r, size_t args, size_t results)
{
	for (uint8_t x = 0; x < REGS; x++) {
		if (x == SP || x == BP || r->at[x] == REWRITE_UNUSED)
			continue;
		if (r->at[x] == SP || r->at[x] == BP || r->at[x] == R12 || r->at[x] == R14 || r->at[x] == R15)
			return "a register that is not the body's";
		for (uint8_t y = 0; y < x; y++) {
			bool args_both = is_one_of(c_args, args, x) && is_one_of(c_args, args, y);
			bool share = (is_one_of(c_args, args, x) && is_one_of(c_results, results, y)) ||
			             (is_one_of(c_args, args, y) && is_one_of(c_results, results, x));
			if (y != SP && y != BP && r->at[y] == r->at[x] && (args_both || !share))
				return "two values in one register";
		}
	}
	return NULL;
}

static void test_rows(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct code_symbol symbols[5] = {{"f", 0, rows[i].n}};
		struct proving *p = proving_new(rows[i].code, rows[i].n, symbols, NULL, 0);
		struct placement placed = placing_code(p);
		struct passing passing = passing_of(p->arena, rows[i].args, rows[i].results);
		struct registers r;
		bool done = rename_body(&p->img, &placed.pieces.v[place_piece(&placed, CODE_BASE)], &passing, &r);
		const char *got = done ? render(p->arena, &r) : NULL, *why = done ? broken(&r, rows[i].args, rows[i].results) : NULL;
		if (why || done != (rows[i].want != NULL) || (done && strcmp(got, rows[i].want) != 0)) {
			print_error("%s: %s, want %s%s%s\n", rows[i].name, got ? got : "C's", rows[i].want ? rows[i].want : "C's", why ? "; " : "", why ? why : "");
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

static void test_used(void **state)
{
	static const char code[] = "\x48\x8d\x04\x37" /* lea rax,[rdi+rsi] */
	                           "\x48\xd3\xe0" /* shl rax,cl */
	                           "\xc3";
	static const struct code_symbol symbols[5] = {{"f", 0, sizeof code - 1}};
	struct proving *p = proving_new(CODE(code), symbols, NULL, 0);
	struct placement placed = placing_code(p);
	regset used;
	(void)state;
	assert_true(rename_used(&p->img, &placed.pieces.v[0], &used));
	assert_int_equal(used, 1 << AX | 1 << CX | 1 << SI | 1 << DI);
	proving_free(p);
}

static void test_may_swap(void **state)
{
	static const struct {
		const char *code;
		size_t n;
		bool want;
	} cases[] = {
		{CODE("\x48\x01\xf8"), true}, // add rax, rdi
		{CODE("\x01\xf8"), true}, // add eax, edi
		{CODE("\x48\x03\xc7"), true}, // the same, encoded the other way round
		{CODE("\x48\x21\xf8"), true}, // and
		{CODE("\x48\x09\xf8"), true}, // or
		{CODE("\x48\x31\xf8"), true}, // xor
		{CODE("\x48\x0f\xaf\xc7"), true}, // imul rax, rdi
		{CODE("\x48\x01\xc7"), false}, // add rdi, rax
		{CODE("\x48\x29\xf8"), false}, // sub
		{CODE("\x48\x11\xf8"), false}, // adc
		{CODE("\x66\x01\xf8"), false}, // add ax, di: the rest of rax stays
		{CODE("\x40\x00\xf8"), false}, // add al, dil
		{CODE("\x48\x03\x07"), false}, // add rax, [rdi]
		{CODE("\x48\x6b\xc7\x05"), false}, // imul rax, rdi, 5
		{CODE("\x48\xf7\xef"), false}, // imul rdi
		{CODE("\x48\x89\xf8"), false}, // mov rax, rdi
		{CODE("\x48\x31\xc0"), false}, // xor rax, rax
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct insn in;
		assert_true(arch_amd64.decode((const uint8_t *)cases[i].code, cases[i].n, CODE_BASE, &in));
		if (rename_may_swap(&in, AX, DI) != cases[i].want)
			fail_msg("case %zu: want %d", i, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows), cmocka_unit_test(test_used), cmocka_unit_test(test_may_swap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
