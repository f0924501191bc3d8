/*
 * bench: csrc/rt beside the C library, both without what is beyond x86-64-v1.
 *
 * The program starts itself again with the C library's choice of functions
 * narrowed to SSE2 (GLIBC_TUNABLES). Both functions are called in turns, some
 * microseconds each, at 13 alignments, and the fastest turn of each counts: what
 * else the machine does only slows a turn down. Printed is the C library's time over csrc/rt's:
 * 1.00 is as fast, less is slower.
 *
 * bench/rt/run.sh compiles it as nearcall compiles csrc/rt, with CC.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

void *nc_memcpy(void *, const void *, size_t);
void *nc_memmove(void *, const void *, size_t);
void *nc_memset(void *, int, size_t);
int nc_memcmp(const void *, const void *, size_t);
int nc_bcmp(const void *, const void *, size_t);
void *nc_memchr(const void *, int, size_t);
void *nc_memrchr(const void *, int, size_t);
size_t nc_strlen(const char *);
size_t nc_strnlen(const char *, size_t);
char *nc_strchr(const char *, int);
char *nc_strrchr(const char *, int);
int nc_strcmp(const char *, const char *);
int nc_strncmp(const char *, const char *, size_t);
char *nc_strcpy(char *, const char *);

enum { MAX = 65536, ROUNDS = 60, SLACK = 4096 };
static const char *const narrow = "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-AVX,-ERMS,-FSRM,-SSE4_2,"
				  "-SSE4_1,-SSSE3,-BMI1,-BMI2,-LZCNT,-MOVBE,-RTM,-POPCNT,"
				  "-AVX_Fast_Unaligned_Load,-Fast_Unaligned_Copy,-Fast_Copy_Backward";

static _Alignas(4096) unsigned char a[MAX + SLACK], b[MAX + SLACK];
static volatile uintptr_t sink;

/* A way to call each kind of function; at differs from call to call. */
enum kind { COPY, FILL, COMPARE, FIND, LENGTH, LENGTH_N, CHAR, STRINGS, STRINGS_N, STRCPY };

static void call(enum kind kind, void *f, size_t n, size_t at)
{
	unsigned char *p = a + at, *q = b + (at * 7 & 63);

	switch (kind) {
	case COPY: sink += (uintptr_t)((void *(*)(void *, const void *, size_t))f)(p, q, n); break;
	case FILL: sink += (uintptr_t)((void *(*)(void *, int, size_t))f)(p, 1, n); break;
	case COMPARE: sink += (uintptr_t)((int (*)(const void *, const void *, size_t))f)(p, q, n); break;
	case FIND: sink += (uintptr_t)((void *(*)(const void *, int, size_t))f)(p, 7, n); break;
	case LENGTH: sink += ((size_t(*)(const void *))f)(p); break;
	case LENGTH_N: sink += ((size_t(*)(const void *, size_t))f)(p, n); break;
	case CHAR: sink += (uintptr_t)((void *(*)(const void *, int))f)(p, 7); break;
	case STRINGS: sink += (uintptr_t)((int (*)(const void *, const void *))f)(p, q); break;
	case STRINGS_N: sink += (uintptr_t)((int (*)(const void *, const void *, size_t))f)(p, q, n); break;
	case STRCPY: sink += (uintptr_t)((void *(*)(void *, const void *))f)(p, q); break;
	}
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static double turn(enum kind kind, void *f, size_t n, size_t at, size_t calls)
{
	uint64_t start = now();

	for (size_t i = 0; i < calls; i++)
		call(kind, f, n, at);
	return (double)(now() - start) / (double)calls;
}

/* All bytes are 1; a string has n of them. */
static void prepare(enum kind kind, size_t n, size_t at)
{
	memset(a, 1, sizeof a);
	memset(b, 1, sizeof b);
	if (kind >= LENGTH)
		a[at + n] = b[(at * 7 & 63) + n] = 0;
}

static void compare(const char *name, enum kind kind, void *ours, void *theirs)
{
	static const size_t sizes[] = {16, 31, 64, 200, 1000, 4096, 65536};

	printf("%-9s", name);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		size_t n = sizes[i], calls = 10000 / (n / 8 + 10) + 2;
		double sum_ours = 0, sum_theirs = 0;

		for (size_t at = 0; at < 64; at += 5) {
			double best_ours = 1e9, best_theirs = 1e9;

			prepare(kind, n, at);
			for (int r = 0; r < ROUNDS; r++) {
				double x = turn(kind, ours, n, at, calls), y = turn(kind, theirs, n, at, calls);

				best_ours = x < best_ours ? x : best_ours;
				best_theirs = y < best_theirs ? y : best_theirs;
			}
			sum_ours += best_ours / 13;
			sum_theirs += best_theirs / 13;
		}
		printf("  %5.2f (%6.1f)", sum_theirs / sum_ours, sum_ours);
		fflush(stdout);
	}
	printf("\n");
}

int main(int argc, char **argv)
{
	if (argc < 2 && !getenv("GLIBC_TUNABLES")) {
		setenv("GLIBC_TUNABLES", narrow, 1);
		execv("/proc/self/exe", argv);
		return 3;
	}
	printf("time of the C library's / csrc/rt's (csrc/rt's nanoseconds), at sizes\n%-9s", "");
	printf("%14s%16s%16s%16s%16s%16s%16s\n", "16", "31", "64", "200", "1000", "4096", "65536");
	compare("memcpy", COPY, nc_memcpy, memcpy);
	compare("memmove", COPY, nc_memmove, memmove);
	compare("memset", FILL, nc_memset, memset);
	compare("memcmp", COMPARE, nc_memcmp, memcmp);
	compare("bcmp", COMPARE, nc_bcmp, bcmp);
	compare("memchr", FIND, nc_memchr, memchr);
	compare("memrchr", FIND, nc_memrchr, memrchr);
	compare("strlen", LENGTH, nc_strlen, strlen);
	compare("strnlen", LENGTH_N, nc_strnlen, strnlen);
	compare("strchr", CHAR, nc_strchr, strchr);
	compare("strrchr", CHAR, nc_strrchr, strrchr);
	compare("strcmp", STRINGS, nc_strcmp, strcmp);
	compare("strncmp", STRINGS_N, nc_strncmp, strncmp);
	compare("strcpy", STRCPY, nc_strcpy, strcpy);
	return 0;
}
