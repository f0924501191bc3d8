#include "lying.h"

#include "falsify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

struct lying lying_new(void)
{
	const char *given = getenv("SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
	print_message("seed %llu\n", (unsigned long long)seed);
	return (struct lying){.rng = seed};
}

void lying_leaves_out(struct lying *l, const char *kind)
{
	size_t k = 0;
	while (k < lies_n && strcmp(lies[k].name, kind) != 0)
		k++;
	assert_true(k < lies_n);
	l->out[k] = true;
}

void lying_about(struct lying *l, const struct compiled *c, int rounds, const char *name)
{
	struct lies one = {.arch = c->img.arch, .img = &c->img, .rng = l->rng};
	const char *text;
	for (int round = 0; round < rounds; round++) {
		const size_t k = (size_t)round % lies_n;
		one.arena = arena_new();
		one.proof = proof_copy(one.arena, &c->proof);
		bool lied = !l->out[k] && lies[k].apply(&one);
		l->of[k] += lied;
		l->all += lied;
		if (lied && compiled_confirms(c, one.arena, one.proof, &text)) {
			print_error("%s, round %d: %s is confirmed\n", name, round, lies[k].name);
			l->missed++;
		}
		arena_free(one.arena);
	}
	l->rng = one.rng;
}

void lying_ends(const struct lying *l, size_t least)
{
	size_t bad = l->missed;
	for (size_t k = 0; k < lies_n; k++)
		if (!l->of[k] && !l->out[k]) {
			print_error("nothing to lie about: %s\n", lies[k].name);
			bad++;
		}
	print_message("%zu falsified proofs\n", l->all);
	assert_true(l->all >= least);
	assert_int_equal(bad, 0);
}
