/*
 * check_test: check/check.h. What is proven of small images and of compiled C is
 * confirmed; a proof that claims more than is true, in whatever part, is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "check/check.h"
#include "compiled.h"
#include "lying.h"
#include "walk_cases.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { ROUNDS = 1500, DAMAGED = 20000 };

static bool confirms(struct arena *a, const struct image *img, const struct symbol *const *entries, size_t n,
                     const struct gopkg *pkg, const struct proof *proof, const char **text)
{
	struct diags d = {.arena = a};
	struct build b = {.arena = a, .diags = &d, .arch = &arch_amd64};
	bool ok = check_proof(&b, img, entries, n, pkg, proof);
	*text = told(&d);
	assert_int_equal(ok, d.list.n == 0);
	return ok;
}

static void test_walk_cases(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(walk_cases); i++) {
		struct proving *p = proving_new(walk_cases[i].code, walk_cases[i].bytes, walk_cases[i].symbols, NULL, 0);
		const struct symbol *entry = &p->img.symbols.v[0];
		const char *text = "it is not proven";
		if (!proving_run(p) || !confirms(p->arena, &p->img, &entry, 1, &p->pkg, &p->proof, &text)) {
			print_error("%s: %s\n", walk_cases[i].name, text);
			bad++;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// Bytes changed at random: what is proven is confirmed, however odd.
static void test_damaged(void **state)
{
	const char *given = getenv("SEED"), *text;
	uint64_t rng = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
	size_t proven = 0, bad = 0;
	(void)state;
	print_message("seed %llu\n", (unsigned long long)rng);
	for (int round = 0; round < DAMAGED; round++) {
		size_t i = (size_t)round % COUNT(walk_cases);
		struct proving *p = proving_new(walk_cases[i].code, walk_cases[i].bytes, walk_cases[i].symbols, NULL, 0);
		const struct symbol *entry = &p->img.symbols.v[0];
		for (int k = 0; k < 1 + round % 3; k++) {
			rng = rng * 6364136223846793005 + 1442695040888963407;
			p->bytes[(rng >> 40) % walk_cases[i].bytes] = (uint8_t)(rng >> 32);
		}
		if (proving_run(p)) {
			proven++;
			if (!confirms(p->arena, &p->img, &entry, 1, &p->pkg, &p->proof, &text)) {
				print_error("round %d, %s: %s", round, walk_cases[i].name, text);
				for (size_t k = 0; k < walk_cases[i].bytes; k++)
					print_error("%02x ", p->bytes[k]);
				print_error("\n");
				bad++;
			}
		}
		proving_free(p);
	}
	print_message("%zu of %d proven\n", proven, DAMAGED);
	assert_true(proven > DAMAGED / 100);
	assert_int_equal(bad, 0);
}

// C with all that the claims are about.
static const char source[] =
	"#include <stdint.h>\n"
	"#include <immintrin.h>\n"
	"#define OUT __attribute__((noinline))\n"
	"struct big { long a[12]; };\n"
	"typedef long (*fn)(long);\n"
	"OUT static long twice(long x) { return 2 * x; }\n"
	"OUT static long squared(long x) { volatile long a[9]; a[x & 7] = x; return a[x & 7] * x; }\n"
	"OUT static long apply(fn f, long *p, long n) { for (long i = 0; i < n; i++) p[i] = f(p[i]); return f(n); }\n"
	"OUT static long fill(long *p, long n) { for (long i = 0; i < n; i++) p[i] = i; return p[n - 1]; }\n"
	"OUT static long last(struct big b) { b.a[0] = 5; *(volatile long *)&b.a[3] = 7; return fill(b.a, 12); }\n"
	"OUT static long many(long a, long b, long c, long d, long e, long f, fn g, long *p) { long r = g(b + c + d + e + f); *p = a; return r; }\n"
	"OUT static long down(long n) { volatile char a[40]; a[n & 31] = 1; return n <= 0 ? a[3] : down(n - 1) + 1; }\n"
	"OUT static long trees(long n) { volatile char a[70]; a[n & 31] = 1; return down(n) + (n <= 0 ? a[3] : trees(n - 1)); }\n"
	"OUT static void stop(long x) { if (x) __builtin_trap(); for (;;) ; }\n"
	"long arrays(long *p, long n) { long a[20]; fill(a, 20); for (long i = 0; i < n; i++) p[i] += a[i & 15]; return last(*(struct big *)p); }\n"
	"long pointers(long *p, long n) { return apply(n & 1 ? twice : squared, p, n) + many(1, 2, 3, 4, n, 6, squared, p); }\n"
	"long recursive(long n) { return down(n & 7) + trees(n & 3); }\n"
	"long choose(long n, long *p) {\n"
	"	switch (n) { case 0: return fill(p, 3); case 1: return p[4]; case 2: return twice(n); case 3: p[1] = 8; return 1;\n"
	"	case 4: return squared(p[1]); case 5: return p[7] + twice(p[2]); case 6: stop(n); }\n"
	"	return 0; }\n"
	"long listed(unsigned n, long *p) {\n"
	"	switch (n) { case 0: return fill(p, 3); case 1: return p[4]; case 2: return twice(n); case 3: p[1] = 8; return 1;\n"
	"	case 4: return squared(p[1]); case 5: return p[7] + twice(p[2]); default: __builtin_unreachable(); } }\n"
	"long aligned(long n) { _Alignas(64) volatile long a[16]; long b[9]; for (long i = 0; i < 16; i++) a[i & 15] = i * n;\n"
	"	return fill(b, 9) + a[n & 15]; }\n"
	"OUT __attribute__((target(\"avx2\"))) static void wide(int *p) { __m256i x = _mm256_loadu_si256((void *)p);\n"
	"	_mm256_storeu_si256((void *)(p + 8), _mm256_add_epi32(x, x)); if (p[0]) p[1] = 1; }\n"
	"long vectors(int *p) { wide(p); return p[1]; }\n"
	"__asm__(\".text\\n.type peek,@function\\npeek: movq $1, (%rbx)\\nret\\n.size peek,.-peek\\n\"\n"
	"	\".type peeked,@function\\npeeked: pushq %rbx\\nsubq $16, %rsp\\nmovq %rsp, %rbx\\ncall peek\\n1: addq $1, (%rsp)\\n\"\n"
	"	\"decq %rdi\\njne 1b\\naddq $16, %rsp\\npopq %rbx\\nret\\n.size peeked,.-peeked\\n\");\n"
	"long peeked(long n);\n"
	"long peeks(long n) { return peeked(n) + 1; }\n";

static const char *const functions[] = {"arrays", "pointers", "recursive", "choose", "listed", "aligned", "vectors", "peeks", NULL};
static const struct depth depths[] = {{"trees", 4, {"source.c", 1, 1}}, {"down", 8, {"source.c", 1, 1}}};

static void compile(struct compiled *c, const char *flag)
{
	const char *const list[] = {flag, "-march=x86-64-v3", NULL};
	struct compiled_source s = {&arch_amd64, source, functions, list, depths, COUNT(depths)};
	compiled_new(c, &s);
}

static const char *const flags[] = {"-O0", "-O1", "-O2", "-O3", "-Os"};

static void test_compiled(void **state)
{
	const char *text;
	(void)state;
	for (size_t i = 0; i < COUNT(flags); i++) {
		struct compiled c;
		compile(&c, flags[i]);
		if (!compiled_confirms(&c, c.arena, &c.proof, &text))
			fail_msg("%s: %s", flags[i], text);
		compiled_free(&c);
	}
}

// Lies of all kinds in turn; each kind has to find something to lie about.
static void test_falsified(void **state)
{
	struct lying lying = lying_new();
	(void)state;
	for (size_t i = 0; i < COUNT(flags); i++) {
		struct compiled c;
		compile(&c, flags[i]);
		lying_about(&lying, &c, ROUNDS / (int)COUNT(flags), flags[i]);
		compiled_free(&c);
	}
	lying_ends(&lying, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk_cases),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_compiled),
		cmocka_unit_test(test_falsified),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
