/*
 * check64_test: C and assembly for arm64, by clang and by gcc: what is proven is
 * confirmed, and a proof that claims more than is true is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "compiled.h"
#include "lying.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { ROUNDS = 2000, LEAST = 1000 };

// C with all that the claims are about; what compilers for arm64 do not do stands in assembly: stack arguments that
// are written, a look at a caller's register, and a jump table of distances.
static const char source[] =
	"#include <stdint.h>\n"
	"#define OUT __attribute__((noinline))\n"
	"struct big { long a[12]; };\n"
	"typedef long (*fn)(long);\n"
	"OUT static long twice(long x) { return 2 * x; }\n"
	"OUT static long squared(long x) { volatile long a[9]; a[x & 7] = x; return a[x & 7] * x; }\n"
	"OUT static long apply(fn f, long *p, long n) { for (long i = 0; i < n; i++) p[i] = f(p[i]); return f(n); }\n"
	"OUT static long fill(long *p, long n) { for (long i = 0; i < n; i++) p[i] = i; return p[n - 1]; }\n"
	"OUT static long last(struct big b) { b.a[0] = 5; *(volatile long *)&b.a[3] = 7; return fill(b.a, 12); }\n"
	"OUT static long many(long a, long b, long c, long d, long e, long f, long g, long h, fn i, long *p) {\n"
	"	long r = i(b + c + d + e + f + g + h); *p = a; return r; }\n"
	"OUT static long down(long n) { volatile char a[40]; a[n & 31] = 1; return n <= 0 ? a[3] : down(n - 1) + 1; }\n"
	"OUT static long trees(long n) { volatile char a[70]; a[n & 31] = 1; return down(n) + (n <= 0 ? a[3] : trees(n - 1)); }\n"
	"OUT static void stop(long x) { if (x) __builtin_trap(); for (;;) ; }\n"
	"static const fn table[] = {twice, squared, twice};\n"
	"long arrays(long *p, long n) { long a[20]; fill(a, 20); for (long i = 0; i < n; i++) p[i] += a[i & 15]; return last(*(struct big *)p); }\n"
	"long pointers(long *p, long n) { return apply(n & 1 ? twice : squared, p, n) + many(1, 2, 3, 4, n, 6, 7, 8, squared, p); }\n"
	"long indexed(long *p, unsigned n) { return table[n % 3](p[0]); }\n"
	"long recursive(long n) { return down(n & 7) + trees(n & 3); }\n"
	"long choose(long n, long *p) {\n"
	"	switch (n) { case 0: return fill(p, 3); case 1: return p[4]; case 2: return twice(n); case 3: p[1] = 8; return 1;\n"
	"	case 4: return squared(p[1]); case 5: return p[7] + twice(p[2]); case 6: stop(n); }\n"
	"	return 0; }\n"
	"long aligned(long n) { _Alignas(64) volatile long a[16]; long b[9]; for (long i = 0; i < 16; i++) a[i & 15] = i * n;\n"
	"	return fill(b, 9) + a[n & 15]; }\n"
	"static short counted;\n"
	"OUT static short added(short x, short *p) { return x + *p; }\n"
	"long pages(short n) { counted = added(counted, &n); return counted; }\n" // clang -O0 puts a page aside
	"long huge(long n) { volatile char a[70000]; for (long i = 0; i < n; i++) a[i * i % 70000] = 1; return a[n & 1023]; }\n"
	"double doubles(const double *p, long n) { double s = 0, t = 1; for (long i = 0; i < n; i++) { s += p[i]; t *= s; fill((long[4]){i, 1, 2, 3}, 4); } return s + t; }\n"
	"long over(long, long, long, long, long, long, long, long, long, long);\n"
	"long peeked(long n);\n"
	"long jumps(long n);\n"
	"__asm__(\".text\\n\"\n"
	"	\".type over,%function\\nover: ldp x8, x9, [sp]\\nadd x8, x8, x9\\nstp x8, x8, [sp]\\nmov x0, x8\\nret\\n.size over,.-over\\n\"\n"
	"	\".type peek,%function\\npeek: mov x8, #1\\nstr x8, [x19]\\nret\\n.size peek,.-peek\\n\"\n"
	"	\".type peeked,%function\\npeeked: stp x19, x30, [sp, #-32]!\\nadd x19, sp, #16\\nbl peek\\n1: str x0, [sp, #16]\\n\"\n"
	"	\"subs x0, x0, #1\\nb.ne 1b\\nldp x19, x30, [sp], #32\\nret\\n.size peeked,.-peeked\\n\"\n"
	"	\".type jumps,%function\\njumps: cmp w0, #3\\nb.hi 9f\\nmov w0, w0\\nadrp x8, 8f\\nadd x8, x8, :lo12:8f\\n\"\n"
	"	\"ldrsw x9, [x8, x0, lsl #2]\\nadd x8, x8, x9\\nbr x8\\n1: sub sp, sp, #16\\nadd sp, sp, #16\\n2: mov x0, #2\\n9: ret\\n\"\n"
	"	\".size jumps,.-jumps\\n.section .rodata.jumps,\\\"a\\\"\\n.balign 4\\n8: .word 1b-8b, 2b-8b, 9b-8b, 1b-8b\\n.text\\n\");\n"
	"long asms(long n) { return over(1, 2, 3, 4, 5, 6, 7, 8, n, n + 1) + peeked(n) + jumps(n); }\n";

static const char *const functions[] = {"arrays", "pointers", "indexed", "recursive", "choose", "aligned", "pages", "huge", "doubles", "asms", NULL};
static const struct depth depths[] = {{"trees", 4, {"source.c", 1, 1}}, {"down", 8, {"source.c", 1, 1}}};

static const struct {
	const char *cc, *flags[4];
} ways[] = {
	{"clang", {"-O0"}}, {"clang", {"-O1"}}, {"clang", {"-O2"}}, {"clang", {"-O3"}}, {"clang", {"-Os"}},
	{"clang", {"-O2", "-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer"}},
	{"gcc", {"-O0"}}, {"gcc", {"-O1"}}, {"gcc", {"-O2"}}, {"gcc", {"-O3"}}, {"gcc", {"-Os"}},
};

static void compile(struct compiled *c, size_t way)
{
	struct compiled_source s = {&arch_arm64, source, functions, ways[way].flags, depths, COUNT(depths)};
	setenv("CC", ways[way].cc, 1);
	compiled_new(c, &s);
}

static void test_compiled(void **state)
{
	const char *text;
	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct compiled c;
		compile(&c, i);
		if (!compiled_confirms(&c, c.arena, &c.proof, &text))
			fail_msg("%s %s: %s", ways[i].cc, ways[i].flags[0], text);
		compiled_free(&c);
	}
}

static void test_falsified(void **state)
{
	struct lying lying = lying_new();
	lying_leaves_out(&lying, "another track"); // there is none
	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct compiled c;
		compile(&c, i);
		lying_about(&lying, &c, ROUNDS / (int)COUNT(ways), ways[i].flags[0]);
		compiled_free(&c);
	}
	lying_ends(&lying, LEAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compiled),
		cmocka_unit_test(test_falsified),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
