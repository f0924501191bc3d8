// aapcs.c - caapcs.h against the compiler that builds this for arm64, run there or under qemu-user.
//
// All calls of aapcs_gen.c go to one assembly function, which keeps the registers
// and has them looked at: each argument must be where aapcs_assign says. Each
// result must be read from where it says.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/arm64/caapcs.h"
#include "aapcs_types.h"

enum { MOST_BYTES = 64, SHOWN = 10 };

// What the probe saw, and what it gives back.
static struct {
	uint64_t x[9], unused;
	uint8_t v[8][16];
	const uint8_t *sp;
} seen __attribute__((used));
static struct {
	uint64_t x[2];
	uint8_t v[4][16];
} answer __attribute__((used));

_Static_assert(offsetof(__typeof__(seen), v) == 80 && offsetof(__typeof__(seen), sp) == 208, "the probe's offsets");

__asm__(".text\n"
        ".type probe, @function\n"
        "probe:\n"
        "	adrp x9, seen\n"
        "	add x9, x9, :lo12:seen\n"
        "	stp x0, x1, [x9]\n"
        "	stp x2, x3, [x9, #16]\n"
        "	stp x4, x5, [x9, #32]\n"
        "	stp x6, x7, [x9, #48]\n"
        "	str x8, [x9, #64]\n"
        "	stp q0, q1, [x9, #80]\n"
        "	stp q2, q3, [x9, #112]\n"
        "	stp q4, q5, [x9, #144]\n"
        "	stp q6, q7, [x9, #176]\n"
        "	mov x10, sp\n"
        "	str x10, [x9, #208]\n"
        "	stp x29, x30, [sp, #-16]!\n"
        "	bl look\n"
        "	ldp x29, x30, [sp], #16\n"
        "	adrp x9, answer\n"
        "	add x9, x9, :lo12:answer\n"
        "	ldp x0, x1, [x9]\n"
        "	ldp q0, q1, [x9, #16]\n"
        "	ldp q2, q3, [x9, #48]\n"
        "	ret\n");

void probe(void);
void look(void);

static struct {
	struct arena *arena;
	unsigned number, wrong;
	const struct ctype *const *types;
	void *const *values;
	const struct ctype *result;
	struct aapcs_call call;
	uint8_t returned[MOST_BYTES];
	uint64_t state;
} test;

static void random_bytes(void *p, size_t n)
{
	uint8_t *out = p;
	for (size_t i = 0; i < n; i++) {
		test.state = test.state * 6364136223846793005 + 1442695040888963407;
		out[i] = (uint8_t)(test.state >> 56);
	}
}

// Of a _Bool there are two values.
static void make_valid(const struct ctype *t, uint8_t *p)
{
	if (t->kind == C_BOOL)
		*p &= 1;
	for (size_t i = 0; t->kind == C_STRUCT && i < t->nfields; i++)
		make_valid(t->fields[i].type, p + t->fields[i].offset);
}

// Padding may be anything.
static bool same(const struct ctype *t, const uint8_t *p, const uint8_t *q)
{
	if (t->kind != C_STRUCT && t->kind != C_UNION)
		return memcmp(p, q, t->size) == 0;
	bool all = true;
	for (size_t i = 0; i < t->nfields; i++)
		all &= same(t->fields[i].type, p + t->fields[i].offset, q + t->fields[i].offset);
	return all;
}

static void wrong(const char *what, const struct ctype *t)
{
	if (test.wrong++ < SHOWN)
		printf("call %u: %s, %s, is not where it should be\n", test.number, what, t->text);
}

static void begin(unsigned number, const struct ctype *const *types, void *const *values, size_t n,
                  const struct ctype *result)
{
	test.number = number;
	test.types = types;
	test.values = values;
	test.result = result;
	test.call = aapcs_assign(test.arena, types, n, result);
	random_bytes(&answer, sizeof answer);
	random_bytes(test.returned, sizeof test.returned);
	if (result)
		make_valid(result, test.returned);
	for (size_t i = 0; i < n; i++) {
		random_bytes(values[i], types[i]->size);
		make_valid(types[i], values[i]);
	}
}

static void fetch(const struct aapcs_place *p, const struct ctype *t, uint8_t out[MOST_BYTES])
{
	const void *from = p->where == AAPCS_STACK ? seen.sp + p->stack : (const void *)&seen.x[p->reg];
	if (p->by_reference)
		memcpy(&from, from, sizeof from);
	if (p->where != AAPCS_VECTOR) {
		memcpy(out, from, t->size);
		return;
	}
	for (unsigned k = 0; k < p->n; k++)
		memcpy(out + k * p->member, seen.v[p->reg + k], p->member);
}

static void give(void)
{
	const struct aapcs_place *p = &test.call.result;
	if (p->by_reference)
		memcpy((void *)seen.x[p->reg], test.returned, test.result->size);
	else if (p->where == AAPCS_GENERAL)
		memcpy(&answer.x[p->reg], test.returned, test.result->size);
	for (unsigned k = 0; p->where == AAPCS_VECTOR && k < p->n; k++)
		memcpy(answer.v[p->reg + k], test.returned + k * p->member, p->member);
}

void look(void)
{
	for (size_t i = 0; i < test.call.nargs; i++) {
		uint8_t got[MOST_BYTES] = {0};
		if (test.call.args[i].where == AAPCS_NOWHERE)
			continue;
		fetch(&test.call.args[i], test.types[i], got);
		if (!same(test.types[i], got, test.values[i]))
			wrong("an argument", test.types[i]);
	}
	give();
}

static void end(const void *result)
{
	if (result && !same(test.result, result, test.returned))
		wrong("the result", test.result);
}

#include AAPCS_CALLS

// The arena's way out of a lack of memory; the tool's cleans up first.
_Noreturn void give_up_memory(void);
void give_up_memory(void)
{
	abort();
}

int main(void)
{
	test.arena = arena_new();
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		calls[i]();
	printf("%zu calls, %u wrong\n", sizeof calls / sizeof *calls, test.wrong);
	return test.wrong != 0;
}
