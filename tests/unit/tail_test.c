/*
 * tail_test: place/tail.h. Bodies that jump to another function: what stands in
 * their place, and why there is none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "place/fuse.h"
#include "placing.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { R9 = 9, AS_IT_IS = 0, UNCALLABLE, RENAMED, IN_MEMORY };

#define COMPARE "\x48\x39\xf7" // cmp rdi, rsi
#define SUM "\x48\x8d\x04\x37" // lea rax, [rdi+rsi]
#define FAR "shares its code with another function"

// f, and behind it g. The ops as in place_cases.h, those that are not run in brackets; or the reason.
static const struct {
	const char *name, *code;
	size_t n, g; // bytes; where g is
	int how;
	const char *want;
} rows[] = {
	{"a jump on one path", CODE(COMPARE "\x7d\x05" SUM "\xc3\xe9\x01\0\0\0\xcc\x31\xc0\xc3"), 16, AS_IT_IS, "bbbgubco"},
	{"a jump alone", CODE("\xe9\0\0\0\0\x31\xc0\xc3"), 5, AS_IT_IS, "ubco"},
	{"in the middle", CODE(COMPARE "\x7d\x05\xe9\x06\0\0\0" SUM "\xc3\xcc\x31\xc0\xc3"), 16, AS_IT_IS, "bbubcogb"},
	{"of what relies on an aligned stack", // movaps [rsp-0x18], xmm0
	 CODE(COMPARE "\x7d\x05" SUM "\xc3\xe9\x01\0\0\0\xcc\x0f\x29\x44\x24\xe8\xc3"), 16, AS_IT_IS, "bbbgubbbcbacao"},
	{"the depth is mended behind a return", CODE("\x53" COMPARE "\x7d\x06" SUM "\x5b\xc3\x5b\xe9\0\0\0\0\x31\xc0\xc3"), 18, AS_IT_IS,
	 "ubbbog(a)oubco"},
	{"and behind a jump", CODE("\x53" COMPARE "\x7d\x06\x5b\xe9\x06\0\0\0" SUM "\x5b\xc3\x31\xc0\xc3"), 18, AS_IT_IS, "ubboubcog(a)bo"},
	{"the frame pointer goes", CODE("\x55\x48\x89\xe5" COMPARE "\x7d\x06" SUM "\x5d\xc3\x5d\xe9\0\0\0\0\x31\xc0\xc3"), 21, AS_IT_IS,
	 "bbbgubco"},
	{"but not where it is still there at the jump",
	 CODE("\x55\x48\x89\xe5\x5d" COMPARE "\x7d\x05" SUM "\xc3\xe9\0\0\0\0\x31\xc0\xc3"), 20, AS_IT_IS, "ubobbbgubco"},
	{"a call", CODE("\x48\x83\xec\x08\xe8\x05\0\0\0\x48\x83\xc4\x08\xc3\x31\xc0\xc3"), 14, AS_IT_IS, "calls"},
	{"a carrier without texts of C functions", CODE("\xe9\0\0\0\0\x31\xc0\xc3"), 5, UNCALLABLE, "calls"},
	{"in Go's registers", CODE("\xe9\0\0\0\0\x31\xc0\xc3"), 5, RENAMED, "calls"},
	{"with arguments in memory", CODE("\xe9\0\0\0\0\x31\xc0\xc3"), 5, IN_MEMORY, "calls"},
	{"into the middle of a function", CODE("\xe9\x02\0\0\0\x31\xc0\x31\xc0\xc3"), 5, AS_IT_IS, FAR},
	{"of what needs a stack that is checked", // sub rsp, 0x400; add rsp, 0x400
	 CODE("\xe9\0\0\0\0\x48\x81\xec\0\x04\0\0\x48\x81\xc4\0\x04\0\0\xc3"), 5, AS_IT_IS, FAR},
	{"of what needs little of it", CODE("\xe9\0\0\0\0\x48\x81\xec\x80\x01\0\0\x48\x81\xc4\x80\x01\0\0\xc3"), 5, AS_IT_IS, "ubco"},
};

static const char *render(struct arena *a, const struct ops *ops)
{
	static const char letters[] = "buoacjlg";
	const char *s = "";
	for (size_t i = 0; i < ops->n; i++)
		s = arena_printf(a, ops->v[i].live ? "%s%c" : "%s(%c)", s, letters[ops->v[i].kind]);
	return s;
}

static void test_rows(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct code_symbol symbols[5] = {{"f", 0, rows[i].g}, {"g", rows[i].g, rows[i].n - rows[i].g}};
		struct proving *p = proving_new(rows[i].code, rows[i].n, symbols, NULL, 0);
		struct placement placed = placing_code(p);
		struct registers same = {.swapped = 0};
		for (uint8_t r = 0; r < INSN_REGS; r++)
			same.at[r] = r;
		struct fusing how = {.calls = rows[i].how != UNCALLABLE, .at = rows[i].how == RENAMED ? &same : NULL,
		                     .frame.arguments = rows[i].how == IN_MEMORY};
		struct fused f;
		const char *got;
		if (fuse_function(p->arena, &p->img, &placed, proof_of(&p->proof, CODE_BASE), &how, &f, &got))
			got = f.called.n == 1 && f.called.v[0] == CODE_BASE + rows[i].g ? render(p->arena, &f.ops) : "it does not call g";
		if (strcmp(got, rows[i].want) != 0) {
			print_error("%s: %s, want %s\n", rows[i].name, got, rows[i].want);
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// r10, r11 and r13 are used, so that the address of the constant would come to r9: an argument's.
static void test_arguments_are_kept(void **state)
{
#define BODY "\x4d\x31\xd2\x4d\x31\xdb\x41\x55\x4d\x31\xed\x41\x5d\x48\x8b\x05\x06\0\0\0"
	static const char *const codes[] = {BODY "\xc3\xcc\xcc\xcc\xcc\xc3", BODY "\xe9\0\0\0\0\xc3"};
	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++) {
		static const struct code_symbol symbols[5] = {{"f", 0, 25}, {"g", 25, 1}};
		struct proving *p = proving_new(codes[i], 26, symbols, "constant", 8);
		placing_section(p, CODE_BASE, CODE_BASE + 26, 16, 0);
		placing_section(p, CODE_BASE + 26, CODE_BASE + 34, 1, 0);
		placing_reloc(p, CODE_BASE + 16, CODE_BASE + 26);
		struct placement placed = placing_run(p);
		struct fusing how = {.calls = true};
		struct fused f;
		const char *why;
		bool fused = fuse_function(p->arena, &p->img, &placed, proof_of(&p->proof, CODE_BASE), &how, &f, &why);
		if (i == 0) {
			assert_true(fused);
			assert_int_equal(f.constants_register, R9);
		} else {
			assert_false(fused);
			assert_string_equal(why, "has constants that take much room");
		}
		proving_free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_arguments_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
