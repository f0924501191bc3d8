/*
 * rtmath_test: what csrc/rt has of math.h, bit for bit against the C library:
 * special values, halves, the numbers beside whole ones, and random bits. (The
 * rounding mode is Go's always, the nearest.) The seed is printed; set RT_SEED to
 * repeat a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <math.h>
#include <cmocka.h>

#include "rt_names.h"

#undef WEAK
#include "../../csrc/rt/round.c"
#undef WEAK
#include "../../csrc/rt/minmax.c"

#include "rt_plain.h"

#define ONE(F)                                                                                   \
	F(floor, floorf) F(ceil, ceilf) F(trunc, truncf) F(rint, rintf) F(nearbyint, nearbyintf) \
	F(round, roundf)
#define TWO(F) F(fmin, fminf) F(fmax, fmaxf)

static uint64_t rng;

static uint64_t next(void)
{
	rng ^= rng >> 12;
	rng ^= rng << 25;
	rng ^= rng >> 27;
	return rng * 0x2545f4914f6cdd1d;
}

static uint64_t bits(double x)
{
	uint64_t u;
	memcpy(&u, &x, sizeof u);
	return isnan(x) ? 1 : u; /* any NaN is as good as another */
}

static double of_bits(uint64_t u)
{
	double x;
	memcpy(&x, &u, sizeof x);
	return x;
}

static void check_one(double x)
{
	float y = (float)x;
#define CHECK(f, g)                                                                                       \
	if (bits(nc_##f(x)) != bits(f(x)))                                                                \
		fail_msg(#f "(%a) is %a, want %a", x, nc_##f(x), f(x));            \
	if (bits((double)nc_##g(y)) != bits((double)g(y)))                                                \
		fail_msg(#g "(%a) is %a, want %a", (double)y, (double)nc_##g(y), (double)g(y));
	ONE(CHECK)
#undef CHECK
}

/* No signalling NaN, of which the C library makes something else. */
static double quiet(double x)
{
	return isnan(x) ? NAN : x;
}

static double some(void)
{
	static const double special[] = {0, 0.5, 1, 1.5, 2.5, 0x1p-1074, 0x1p-1022, 0x1p-149, 0x1.fffffffffffffp-2,
	                                 0x1.fffffep-2, 0x1p22, 0x1p23, 0x1p24, 0x1p51, 0x1p52, 0x1p53, INFINITY, NAN};
	double x, sign = next() & 1 ? -1 : 1;

	switch (next() % 4) {
	case 0:
		return quiet(of_bits(next()));
	case 1: /* a half, and what is beside it */
		x = (double)(int64_t)(next() >> (10 + next() % 54)) / 2;
		break;
	case 2:
		x = (double)(uint32_t)(next() >> (40 + next() % 24)) / 2;
		break;
	default:
		x = special[next() % (sizeof special / sizeof *special)];
	}
	return sign * quiet(of_bits(bits(x) + next() % 3 - 1));
}

static void test_rounding(void **state)
{
	(void)state;
	for (int i = 0; i < 1000000; i++)
		check_one(some());
}

static void test_minmax(void **state)
{
	(void)state;
	for (int i = 0; i < 500000; i++) {
		double x = some(), y = next() % 8 ? some() : x;
		float u = (float)x, v = (float)y;

		if (x == 0 && y == 0) /* either zero will do */
			continue;
#define CHECK(f, g)                                                                                \
	if (bits(nc_##f(x, y)) != bits(f(x, y)))                                                   \
		fail_msg(#f "(%a, %a) is %a, want %a", x, y, nc_##f(x, y), f(x, y));               \
	if ((u != 0 || v != 0) && bits((double)nc_##g(u, v)) != bits((double)g(u, v)))             \
		fail_msg(#g "(%a, %a)", (double)u, (double)v);
		TWO(CHECK)
#undef CHECK
	}
}

int main(void)
{
	const char *env = getenv("RT_SEED");
	uint64_t seed = env ? strtoull(env, NULL, 0) : (uint64_t)time(NULL);
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rounding), cmocka_unit_test(test_minmax)};

	rng = seed * 0x9e3779b97f4a7c15 | 1;
	printf("RT_SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
