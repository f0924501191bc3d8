// aapcs_gen.c - aapcs_gen N SEED: C with N calls of random signatures, for aapcs.c.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "aapcs_types.h"

enum { MOST_ARGS = 14, SMALL = 11 /* the first of the list, which are likelier */ };

#define NAME(T) #T,
static const char *const names[] = {AAPCS_TYPES(NAME)};

static uint64_t state;

static unsigned below(unsigned n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (unsigned)((z ^ (z >> 31)) % n);
}

static const char *any(void)
{
	enum { ALL = sizeof names / sizeof *names };
	return names[below(3) ? below(ALL) : below(SMALL)];
}

static void write_call(unsigned i)
{
	unsigned n = below(MOST_ARGS + 1);
	const char *types[MOST_ARGS], *result = below(8) ? any() : NULL;
	printf("static void call_%u(void)\n{\n", i);
	for (unsigned k = 0; k < n; k++) {
		types[k] = any();
		printf("\tstatic %s a%u;\n", types[k], k);
	}
	printf("\tstatic const struct ctype *const types[] = {");
	for (unsigned k = 0; k < n; k++)
		printf("&c_%s, ", types[k]);
	printf("NULL};\n\tvoid *const values[] = {");
	for (unsigned k = 0; k < n; k++)
		printf("&a%u, ", k);
	printf("NULL};\n\tbegin(%u, types, values, %u, %s%s);\n\t", i, n, result ? "&c_" : "NULL", result ? result : "");
	if (result)
		printf("%s r = ", result);
	printf("((%s (*)(", result ? result : "void");
	for (unsigned k = 0; k < n; k++)
		printf("%s%s", k ? ", " : "", types[k]);
	printf("%s))probe)(", n ? "" : "void");
	for (unsigned k = 0; k < n; k++)
		printf("%sa%u", k ? ", " : "", k);
	printf(");\n\tend(%s);\n}\n\n", result ? "&r" : "NULL");
}

int main(int argc, char **argv)
{
	unsigned n = argc > 1 ? (unsigned)atoi(argv[1]) : 100;
	state = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	for (unsigned i = 0; i < n; i++)
		write_call(i);
	printf("static void (*const calls[])(void) = {\n");
	for (unsigned i = 0; i < n; i++)
		printf("\tcall_%u,\n", i);
	printf("};\n");
	return 0;
}
