/*
 * level_test: arch/amd64/level.h: what an instruction needs beyond what a
 * package has declared, and the hint that names the least that has it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arch/amd64/level.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CODE(text) text, sizeof(text) - 1

#define LEVEL_HINT(level, flags) \
	"declare the level that has it, //nearcall:cpu x86-64-v" level ", or it alone, //nearcall:cflags " flags
#define FLAG_HINT(flags, level) \
	"declare that the package needs it: //nearcall:cflags " flags ", or //nearcall:cpu x86-64-v" level

static const struct {
	const char *code;
	size_t n;
	const char *cpu, *cflags[3];
	const char *missing, *hint; // NULL: nothing is missing
} levels[] = {
	{CODE("\x01\xc0" /* add eax,eax */), NULL, {0}, NULL, NULL},
	{CODE("\x66\x0f\x38\x00\xc0" /* pshufb xmm0,xmm0 */), NULL, {0}, "x86-64-v2 (SSSE3)", LEVEL_HINT("2", "-mssse3")},
	{CODE("\x66\x0f\x38\x00\xc0"), "x86-64-v2", {0}, NULL, NULL},
	{CODE("\x66\x0f\x38\x00\xc0"), NULL, {"-march=x86-64-v2"}, NULL, NULL},
	{CODE("\x66\x0f\x38\x00\xc0"), NULL, {"-mssse3"}, NULL, NULL},
	{CODE("\x66\x0f\x38\x00\xc0"), NULL, {"-O3", "-mavx2"}, NULL, NULL},
	{CODE("\x66\x0f\x38\x00\xc0"), NULL, {"-msse3"}, "x86-64-v2 (SSSE3)", LEVEL_HINT("2", "-mssse3")},
	{CODE("\x0f\x38\x00\xc0" /* pshufb mm0,mm0 */), NULL, {0}, "x86-64-v2 (SSSE3MMX)", LEVEL_HINT("2", "-mssse3")},
	{CODE("\xc5\xfd\xfe\xc1" /* vpaddd ymm0,ymm0,ymm1 */), "x86-64-v2", {0},
	 "x86-64-v3 (AVX2)", LEVEL_HINT("3", "-mavx2")},
	{CODE("\xc5\xfd\xfe\xc1"), NULL, {"-mavx"}, "x86-64-v3 (AVX2)", LEVEL_HINT("3", "-mavx2")},
	{CODE("\xc5\xfd\xfe\xc1"), NULL, {"-mavx512dq"}, NULL, NULL},
	{CODE("\x62\xf1\x7d\x48\xfe\xc1" /* vpaddd zmm0,zmm0,zmm1 */), NULL, {"-mavx512bw"}, NULL, NULL},
	{CODE("\x62\xf1\x7d\x28\xfe\xc1" /* {evex} vpaddd ymm0,ymm0,ymm1 */), NULL, {"-mavx512bw"},
	 "x86-64-v4 (AVX512F_256)", LEVEL_HINT("4", "-mavx512vl")},
	{CODE("\x62\xf1\x7d\x28\xfe\xc1"), NULL, {"-mavx512bw", "-mavx512vl"}, NULL, NULL},
	{CODE("\x62\xf1\x7d\x28\xfe\xc1"), "x86-64-v4", {0}, NULL, NULL},
	{CODE("\x66\x0f\x38\xdc\xc0" /* aesenc xmm0,xmm0 */), "x86-64-v4", {0}, "AES (-maes)", FLAG_HINT("-maes", "4+aes")},
	{CODE("\x66\x0f\x38\xdc\xc0"), NULL, {"-maes"}, NULL, NULL},
	{CODE("\xc4\xe2\x79\xdc\xc0" /* vaesenc xmm0,xmm0,xmm0 */), NULL, {"-maes"},
	 "x86-64-v3 (AVXAES)", LEVEL_HINT("3", "-mavx")},
	{CODE("\xc4\xe2\x79\xdc\xc0"), NULL, {0}, "AVXAES (-mavx -maes)", FLAG_HINT("-mavx -maes", "1+avx+aes")},
	{CODE("\xc4\xe2\x79\xdc\xc0"), "x86-64-v3", {"-maes"}, NULL, NULL},
	{CODE("\x0f\x1c\x07" /* cldemote [rdi] */), "x86-64-v4", {0}, "CLDEMOTE (-mcldemote)", FLAG_HINT("-mcldemote", "4+cldemote")},
	{CODE("\xf3\x0f\xbc\xc0" /* tzcnt eax,eax: bsf of old */), NULL, {0}, NULL, NULL},
	{CODE("\xf3\x0f\xbd\xc0" /* lzcnt eax,eax */), NULL, {0}, "x86-64-v3 (LZCNT)", LEVEL_HINT("3", "-mlzcnt")},
	{CODE("\x62\xf1\x7d\x28\xfe\xc1"), NULL, {"-march=znver4"}, NULL, NULL},
	// levels with features
	{CODE("\x66\x0f\x38\xdc\xc0" /* aesenc */), "x86-64-v2+aes", {0}, NULL, NULL},
	{CODE("\x66\x0f\x38\xdc\xc0"), "x86-64-v2+sha", {0}, "AES (-maes)", FLAG_HINT("-maes", "2+aes")},
	{CODE("\x66\x0f\x38\xdc\xc0"), "x86-64-v2+sha+vaes", {0}, NULL, NULL},
	{CODE("\xc5\xfd\xfe\xc1" /* vpaddd ymm */), "x86-64-v1+avx2", {0}, NULL, NULL},
	{CODE("\xc5\xfd\xfe\xc1"), "x86-64-v2+avx", {0}, "x86-64-v3 (AVX2)", LEVEL_HINT("3", "-mavx2")},
	{CODE("\x0f\x38\xcb\xc1" /* sha256rnds2 xmm0,xmm1 */), "x86-64-v3+vaes+sha", {0}, NULL, NULL},
	{CODE("\x62\xf1\x7d\x28\xfe\xc1"), NULL, {"-march=znver4", "-march=x86-64-v3"}, "x86-64-v4 (AVX512F_256)",
	 LEVEL_HINT("4", "-mavx512f -mavx512vl")},
};

static void decode(const char *code, size_t n, ZydisDecodedInstruction *i, ZydisDecodedOperand *ops)
{
	ZydisDecoder d;
	ZydisDecoderInit(&d, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	assert_true(ZYAN_SUCCESS(ZydisDecoderDecodeFull(&d, code, n, i, ops)));
	assert_int_equal(i->length, n);
}

static bool same(const char *is, const char *want)
{
	return !is == !want && (!is || strcmp(is, want) == 0);
}

static void test_levels(void **state)
{
	size_t bad = 0;
	struct arena *a = arena_new();
	(void)state;
	for (size_t k = 0; k < COUNT(levels); k++) {
		ZydisDecodedInstruction i;
		ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
		struct gopkg pkg = {0};
		const char *hint = NULL;
		if (levels[k].cpu)
			VEC_PUSH(a, &pkg.cpu, (struct input){.path = levels[k].cpu});
		for (size_t f = 0; f < COUNT(levels[k].cflags) && levels[k].cflags[f]; f++)
			VEC_PUSH(a, &pkg.cflags, levels[k].cflags[f]);
		decode(levels[k].code, levels[k].n, &i, ops);
		struct level level = amd64_level(&pkg, "");
		const char *missing = amd64_missing_level(a, &level, &i, &hint);
		if (!same(missing, levels[k].missing) || !same(hint, levels[k].hint)) {
			print_error("row %zu, %s: %s; %s\n", k, ZydisMnemonicGetString(i.mnemonic),
			            missing ? missing : "nothing missing", hint ? hint : "no hint");
			bad++;
		}
	}
	arena_free(a);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_levels)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
