// main.c - hostile: functions made to break the proof, proven and run.
//
// What is accepted runs one instruction after the other, and each claim of the
// proof is compared with the registers and the memory in front of each. A
// violation is printed, made as short as it gets, and ends the program.
#include "cases.h"
#include "compiled.h"
#include "gen.h"
#include "trial.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum kind { KIND_MIXED, KIND_GRAMMAR, KIND_MUTATED, KIND_PLANTED, KIND_CASES, KIND_COMPILED };

struct options {
	uint64_t n, seed;
	double minutes;
	enum kind kind;
	unsigned most; // violations that are printed before it ends
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t mixed(uint64_t seed, uint64_t i)
{
	uint64_t z = seed + (i + 1) * 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static void report(const struct trial *t, struct program *p, uint64_t seed)
{
	struct tally count = {0};
	struct trial loud = *t;
	trial_shrink(t, p);
	printf("VIOLATION: seed %" PRIu64 "\n", seed);
	program_print(p);
	loud.verbose = true;
	trial_program(&loud, p, &count);
	fflush(stdout);
}

static void print_tally(const struct tally *c, double seconds)
{
	printf("%" PRIu64 " generated, %" PRIu64 " accepted (%.1f %%), %" PRIu64 " runs, %" PRIu64
	       " steps in %.1f s: %.0f programs/s\n",
	       c->generated, c->accepted, c->generated ? 100.0 * (double)c->accepted / (double)c->generated : 0,
	       c->runs, c->steps, seconds, (double)c->generated / seconds);
	for (int i = 0; i < RUN_ENDS; i++)
		printf("  %-20s %" PRIu64 "\n", run_end_name((enum run_end)i), c->ends[i]);
	for (int i = 1; i < PLANTS; i++)
		if (c->planted[i])
			printf("  planted mistakes of kind %d: %" PRIu64 ", reported %" PRIu64 "\n", i, c->planted[i],
			       c->reported[i]);
}

static int go(const struct options *o, struct cpu *cpu)
{
	static struct program p;
	struct tally count = {0};
	unsigned bad = 0;
	double start = now();
	for (uint64_t i = 0; i < o->n && bad < o->most; i++) {
		uint64_t seed = mixed(o->seed, i);
		struct trial t = {.cpu = cpu, .seed = seed, .runs = 6, .limit = 2000, .every = seed % 5 == 0};
		if (o->kind == KIND_PLANTED) {
			t.plant = (enum plant)(1 + i % (PLANTS - 1));
			t.every = false;
		}
		if (o->minutes > 0 && i % 256 == 0 && now() - start > 60 * o->minutes)
			break;
		gen_program(&p, seed, o->kind == KIND_MUTATED || (o->kind == KIND_MIXED && i % 3 == 0));
		if (trial_program(&t, &p, &count).end != RUN_VIOLATION)
			continue;
		bad++;
		report(&t, &p, seed);
	}
	print_tally(&count, now() - start);
	return bad != 0;
}

static int go_compiled(const struct options *o, struct cpu *cpu)
{
	struct compiled *c = compiled_new("tests/hostile/testdata/shapes.c");
	struct tally count = {0};
	unsigned bad = 0;
	double start = now();
	if (!c)
		return 3;
	for (uint64_t i = 0; i < o->n && bad < o->most; i++) {
		uint64_t seed = mixed(o->seed, i);
		struct trial t = {.cpu = cpu, .seed = seed, .runs = 1, .limit = 3000};
		if (o->minutes > 0 && i % 64 == 0 && now() - start > 60 * o->minutes)
			break;
		if (compiled_try(c, &t, seed, i >= 20, &count).end != RUN_VIOLATION)
			continue;
		bad++;
		t.verbose = true;
		printf("VIOLATION: seed %" PRIu64 "\n", seed);
		compiled_try(c, &t, seed, i >= 20, &count);
	}
	print_tally(&count, now() - start);
	compiled_free(c);
	return bad != 0;
}

static void usage(void)
{
	fprintf(
	    stderr,
	    "hostile [-n N] [-seed S] [-minutes M] [-kind mixed|grammar|mutated|planted|cases|compiled] [-most N]\n");
	exit(2);
}

static enum kind kind_named(const char *name)
{
	static const char *const names[] = {"mixed", "grammar", "mutated", "planted", "cases", "compiled"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return (enum kind)i;
	usage();
	return KIND_MIXED;
}

int main(int argc, char **argv)
{
	static const struct option known[] = {{"n", 1, NULL, 'n'},    {"seed", 1, NULL, 's'}, {"minutes", 1, NULL, 'm'},
					      {"kind", 1, NULL, 'k'}, {"most", 1, NULL, 'v'}, {0}};
	struct options o = {.n = 5000, .seed = (uint64_t)time(NULL), .most = 1};
	static struct cpu cpu;
	for (int c; (c = getopt_long_only(argc, argv, "", known, NULL)) != -1;)
		switch (c) {
		case 'n':
			o.n = strtoull(optarg, NULL, 0);
			break;
		case 's':
			o.seed = strtoull(optarg, NULL, 0);
			break;
		case 'm':
			o.minutes = strtod(optarg, NULL);
			o.n = UINT64_MAX;
			break;
		case 'k':
			o.kind = kind_named(optarg);
			break;
		case 'v':
			o.most = (unsigned)strtoul(optarg, NULL, 0);
			break;
		default:
			usage();
		}
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("hostile: seed %" PRIu64 "\n", o.seed);
	cpu_open(&cpu);
	return o.kind == KIND_CASES ? cases_run(&cpu) : o.kind == KIND_COMPILED ? go_compiled(&o, &cpu) : go(&o, &cpu);
}
