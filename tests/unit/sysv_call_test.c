/*
 * sysv_call_test: sysv.h against the compiler that builds this test.
 *
 * Calls with every type of sysv_types.h go to one assembly function, declared
 * anew for each signature, which records the registers and the stack. Each
 * argument must be where sysv_assign says; each result must be read from where
 * sysv_classify says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "sysv_types.h"

enum { MAX_ARGS = 18, MAX_TYPE = 64, STACK_BYTES = 512, BEFORE_STACK = 6 * 8 + 8 * 16 };

// What the probe saw, and what it gives back.
static struct {
	uint64_t gpr[SYSV_INT_REGS];
	uint8_t xmm[SYSV_SSE_REGS][16];
	uint8_t stack[STACK_BYTES];
} seen __attribute__((used));
static struct {
	uint64_t rax, rdx;
	uint8_t xmm0[16], xmm1[16];
	uint64_t memory_bytes; // to write to the hidden pointer; 0 when there is none
	uint8_t memory[MAX_TYPE];
} answer __attribute__((used));

_Static_assert(offsetof(__typeof__(seen), stack) == BEFORE_STACK, "the probe's offsets");
_Static_assert(offsetof(__typeof__(answer), memory_bytes) == 48, "the probe's offsets");

__asm__(".text\n"
        ".type sysv_probe, @function\n"
        "sysv_probe:\n"
        "	lea seen(%rip), %rax\n"
        "	mov %rdi, (%rax)\n"
        "	mov %rsi, 8(%rax)\n"
        "	mov %rdx, 16(%rax)\n"
        "	mov %rcx, 24(%rax)\n"
        "	mov %r8, 32(%rax)\n"
        "	mov %r9, 40(%rax)\n"
        "	movups %xmm0, 48(%rax)\n"
        "	movups %xmm1, 64(%rax)\n"
        "	movups %xmm2, 80(%rax)\n"
        "	movups %xmm3, 96(%rax)\n"
        "	movups %xmm4, 112(%rax)\n"
        "	movups %xmm5, 128(%rax)\n"
        "	movups %xmm6, 144(%rax)\n"
        "	movups %xmm7, 160(%rax)\n"
        "	mov %rdi, %rdx\n"
        "	lea 176(%rax), %rdi\n"
        "	lea 8(%rsp), %rsi\n"
        "	mov $512, %ecx\n"
        "	rep movsb\n"
        "	lea answer(%rip), %r8\n"
        "	mov 48(%r8), %rcx\n"
        "	test %rcx, %rcx\n"
        "	jz 1f\n"
        "	mov %rdx, %rdi\n"
        "	lea 56(%r8), %rsi\n"
        "	rep movsb\n"
        "	mov %rdx, %rax\n"
        "	ret\n"
        "1:	mov (%r8), %rax\n"
        "	mov 8(%r8), %rdx\n"
        "	movups 16(%r8), %xmm0\n"
        "	movups 32(%r8), %xmm1\n"
        "	ret\n"
        ".size sysv_probe, .-sysv_probe\n");

static uint8_t value[MAX_ARGS][MAX_TYPE]; // the arguments, in memory
static uint8_t matters[MAX_ARGS][MAX_TYPE]; // 1 where a byte is no padding

// fill gives each member of v bytes of its own; padding stays unmarked.
static void fill(const struct ctype *t, uint8_t *v, uint8_t *mask)
{
	static uint8_t next;
	if (t->kind == C_ARRAY)
		for (uint64_t i = 0; i < t->len; i++)
			fill(t->elem, v + i * t->elem->size, mask + i * t->elem->size);
	else if (t->kind == C_STRUCT || t->kind == C_UNION)
		for (size_t i = 0; i < t->nfields; i++)
			fill(t->fields[i].type, v + t->fields[i].offset, mask + t->fields[i].offset);
	else
		for (uint64_t i = 0; i < t->size; i++) {
			v[i] = t->kind == C_BOOL ? 1 : (uint8_t)(next = (uint8_t)(next * 5 + 3));
			mask[i] = 1;
		}
}

static void same_bytes(const char *what, size_t arg, size_t at, const uint8_t *got, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (matters[arg][at + i] && got[i] != value[arg][at + i])
			fail_msg("%s: value %zu, byte %zu: not where sysv_assign puts it", what, arg, at + i);
}

static void check_place(const char *what, size_t arg, const struct ctype *t, const struct sysv_place *p)
{
	if (p->on_stack) {
		assert_in_range(p->stack + t->size, 0, STACK_BYTES);
		same_bytes(what, arg, 0, seen.stack + p->stack, t->size);
		return;
	}
	for (size_t k = 0; k < p->how.eightbytes; k++) {
		if (p->how.cls[k] == SYSV_NO_CLASS)
			continue; // padding, which no register carries
		size_t n = t->size - 8 * k < 8 ? t->size - 8 * k : 8;
		const uint8_t *reg = p->how.cls[k] == SYSV_SSE ? seen.xmm[p->reg[k]] : (const uint8_t *)&seen.gpr[p->reg[k]];
		same_bytes(what, arg, 8 * k, reg, n);
	}
}

typedef void caller(void);

// passed makes a call and looks for each argument.
static void passed(const char *what, const struct ctype *const *types, size_t n, caller *call)
{
	struct arena *a = arena_new();
	for (size_t i = 0; i < n; i++) {
		memset(matters[i], 0, MAX_TYPE);
		fill(types[i], value[i], matters[i]);
	}
	memset(&seen, 0xee, sizeof seen);
	answer.memory_bytes = 0;
	call();
	struct sysv_call c = sysv_assign(a, types, n, NULL);
	for (size_t i = 0; i < n; i++)
		check_place(what, i, types[i], &c.args[i]);
	arena_free(a);
}

// returned makes a call whose result is value 0, and compares what comes back.
static void returned(const struct ctype *t, void (*call)(uint8_t *out))
{
	struct sysv_passing p = sysv_classify(t);
	const char *gpr[] = {(char *)&answer.rax, (char *)&answer.rdx}, *xmm[] = {(char *)answer.xmm0, (char *)answer.xmm1};
	size_t used_int = 0, used_sse = 0;
	uint8_t got[MAX_TYPE];
	uint64_t first = 0x5eed;

	memset(matters[0], 0, MAX_TYPE);
	fill(t, value[0], matters[0]);
	memcpy(value[1], &first, sizeof first);
	memset(&answer, 0xdd, sizeof answer);
	answer.memory_bytes = p.cls[0] == SYSV_MEMORY ? t->size : 0;
	memcpy(answer.memory, value[0], t->size);
	for (size_t k = 0; k < p.eightbytes; k++) {
		if (p.cls[k] == SYSV_NO_CLASS)
			continue;
		const char *to = p.cls[k] == SYSV_SSE ? xmm[used_sse++] : gpr[used_int++];
		memcpy((char *)(uintptr_t)to, value[0] + 8 * k, t->size - 8 * k < 8 ? t->size - 8 * k : 8);
	}
	call(got);
	same_bytes(t->text, 0, 0, got, t->size);
	// the argument comes behind the hidden pointer
	assert_int_equal(seen.gpr[answer.memory_bytes ? 1 : 0], first);
}

// Shapes of argument lists, T among them; each is one declaration of the
// probe, one list of descriptions, and one call.
#define L(k) load_i64(k)
#define D(k) load_f64(k)
#define SIX_LONGS L(0), L(1), L(2), L(3), L(4), L(5)
#define EIGHT_DOUBLES(k) D(k), D(k + 1), D(k + 2), D(k + 3), D(k + 4), D(k + 5), D(k + 6), D(k + 7)
#define LONGS_6 &c_i64, &c_i64, &c_i64, &c_i64, &c_i64, &c_i64
#define DOUBLES_8 &c_f64, &c_f64, &c_f64, &c_f64, &c_f64, &c_f64, &c_f64, &c_f64
#define PROBE __asm__("sysv_probe")

#define CALLS(T, ...)                                                                                         \
	static T load_##T(int k)                                                                              \
	{                                                                                                     \
		T v;                                                                                          \
		memcpy(&v, value[k], sizeof v);                                                               \
		return v;                                                                                     \
	}                                                                                                     \
	void take_##T(T) PROBE;                                                                               \
	static void alone_##T(void) { take_##T(load_##T(0)); }                                                \
	void four_##T(T, T, T, T, i64, f64) PROBE;                                                            \
	static void call4_##T(void) { four_##T(load_##T(0), load_##T(1), load_##T(2), load_##T(3), L(4), D(5)); } \
	void ints_##T(i64, i64, i64, i64, i64, T, i64, f64) PROBE;                                            \
	static void callints_##T(void) { ints_##T(L(0), L(1), L(2), L(3), L(4), load_##T(5), L(6), D(7)); }   \
	void floats_##T(f64, f64, f64, f64, f64, f64, f64, T, f64, i64) PROBE;                                \
	static void callfloats_##T(void)                                                                      \
	{                                                                                                     \
		floats_##T(D(0), D(1), D(2), D(3), D(4), D(5), D(6), load_##T(7), D(8), L(9));                \
	}                                                                                                     \
	void full_##T(i64, i64, i64, i64, i64, i64, f64, f64, f64, f64, f64, f64, f64, f64, i8, T, i8, T) PROBE; \
	static void callfull_##T(void)                                                                        \
	{                                                                                                     \
		full_##T(SIX_LONGS, EIGHT_DOUBLES(6), load_i8(14), load_##T(15), load_i8(16), load_##T(17));  \
	}                                                                                                     \
	T give_##T(i64) PROBE;                                                                                \
	static void take_back_##T(uint8_t *out)                                                               \
	{                                                                                                     \
		T v = give_##T(L(1));                                                                         \
		memcpy(out, &v, sizeof v);                                                                    \
	}

static i64 load_i64(int k);
static f64 load_f64(int k);
static i8 load_i8(int k);
SYSV_TYPES(CALLS)

struct row {
	const struct ctype *t;
	caller *alone, *four, *ints, *floats, *full;
	void (*back)(uint8_t *out);
};
#define ROW(T, ...) {&c_##T, alone_##T, call4_##T, callints_##T, callfloats_##T, callfull_##T, take_back_##T},
static const struct row rows[] = {SYSV_TYPES(ROW)};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/*
 * LLVM before 18 splits a bare __int128 between the last register and the
 * stack, and aligns it there to 8 bytes; later ones use up that register. The
 * ABI and gcc do neither.
 */
static bool compiler_departs(const struct ctype *t)
{
#if defined __clang__
	return t == &c_i128;
#else
	(void)t;
	return false;
#endif
}

#define EACH_TYPE(member, ...)                                                   \
	(void)state;                                                             \
	for (size_t i = 0; i < COUNT(rows); i++) {                               \
		const struct ctype *t = rows[i].t;                               \
		const struct ctype *const list[] = {__VA_ARGS__};                \
		passed(t->text, list, COUNT(list), rows[i].member);              \
	}
#define EACH_TYPE_BUT_DEPARTURES(member, ...)                                    \
	(void)state;                                                             \
	for (size_t i = 0; i < COUNT(rows); i++) {                               \
		const struct ctype *t = rows[i].t;                               \
		const struct ctype *const list[] = {__VA_ARGS__};                \
		if (!compiler_departs(t))                                        \
			passed(t->text, list, COUNT(list), rows[i].member);      \
	}

static void test_alone(void **state)
{
	EACH_TYPE(alone, t)
}

static void test_four(void **state)
{
	EACH_TYPE(four, t, t, t, t, &c_i64, &c_f64)
}

static void test_one_int_register_left(void **state)
{
	EACH_TYPE_BUT_DEPARTURES(ints, &c_i64, &c_i64, &c_i64, &c_i64, &c_i64, t, &c_i64, &c_f64)
}

static void test_one_sse_register_left(void **state)
{
	EACH_TYPE(floats, &c_f64, &c_f64, &c_f64, &c_f64, &c_f64, &c_f64, &c_f64, t, &c_f64, &c_i64)
}

static void test_no_register_left(void **state)
{
	EACH_TYPE_BUT_DEPARTURES(full, LONGS_6, DOUBLES_8, &c_i8, t, &c_i8, t)
}

static void test_results(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		returned(rows[i].t, rows[i].back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_four),
		cmocka_unit_test(test_one_int_register_left),
		cmocka_unit_test(test_one_sse_register_left),
		cmocka_unit_test(test_no_register_left),
		cmocka_unit_test(test_results),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
