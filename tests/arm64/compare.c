// compare.c - compare [-n WORDS] [-seed SEED] [-v] [OBJECT...]: the decoder for arm64 against LLVM's.
//
// Half of the words are random; the others have a row of our tables, with random
// fields. Of each word both have to say whether it is an instruction, and then the
// same of which general registers, vector registers and flags it reads or writes, of
// memory, and of places. What LLVM knows alone has to be on a list, with its reason.
// Disagreements are printed, and end in failure.
//
// Of objects and archives it takes the instructions instead: of those LLVM may know
// none alone.
#include "llvm.h"
#include "objects.h"
#include "text.h"

#include "arch/arch.h"
#include "arch/arm64/decode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

extern const struct arch arch_arm64;

enum { ADDRESS = 0x1000000, SHOWN = 20, MOST_NAMES = 4096 };

static const char features[] = "+v8a,+neon,+fp-armv8,+crc,+aes,+sha2,+sha3,+dotprod,+lse,+rdm,+rcpc";

// What LLVM knows and we do not, by how its name begins.
static const struct {
	const char *name, *why;
} alone[] = {
	{"STXR", "should-be-one bits clear, or the status goes to a register of the store"},
	{"STLXR", "the same"}, {"STXP", "the same"}, {"STLXP", "the same"}, {"LDXP", "the same"}, {"LDAXP", "the same"},
	{"SMULHrr", "should-be-one bits clear"}, {"UMULHrr", "should-be-one bits clear"},
	{"FCMP", "should-be-zero bits set"},
	{"LDTR", "unprivileged, which no compiler writes"}, {"STTR", "the same"},
	{"LDR", "loads the register that it writes back to"}, {"STR", "stores the register that it writes back to"},
	{"MSR", "of no known kind"}, {"MRS", "of no known kind"}, {"HINT", "a hint without a meaning yet"},
	{"DCPS", "for debuggers"}, {"BR", "to the zero register"}, {"BLR", "to the zero register"},
	{"RET", "to the zero register"},
};

// What LLVM's tables say of memory, of registers and of flags that is not so, or not what ours are about.
static const struct {
	const char *name;
	bool memory, stack, flags;
} differently[] = {
	{"PRFM", true, false, false}, {"PRFUM", true, false, false}, // hints, with a place
	{"BL", false, true, false}, // a call keeps to the stack pointer
	{"HINT", true, false, false}, {"DSB", true, false, false}, {"DMB", true, false, false},
	{"ISB", true, false, false}, {"CLREX", true, false, false},
	{"MSR", false, false, true}, {"MRS", false, false, true}, // NZCV may be the one
};

struct tally {
	const char *name;
	uint64_t n;
	uint32_t word;
};

struct compare {
	struct arena *arena;
	uint64_t state, words, both, refused, unknown, shown, wrong;
	struct tally alone[MOST_NAMES];
	size_t names;
	bool code; // it is a compiler's: no word of it may be unknown
};

static uint64_t next(struct compare *c)
{
	uint64_t z = c->state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static const struct arm64_table *const all[] = {
	arm64_immediate, arm64_branch, arm64_register, arm64_load, arm64_atomic,
	arm64_structure, arm64_float, arm64_vector, arm64_scalar, arm64_crypto,
};

static size_t all_rows(void)
{
	size_t n = 0;
	for (size_t i = 0; i < COUNT(all); i++)
		for (const struct arm64_table *t = all[i]; t->rows; t++)
			n += t->n;
	return n;
}

static const struct arm64_row *row_at(size_t at)
{
	for (size_t i = 0; i < COUNT(all); i++)
		for (const struct arm64_table *t = all[i]; t->rows; at -= t->n, t++)
			if (at < t->n)
				return &t->rows[at];
	abort();
}

static void wrong(struct compare *c, uint32_t w, const char *what)
{
	c->wrong++;
	if (c->shown++ < SHOWN)
		printf("%08" PRIx32 ": %s\n", w, what);
}

static void note_alone(struct compare *c, uint32_t w, const char *name)
{
	size_t i = 0;
	while (i < c->names && strcmp(c->alone[i].name, name) != 0)
		i++;
	if (i == MOST_NAMES)
		return;
	c->names += i == c->names;
	c->alone[i] = (struct tally){name, c->alone[i].n + 1, w};
	for (size_t k = 0; k < COUNT(alone); k++)
		if (!c->code && strncmp(alone[k].name, name, strlen(alone[k].name)) == 0)
			return;
	wrong(c, w, arena_printf(c->arena, "%s (%s) is LLVM's alone", name, llvm_text(ADDRESS)));
}

static void compare_facts(struct compare *c, uint32_t w, const struct insn *in, struct llvm_facts f)
{
	bool memory = f.loads || f.stores;
	const char *text = llvm_text(ADDRESS);
	for (size_t i = 0; i < COUNT(differently); i++) {
		if (strncmp(differently[i].name, f.name, strlen(differently[i].name)) != 0)
			continue;
		memory = differently[i].memory ? in->accesses > 0 : memory;
		f.sets_flags = differently[i].flags ? in->sets_flags : f.sets_flags;
		f.reads &= differently[i].stack ? ~((uint32_t)1 << ARM64_SP) : UINT32_MAX;
	}
	const char *place = text_differs(text, in);
	if (in->reads == f.reads && in->writes == f.writes && in->vector_writes == f.vectors && !place &&
	    (in->accesses > 0) == memory && in->sets_flags == f.sets_flags)
		return;
	wrong(c, w, arena_printf(c->arena,
	                         "%s (%s): reads %#x, LLVM %#x; writes %#x, LLVM %#x; vectors %#x, LLVM %#x; "
	                         "memory %d, LLVM %d; flags %d, LLVM %d%s%s",
	                         f.name, text, in->reads, f.reads, in->writes, f.writes, in->vector_writes, f.vectors,
	                         in->accesses > 0, memory, in->sets_flags, f.sets_flags, place ? "; " : "",
	                         place ? place : ""));
}

static void compare(struct compare *c, uint32_t w)
{
	const uint8_t bytes[ARM64_BYTES] = {(uint8_t)w, (uint8_t)(w >> 8), (uint8_t)(w >> 16), (uint8_t)(w >> 24)};
	struct insn in;
	struct llvm_facts f;
	const char *hint;
	bool ours = arm64_decode(bytes, sizeof bytes, ADDRESS, &in), theirs = llvm_decode(w, ADDRESS, &f);
	bool certain = theirs && !f.unpredictable;
	c->words++;
	if (ours && in.kind != INSN_TRAP && arch_arm64.forbidden(c->arena, bytes, &in, &hint))
		c->refused++; // by name; what it does is not asked
	else if (ours && certain)
		compare_facts(c, w, &in, f);
	else if (ours)
		wrong(c, w, theirs ? "LLVM calls it unpredictable" : "LLVM knows no such instruction");
	else if (certain)
		note_alone(c, w, f.name);
	else if (c->code)
		c->unknown++;
	c->both += ours && certain;
}

static void run(struct compare *c, uint64_t n)
{
	size_t rows = all_rows();
	for (uint64_t i = 0; i < n; i++) {
		uint32_t w = (uint32_t)next(c);
		const struct arm64_row *row = i % 2 ? row_at(next(c) % rows) : NULL;
		compare(c, row ? (w & ~row->mask) | row->value : w);
	}
}

static void compare_word(void *ctx, uint32_t word)
{
	compare(ctx, word);
}

int main(int argc, char **argv)
{
	static struct compare c;
	uint64_t n = 100000, seed = (uint64_t)time(NULL);
	bool verbose = false, readable = true;
	int objects = argc;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
			n = strtoull(argv[++i], NULL, 0);
		else if (strcmp(argv[i], "-seed") == 0 && i + 1 < argc)
			seed = strtoull(argv[++i], NULL, 0);
		else if (strcmp(argv[i], "-v") == 0)
			verbose = true;
		else if (argv[i][0] == '-')
			return fprintf(stderr, "usage: compare [-n WORDS] [-seed SEED] [-v] [OBJECT...]\n"), 2;
		else if (objects == argc)
			objects = i;
	}
	if (!llvm_start(features))
		return fprintf(stderr, "LLVM knows no arm64\n"), 1;
	c.arena = arena_new();
	c.state = seed;
	c.code = objects < argc;
	if (!c.code)
		run(&c, n);
	for (int i = objects; i < argc; i++)
		if (!objects_each(argv[i], compare_word, &c))
			readable = fprintf(stderr, "%s: is no object or archive\n", argv[i]) < 0;
	for (size_t i = 0; verbose && i < c.names; i++)
		printf("LLVM alone: %8" PRIu64 " %s, such as %08" PRIx32 "\n", c.alone[i].n, c.alone[i].name, c.alone[i].word);
	if (!c.code)
		printf("seed %" PRIu64 ", %zu rows: ", seed, all_rows());
	printf("%" PRIu64 " words; %" PRIu64 " instructions to both, of which %" PRIu64
	       " are compared; %zu names are LLVM's alone, %" PRIu64 " words of code neither's; %" PRIu64 " disagreements\n",
	       c.words, c.both, c.both - c.refused, c.names, c.unknown, c.wrong);
	arena_free(c.arena);
	return c.wrong || !readable ? 1 : 0;
}
