/*
 * rt_test: csrc/rt against the C library.
 *
 * Every size from 0 to 600 at every alignment from 0 to 31 of either pointer,
 * with the bytes around the areas watched; moves over every kind of overlap;
 * comparisons that differ in one place, in several, and only outside; areas
 * with nothing mapped before or after them.
 *
 * Build with -fno-builtin. The seed is printed; set RT_SEED to repeat a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

/* The functions under test, under other names beside libc's. */
#include "rt_names.h"
#include "../../csrc/rt/bcmp.c"
#include "../../csrc/rt/memcmp.c"
#include "../../csrc/rt/memcpy.c"
#include "../../csrc/rt/memmove.c"
#include "../../csrc/rt/memset.c"
#include "rt_plain.h"

enum {
	MAX_SIZE = 600,
	ALIGNS = 32,
	GUARD = 128,
	AREA = GUARD + ALIGNS + MAX_SIZE + GUARD,
};

static _Alignas(64) unsigned char src[AREA], dst[AREA], want[AREA];

/* xorshift64*: small, seeded, the same on every machine. */
static uint64_t rng;

static uint64_t next(void)
{
	rng ^= rng >> 12;
	rng ^= rng << 25;
	rng ^= rng >> 27;
	return rng * 0x2545f4914f6cdd1d;
}

static void scramble(unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(next() >> 56);
}

/*
 * same fails with all that is needed to repeat the case. It compares whole
 * areas, guards included, so a stray store shows wherever it lands.
 */
static void same(const char *what, size_t n, size_t da, size_t sa)
{
	if (memcmp(dst, want, AREA) == 0)
		return;
	size_t i = 0;
	while (dst[i] == want[i])
		i++;
	fail_msg("%s: size %zu, dst +%zu, src +%zu: byte %td is %#x, want %#x",
		 what, n, da, sa, (ptrdiff_t)i - (ptrdiff_t)(GUARD + da),
		 dst[i], want[i]);
}

static void test_memcpy(void **state)
{
	(void)state;
	scramble(src, AREA);
	scramble(dst, AREA);
	memcpy(want, dst, AREA);
	for (size_t n = 0; n <= MAX_SIZE; n++)
		for (size_t da = 0; da < ALIGNS; da++)
			for (size_t sa = 0; sa < ALIGNS; sa++) {
				unsigned char *d = dst + GUARD + da;
				/* Else the last copy could pass for this one. */
				size_t from = (size_t)(next() % 8) * 8;
				const unsigned char *s = src + from + sa;

				memcpy(want + GUARD + da, s, n);
				assert_ptr_equal(nc_memcpy(d, s, n), d);
				same("memcpy", n, da, sa);
			}
}

static void test_memmove(void **state)
{
	(void)state;
	scramble(src, AREA);
	scramble(dst, AREA);
	memcpy(want, dst, AREA);
	for (size_t n = 0; n <= MAX_SIZE; n++)
		for (size_t da = 0; da < ALIGNS; da++)
			for (size_t sa = 0; sa < ALIGNS; sa++) {
				unsigned char *d = dst + GUARD + da;
				size_t from = (size_t)(next() % 8) * 8;
				const unsigned char *s = src + from + sa;

				memmove(want + GUARD + da, s, n);
				assert_ptr_equal(nc_memmove(d, s, n), d);
				same("memmove apart", n, da, sa);
			}
}

/* One move within dst by any distance, down, up or none. */
static void move_within(size_t n, size_t to, size_t from)
{
	memmove(want + to, want + from, n);
	assert_ptr_equal(nc_memmove(dst + to, dst + from, n), dst + to);
	same("memmove within", n, to - GUARD, from - GUARD);
}

static void test_memmove_overlap(void **state)
{
	(void)state;
	for (size_t n = 0; n <= MAX_SIZE; n++) {
		scramble(dst, AREA);
		memcpy(want, dst, AREA);
		/* Every small distance at every alignment, both ways. */
		for (size_t a = 0; a < ALIGNS; a++)
			for (size_t by = 0; by < ALIGNS - a; by++) {
				move_within(n, GUARD + a, GUARD + a + by);
				move_within(n, GUARD + a + by, GUARD + a);
			}
		/* And distances up to past the end. */
		size_t room = AREA - n;
		for (int i = 0; i < 200; i++)
			move_within(n, next() % room, next() % room);
	}
}

static void test_memset(void **state)
{
	(void)state;
	scramble(dst, AREA);
	memcpy(want, dst, AREA);
	for (size_t n = 0; n <= MAX_SIZE; n++)
		for (size_t da = 0; da < ALIGNS; da++)
			for (int i = 0; i < 4; i++) {
				unsigned char *d = dst + GUARD + da;
				/* Only the low byte counts, of negatives too. */
				int c = (int)(uint32_t)next();

				memset(want + GUARD + da, c, n);
				assert_ptr_equal(nc_memset(d, c, n), d);
				same("memset", n, da, 0);
			}
}

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

static void compare(size_t n, size_t pa, size_t qa)
{
	const unsigned char *p = src + GUARD + pa, *q = dst + GUARD + qa;
	int ref = sign(memcmp(p, q, n));
	int got = sign(nc_memcmp(p, q, n));

	if (got != ref)
		fail_msg("memcmp: size %zu, +%zu, +%zu: %d, want %d",
			 n, pa, qa, got, ref);
	got = sign(nc_memcmp(q, p, n));
	if (got != -ref)
		fail_msg("memcmp turned: size %zu, +%zu, +%zu: %d, want %d",
			 n, pa, qa, got, -ref);
	got = nc_bcmp(p, q, n);
	if (got != (ref != 0))
		fail_msg("bcmp: size %zu, +%zu, +%zu: %d, want %d",
			 n, pa, qa, got, ref != 0);
}

static void test_compare(void **state)
{
	(void)state;
	for (size_t n = 0; n <= MAX_SIZE; n++)
		for (size_t pa = 0; pa < ALIGNS; pa++)
			for (size_t qa = 0; qa < ALIGNS; qa++) {
				unsigned char *p = src + GUARD + pa;
				unsigned char *q = dst + GUARD + qa;

				memcpy(q, p, n);
				/* Equal inside, different on both sides. */
				p[-1] = 1, q[-1] = 2;
				p[n] = 3, q[n] = 4;
				compare(n, pa, qa);
				if (n == 0)
					continue;
				/* One difference; any bit, the top one too. */
				size_t at = next() % n;
				q[at] ^= (unsigned char)(1 << next() % 8);
				compare(n, pa, qa);
				/* A second: the first of the two decides. */
				at = next() % n;
				q[at] = (unsigned char)(next() >> 56);
				compare(n, pa, qa);
			}
}

/* One difference at every single place, at a few alignments. */
static void test_compare_places(void **state)
{
	(void)state;
	for (size_t n = 1; n <= MAX_SIZE; n++) {
		size_t pa = next() % ALIGNS, qa = next() % ALIGNS;
		unsigned char *p = src + GUARD + pa, *q = dst + GUARD + qa;

		scramble(p, n);
		memcpy(q, p, n);
		for (size_t at = 0; at < n; at++) {
			q[at] ^= (unsigned char)(1 << next() % 8);
			compare(n, pa, qa);
			q[at] = p[at];
		}
	}
}

/* The loops for many lines: sizes up to 1 MiB, at random. */
static void test_large(void **state)
{
	(void)state;
	enum { BIG = 1 << 20 };
	unsigned char *a = malloc(BIG), *b = malloc(BIG);

	assert_non_null(a);
	assert_non_null(b);
	scramble(a, BIG);
	memcpy(b, a, BIG);
	for (int i = 0; i < 400; i++) {
		size_t n = next() % (BIG >> next() % 10);
		size_t to = next() % (BIG - n), from = next() % (BIG - n);

		memmove(b + to, b + from, n);
		nc_memmove(a + to, a + from, n);
		assert_int_equal(nc_memcmp(a, b, BIG), 0);
		assert_int_equal(memcmp(a, b, BIG), 0);

		size_t half = n / 2 < BIG / 2 ? n / 2 : BIG / 2;
		memcpy(b + BIG / 2, b, half);
		nc_memcpy(a + BIG / 2, a, half);
		assert_int_equal(nc_bcmp(a, b, BIG), 0);
		assert_int_equal(memcmp(a, b, BIG), 0);

		size_t few = n / 16;
		memset(b + to, i, few);
		nc_memset(a + to, i, few);
		assert_int_equal(memcmp(a, b, BIG), 0);
	}
	free(a);
	free(b);
}

/* fenced returns MAX_SIZE bytes or more between two pages of no access. */
static unsigned char *fenced(size_t page, size_t len)
{
	unsigned char *p = mmap(NULL, len + 2 * page, PROT_NONE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(p, MAP_FAILED);
	assert_int_equal(mprotect(p + page, len, PROT_READ | PROT_WRITE), 0);
	return p + page;
}

/*
 * Areas that end or begin where memory does: reading one byte too much, which
 * no guard byte shows, is a fault here.
 */
static void test_edges(void **state)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t len = (MAX_SIZE + page - 1) / page * page;
	unsigned char *a = fenced(page, len), *b = fenced(page, len);

	(void)state;
	for (size_t n = 0; n <= MAX_SIZE; n++)
		for (int side = 0; side < 4; side++) {
			unsigned char *p = side & 1 ? a + len - n : a;
			unsigned char *q = side & 2 ? b + len - n : b;

			scramble(p, n);
			nc_memset(q, 0, n);
			nc_memcpy(q, p, n);
			assert_int_equal(memcmp(p, q, n), 0);
			assert_int_equal(nc_memcmp(p, q, n), 0);
			assert_int_equal(nc_bcmp(p, q, n), 0);
			scramble(p, n);
			nc_memmove(q, p, n);
			assert_int_equal(memcmp(p, q, n), 0);
		}
	munmap(a - page, len + 2 * page);
	munmap(b - page, len + 2 * page);
}

/* Zero bytes at null: nothing may be touched. */
static void test_null(void **state)
{
	void *volatile null = NULL;

	(void)state;
	assert_null(nc_memcpy(null, null, 0));
	assert_null(nc_memmove(null, null, 0));
	assert_null(nc_memset(null, 1, 0));
	assert_int_equal(nc_memcmp(null, null, 0), 0);
	assert_int_equal(nc_bcmp(null, null, 0), 0);
}

int main(void)
{
	const char *env = getenv("RT_SEED");
	uint64_t seed = env ? strtoull(env, NULL, 0) : (uint64_t)time(NULL);

	rng = seed * 0x9e3779b97f4a7c15 + 1;
	if (rng == 0)
		rng = 1; /* the one state that xorshift cannot leave */
	printf("RT_SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memcpy),
		cmocka_unit_test(test_memmove),
		cmocka_unit_test(test_memmove_overlap),
		cmocka_unit_test(test_memset),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_compare_places),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_null),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
