// Runs the functions of an image of gostubs/edwards25519 or of the dalek package below it, as nearcall ships it.
//
//	harness ct FUNCTION      with secrets that Valgrind's memcheck takes to be undefined; run it under valgrind
//	harness stack FUNCTION   on a painted stack: prints the most bytes that any of many calls used
//
// Memcheck follows undefined bits through all arithmetic, and reports a branch or an address that depends on
// one: just what constant-time code may not do. (This is what ctgrind did, by Adam Langley.)
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

void scalar_base_mult(uint8_t *out, const uint8_t *in);
void scalar_reduce(uint8_t *out, const uint8_t *wide);
void scalar_mul_add(uint8_t *out, const uint8_t *a, const uint8_t *b, const uint8_t *c);

typedef void function(uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *);

static const struct {
	const char *name;
	function *f; // called with four pointers; what it does not want, it does not look at
} functions[] = {
	{"scalar_base_mult", (function *)scalar_base_mult},
	{"scalar_reduce", (function *)scalar_reduce},
	{"scalar_mul_add", scalar_mul_add},
};

static uint64_t state = 1;

static void fill(uint8_t *p, size_t n)
{
	while (n--) {
		state = state * 6364136223846793005 + 1442695040888963407;
		*p++ = (uint8_t)(state >> 56);
	}
}

static void constant_time(function *f)
{
	uint8_t secret[3][64], out[32], undefined[32];
	for (int round = 0; round < 3; round++) {
		fill(secret[0], sizeof secret);
		if (round == 2)
			memset(secret, 0xff, sizeof secret);
		VALGRIND_MAKE_MEM_UNDEFINED(secret, sizeof secret);
		f(out, secret[0], secret[1], secret[2]);
		memset(undefined, 0, sizeof undefined);
		if (VALGRIND_GET_VBITS(out, undefined, sizeof out) != 1 || undefined[0] == 0 || undefined[31] == 0) {
			fprintf(stderr, "the result does not count as secret: not under valgrind, or it has lost track\n");
			exit(1);
		}
		VALGRIND_MAKE_MEM_DEFINED(out, sizeof out);
	}
}

enum { SIZE = 1 << 16 };
static uint8_t painted[SIZE] __attribute__((aligned(64)));

// Calls f with the stack pointer at sp. All that f may change is told; so is its red zone, by sp being elsewhere.
static void call_on(uint8_t *sp, function *f, uint8_t *out, const uint8_t *a, const uint8_t *b, const uint8_t *c)
{
	__asm__ volatile("mov %%rsp, %%rbx\n\tmov %[sp], %%rsp\n\tcall *%[f]\n\tmov %%rbx, %%rsp"
	                 : [sp] "+r"(sp), [f] "+r"(f), "+D"(out), "+S"(a), "+d"(b), "+c"(c)
	                 :
	                 : "rax", "rbx", "r8", "r9", "r10", "r11", "memory", "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
	                   "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

// Bytes below the return address, as nearcall counts them, down to the lowest that is not as it was. Two paints: a
// byte may be written and still look the same.
static void high_water(function *f)
{
	uint8_t in[3][64], out[32];
	size_t most = 0;
	for (int round = 0; round < 2000; round++) {
		uint8_t paint = round % 2 ? 0xa5 : 0x5a;
		memset(painted, paint, SIZE);
		fill(in[0], sizeof in);
		call_on(painted + SIZE, f, out, in[0], in[1], in[2]);
		size_t low = 0;
		while (low < SIZE && painted[low] == paint)
			low++;
		if (low < SIZE - 8 && SIZE - 8 - low > most)
			most = SIZE - 8 - low;
	}
	printf("%zu\n", most);
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 3 && i < sizeof functions / sizeof *functions; i++) {
		if (strcmp(argv[2], functions[i].name) != 0)
			continue;
		if (strcmp(argv[1], "ct") == 0)
			constant_time(functions[i].f);
		else
			high_water(functions[i].f);
		return 0;
	}
	fprintf(stderr, "usage: harness ct|stack FUNCTION\n");
	return 2;
}
