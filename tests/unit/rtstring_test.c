/*
 * rtstring_test: the searches, string comparisons and copies of csrc/rt against
 * the C library.
 *
 * All lengths up to 320 at all alignments up to 64, in areas between pages of no
 * access: from the first byte of the area on, and up to its last, so that a block
 * read over the edge is a fault. Bytes come from an alphabet of five, for
 * searches to hit, with values on both sides of 0x80.
 *
 * The seed is printed; set RT_SEED to repeat a run.
 */
#define _GNU_SOURCE
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
#include <cmocka.h>

/* The functions under test, under other names beside libc's. */
#include "rt_names.h"

#include "../../csrc/rt/bzero.c"
#include "../../csrc/rt/memccpy.c"
#include "../../csrc/rt/memchr.c"
#include "../../csrc/rt/memcpy.c"
#include "../../csrc/rt/mempcpy.c"
#include "../../csrc/rt/memrchr.c"
#include "../../csrc/rt/memset.c"
#include "../../csrc/rt/rawmemchr.c"
#include "../../csrc/rt/stpcpy.c"
#include "../../csrc/rt/stpncpy.c"
#include "../../csrc/rt/strcat.c"
#include "../../csrc/rt/strchr.c"
#include "../../csrc/rt/strchrnul.c"
#include "../../csrc/rt/strcmp.c"
#include "../../csrc/rt/strcpy.c"
#include "../../csrc/rt/strcspn.c"
#include "../../csrc/rt/strlen.c"
#include "../../csrc/rt/strncat.c"
#include "../../csrc/rt/strncmp.c"
#include "../../csrc/rt/strncpy.c"
#include "../../csrc/rt/strnlen.c"
#include "../../csrc/rt/strpbrk.c"
#include "../../csrc/rt/strrchr.c"
#include "../../csrc/rt/strspn.c"

#include "rt_plain.h"

enum { LONGEST = 320, STARTS = 64, AREA = 3 * PAGE };

static char *a, *b, *c; /* AREA bytes each, and nothing around them */
static uint64_t rng;

static uint64_t next(void)
{
	rng ^= rng >> 12;
	rng ^= rng << 25;
	rng ^= rng >> 27;
	return rng * 0x2545f4914f6cdd1d;
}

static const unsigned char alphabet[] = {1, 'a', 0x7f, 0x80, 0xff};

static char letter(void)
{
	return (char)alphabet[next() % sizeof alphabet];
}

static void spell(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = letter();
}

static char *fenced(void)
{
	char *p = mmap(NULL, AREA + 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(p, MAP_FAILED);
	assert_int_equal(mprotect(p + PAGE, AREA, PROT_READ | PROT_WRITE), 0);
	return p + PAGE;
}

static int areas(void **state)
{
	(void)state;
	a = fenced();
	b = fenced();
	c = fenced();
	return 0;
}

/* Where n bytes begin in an area, for place in 0 .. 2 * STARTS: near its head, or near its end. */
static char *place_in(char *area, size_t n, size_t place)
{
	return place < STARTS ? area + place : area + AREA - n - (place - STARTS);
}

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

#define SAME(what, x, y)                                                            \
	do {                                                                        \
		if ((x) != (y))                                                     \
			fail_msg(what ": length %zu, place %zu", n, place);         \
	} while (0)

static void check_searches(const char *s, size_t n, size_t place)
{
	const int wanted[] = {1, 0x80, 0xff - 256, 'a' + 256, 0x33, 0};

	SAME("strlen", nc_strlen(s), strlen(s));
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		int x = wanted[i];

		SAME("strchr", nc_strchr(s, x), strchr(s, x));
		SAME("strchrnul", nc_strchrnul(s, x), strchrnul(s, x));
		SAME("strrchr", nc_strrchr(s, x), strrchr(s, x));
		SAME("memchr", nc_memchr(s, x, n + 1), memchr(s, x, n + 1));
		SAME("memchr, one less", nc_memchr(s, x, n), memchr(s, x, n));
		SAME("memrchr", nc_memrchr(s, x, n + 1), memrchr(s, x, n + 1));
		SAME("memrchr, one less", nc_memrchr(s, x, n), memrchr(s, x, n));
		const void *at = memchr(s, x, n + 1);
		if (at) {
			SAME("rawmemchr", nc_rawmemchr(s, x), at);
			SAME("memchr without end", nc_memchr(s, x, SIZE_MAX), at);
		}
	}
	const size_t limits[] = {0, n / 2, n, n + 1, SIZE_MAX};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		SAME("strnlen", nc_strnlen(s, limits[i]), strnlen(s, limits[i]));
	SAME("strspn", nc_strspn(s, "a\x80\xff\x01"), strspn(s, "a\x80\xff\x01"));
	SAME("strcspn", nc_strcspn(s, "\x7f\xff"), strcspn(s, "\x7f\xff"));
	SAME("strcspn of nothing", nc_strcspn(s, ""), strcspn(s, ""));
	SAME("strpbrk", nc_strpbrk(s, "\x7fz"), strpbrk(s, "\x7fz"));
}

static void test_searches(void **state)
{
	(void)state;
	for (size_t n = 0; n <= LONGEST; n++)
		for (size_t place = 0; place < 2 * STARTS; place++) {
			char *s = place_in(a, n + 1, place);

			spell(s, n);
			if (place > 0 && place < STARTS) /* what is before is not searched */
				s[-1] = letter();
			s[n] = 0;
			check_searches(s, n, place);
			memset(s, 'z', n); /* and where nothing is found */
			check_searches(s, n, place);
		}
}

/* Long areas with one hit or none: the loops of 64 bytes. */
static void test_far(void **state)
{
	(void)state;
	for (int i = 0; i < 4000; i++) {
		size_t place = next() % (2 * STARTS), n = next() % (AREA - 2 * STARTS);
		char *s = place_in(a, n + 1, place);

		memset(a, 'z', AREA);
		s[n] = 0;
		for (size_t hits = next() % 3; hits; hits--)
			s[next() % (n + 1)] = letter();
		s[n] = 0;
		check_searches(s, n, place);
	}
}

static void check_order(const char *p, const char *q, size_t n, size_t place)
{
	const size_t limits[] = {0, n / 2, n ? n - 1 : 0, n, n + 1, n + 20, SIZE_MAX};

	SAME("strcmp", sign(nc_strcmp(p, q)), sign(strcmp(p, q)));
	SAME("strcmp turned", sign(nc_strcmp(q, p)), sign(strcmp(q, p)));
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		SAME("strncmp", sign(nc_strncmp(p, q, limits[i])), sign(strncmp(p, q, limits[i])));
}

static void test_order(void **state)
{
	(void)state;
	for (size_t n = 0; n <= LONGEST; n++)
		for (size_t place = 0; place < 2 * STARTS; place++) {
			char *p = place_in(a, n + 1, place), *q = place_in(b, n + 1, next() % (2 * STARTS));

			spell(p, n);
			p[n] = 0;
			memcpy(q, p, n + 1);
			check_order(p, q, n, place);
			if (!n)
				continue;
			q[next() % n] = letter();
			check_order(p, q, n, place);
			q[next() % n] = 0;
			check_order(p, q, n, place);
		}
}

/* Neither string has an end: only the limit keeps the comparison from the page behind. */
static void test_limit(void **state)
{
	(void)state;
	memset(a, 'x', AREA);
	memset(b, 'x', AREA);
	for (size_t n = 0; n <= LONGEST; n++)
		for (size_t place = 0; place < STARTS; place++) {
			SAME("strncmp", nc_strncmp(a + AREA - n, b + AREA - n - place, n), 0);
			SAME("strnlen", nc_strnlen(a + AREA - n, n), n);
			SAME("memchr", nc_memchr(a + AREA - n, 'y', n), NULL);
			SAME("memrchr", nc_memrchr(a + place, 'y', n), NULL);
		}
	for (int i = 0; i < 2000; i++) { /* long ones, over pages inside */
		size_t n = next() % (AREA - STARTS), place = next() % STARTS;
		SAME("strncmp, far", nc_strncmp(a + AREA - n, b + AREA - n - place, n), 0);
		b[AREA - 1 - place] = 'w';
		SAME("strncmp, far and unequal", sign(nc_strncmp(a + AREA - n, b + AREA - n - place, n)), n > 0);
		b[AREA - 1 - place] = 'x';
	}
}

/* Both write into an area of their own from the same start; the whole areas are compared. */
static void same_areas(const char *what, size_t n, size_t place)
{
	if (memcmp(b, c, AREA) != 0)
		fail_msg("%s: length %zu, place %zu", what, n, place);
}

static void check_copies(const char *s, size_t n, size_t place, size_t limit)
{
	char *p = place_in(b, limit + n + 2, place), *q = c + (p - b);

#define COPIES(what, ours, theirs)                       \
	do {                                             \
		ptrdiff_t x_ = (char *)(ours)-p, y_ = (char *)(theirs)-q; \
		SAME(what, x_, y_);                      \
		same_areas(what, n, place);              \
	} while (0)
	COPIES("strcpy", nc_strcpy(p, s), strcpy(q, s));
	COPIES("stpcpy", nc_stpcpy(p, s), stpcpy(q, s));
	COPIES("strncpy", nc_strncpy(p, s, limit), strncpy(q, s, limit));
	COPIES("stpncpy", nc_stpncpy(p, s, limit), stpncpy(q, s, limit));
	COPIES("mempcpy", nc_mempcpy(p, s, n), mempcpy(q, s, n));
	p[limit / 2] = q[limit / 2] = 0;
	COPIES("strncat", nc_strncat(p, s, limit / 2), strncat(q, s, limit / 2));
	p[limit / 2] = q[limit / 2] = 0;
	COPIES("strcat", nc_strcat(p, s), strcat(q, s));
	nc_bzero(p, limit);
	bzero(q, limit);
	same_areas("bzero", n, place);
	size_t some = limit < n ? limit : n;
	char *x = nc_memccpy(p, s, 0x7f, some), *y = memccpy(q, s, 0x7f, some);
	SAME("memccpy", x ? x - p : -1, y ? y - q : -1);
	same_areas("memccpy", n, place);
#undef COPIES
}

static void test_copies(void **state)
{
	(void)state;
	memset(b, '-', AREA);
	memset(c, '-', AREA);
	for (size_t n = 0; n <= LONGEST; n += 1 + n / 32)
		for (size_t place = 0; place < 2 * STARTS; place++) {
			char *s = place_in(a, n + 1, next() % (2 * STARTS));

			spell(s, n);
			s[n] = 0;
			check_copies(s, n, place, next() % (LONGEST + 1));
		}
}

int main(void)
{
	const char *env = getenv("RT_SEED");
	uint64_t seed = env ? strtoull(env, NULL, 0) : (uint64_t)time(NULL);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_searches), cmocka_unit_test(test_far),    cmocka_unit_test(test_order),
		cmocka_unit_test(test_limit),    cmocka_unit_test(test_copies),
	};

	rng = seed * 0x9e3779b97f4a7c15 | 1;
	printf("RT_SEED=%llu\n", (unsigned long long)seed);
	fflush(stdout);
	return cmocka_run_group_tests(tests, areas, NULL);
}
