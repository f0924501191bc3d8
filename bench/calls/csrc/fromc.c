/*
 * fromc: what it costs C to call a Go function, beside calling a C function.
 * It answers requests as the Go package serve does. WAY is how the Go function
 * is linked.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "libfromc.h"

typedef uint64_t loop(long n);

/* The empty assembly keeps the compiler from knowing what a call returns. */
__attribute__((noinline)) static uint64_t c_increment(uint64_t x)
{
	__asm__ volatile("" : "+r"(x));
	return x + 1;
}

__attribute__((noinline)) static uint64_t loop_c(long n)
{
	uint64_t x = 0;

	while (n-- > 0)
		x = c_increment(x);
	return x;
}

__attribute__((noinline)) static uint64_t loop_go(long n)
{
	uint64_t x = 0;

	while (n-- > 0)
		x = GoIncrement(x);
	return x;
}

static int64_t nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

int main(void)
{
	char name[100];
	long n;

	/* C's compiler aligns its stack: there is no need to move it. */
	while (scanf("%99s %ld %*d", name, &n) == 2) {
		loop *run = strcmp(name, "CallFromC/" WAY "/C") == 0    ? loop_c
		            : strcmp(name, "CallFromC/" WAY "/Go") == 0 ? loop_go
		                                                        : NULL;

		if (!run) {
			fprintf(stderr, "fromc: there is no case %s\n", name);
			return 1;
		}
		run(1 + n / 10);
		int64_t start = nanoseconds();
		uint64_t x = run(n);
		int64_t took = nanoseconds() - start;

		printf("%" PRId64 " %" PRIu64 "\n", took, x);
		fflush(stdout);
	}
	return 0;
}
