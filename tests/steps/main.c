/*
 * steps: arm64 code that the proof accepts, run one instruction after the other, as it was compiled and as it is laid
 * out for Go. In front of each instruction the stack depth, the frame pointer, what is claimed of registers and
 * slots, the registers that are Go's, and the place of the return address are compared with the processor.
 *
 *	steps [-n PROGRAMS] [-s SEED] [-m STEPS] [-p] [SOURCE.c FUNCTION...]
 *	steps -a FUNCTIONS [-s SEED] [-m STEPS]
 *	steps -x FUNCTIONS [-s SEED] [-m STEPS]
 *
 * Without a source, csmith's programs are run, under qemu-user; with -p, mistakes are planted, which have to be found.
 * -a makes functions of assembly that no compiler would write (hostile.h), and -x changes an instruction of csmith's
 * functions: of these there are many, so that an emulator in this process runs them, and mistakes are planted in some
 * of what is accepted. Arguments are random: addresses of memory of its own, and small numbers.
 */
#include "remote.h"
#include "session.h"

#include "arch/arch.h"
#include "base/files.h"
#include "tests/unit/falsify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { CALLS = 4 }; // each function is called so often

struct results {
	struct result of[2][SUBJECT_MOST * CALLS]; // as compiled, and laid out anew
};

// A run that did not return leaves the program in its midst: the next has one of its own.
static bool run_all(struct session *s, struct subject *sub, const char *how, int calls, struct result *out)
{
	const char *path = arena_printf(sub->arena, "%s/program", s->dir);
	if (!program_write(sub->arena, &sub->img, path))
		return perror(path), false;
	for (size_t i = 0; i < sub->n; i++)
		for (int k = 0; k < calls; k++) {
			struct remote qemu;
			if (!remote_start(&qemu, path))
				return false;
			out[i * CALLS + (size_t)k] = session_call(s, sub, &qemu.machine, sub->entries[i], how, plain_stack);
			remote_end(&qemu);
		}
	return true;
}

// Each mistake in a copy of the proof's claims, or of the code, of each function.
static bool plant_all(struct session *s, struct subject *sub)
{
	const struct subject right = *sub;
	struct result r[CALLS];
	bool ok = true;
	for (size_t i = 0; i < right.n && ok; i++)
		for (int kind = 0; kind < PLANT_KINDS && ok; kind++) {
			*sub = right;
			sub->proof = *proof_copy(sub->arena, &right.proof);
			const struct proven *f = proof_of(&sub->proof, sub->entries[i]->addr);
			if (!plant(sub, f, kind, f->frame))
				continue;
			sub->entries[0] = sub->entries[i];
			sub->n = 1;
			ok = run_all(s, sub, NULL, 1, r);
			session_count_planted(&s->tally, kind, r[0].outcome);
		}
	*sub = right;
	return ok;
}

// The same arguments give the same, however the function is laid out.
static void compare(struct session *s, const struct subject *sub, const char *how, int calls, const struct results *r)
{
	for (size_t i = 0; i < sub->n * CALLS; i++) {
		const struct result *x = &r->of[0][i], *y = &r->of[1][i];
		if (i % CALLS >= (size_t)calls || !x->comparable || !y->comparable || x->value == y->value)
			continue;
		s->tally.differ++;
		printf("%s, %s: %llx as compiled, %llx as laid out anew\n", how, sub->entries[i / CALLS]->name,
		       (unsigned long long)x->value, (unsigned long long)y->value);
	}
}

static bool one_program(struct session *s, const char *path, const char *const *functions, size_t n, size_t way, int calls)
{
	static struct results r;
	struct subject sub;
	char how[64];
	setenv("CC", ways[way].cc, 1);
	snprintf(how, sizeof how, "%s %s", ways[way].cc, ways[way].flags[0]);
	const char *flags[] = {ways[way].flags[0], "-w", "-I/usr/include/csmith", NULL};
	enum verdict v = subject_new(&sub, path, flags, functions, n, s->dir);
	s->tally.programs++;
	s->tally.broken += v == SUBJECT_BROKEN;
	s->tally.refused += v == SUBJECT_REFUSED;
	s->tally.denied += v == SUBJECT_DENIED;
	if (v != SUBJECT_PROVEN)
		session_tell(&sub, how, v == SUBJECT_DENIED ? "DENIED" : v == SUBJECT_REFUSED ? "refused" : "broken");
	uint64_t rng = s->rng;
	bool ok = v != SUBJECT_PROVEN || (s->plants ? plant_all(s, &sub) : run_all(s, &sub, how, calls, r.of[0]));
	if (v == SUBJECT_PROVEN && ok) {
		v = subject_relay(&sub);
		s->tally.opaque += v == SUBJECT_REFUSED;
		if (v == SUBJECT_REFUSED && sub.img.opaque)
			printf("%s: %s\n", how, sub.img.opaque);
		s->tally.denied += v == SUBJECT_DENIED;
		if (v == SUBJECT_DENIED || (v == SUBJECT_REFUSED && !sub.img.opaque && arch_arm64.relay))
			session_tell(&sub, how, "DENIED as it is laid out anew");
		s->rng = rng; // the same arguments
		ok = v != SUBJECT_PROVEN || (s->plants ? plant_all(s, &sub) : run_all(s, &sub, how, calls, r.of[1]));
		if (v == SUBJECT_PROVEN && !s->plants)
			compare(s, &sub, how, calls, &r);
	}
	if (v == SUBJECT_DENIED)
		session_keep(s, &sub, path);
	subject_free(&sub);
	return ok;
}

static bool csmith_programs(struct session *s, size_t n)
{
	static const char *const functions[] = {"func_1"};
	const uint64_t seed = s->rng;
	char path[300];
	snprintf(path, sizeof path, "%s/source.c", s->dir);
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++) {
		s->rng = seed + i; // whatever becomes of those before
		if (csmith_write(s, i, path))
			ok = one_program(s, path, functions, 1, i % ways_n, 1);
	}
	return ok;
}

static bool report_planted(const struct tally *t, bool ok)
{
	for (int kind = 0; kind < PLANT_KINDS; kind++) {
		printf("  %-32s %5zu planted %5zu found\n", plant_names[kind], t->planted[kind], t->found[kind]);
		ok &= t->planted[kind] && t->planted[kind] == t->found[kind];
	}
	return ok;
}

static bool report(const struct tally *t, bool ok)
{
	static const char *const names[TRIAL_OUTCOMES] = {"returned", "limit", "stopped", "outside", "violation", "qemu lost"};
	if (t->functions)
		printf("%zu functions generated, %zu accepted, %zu executed\n", t->functions, t->accepted, t->executed);
	printf("%zu programs: %zu refused, %zu broken, %zu denied by the checker, %zu not laid out anew\n", t->programs, t->refused,
	       t->broken, t->denied, t->opaque);
	size_t ran = 0;
	for (int o = 0; o < TRIAL_OUTCOMES; o++) {
		printf("  %-10s %6zu as compiled %6zu as laid out anew\n", names[o], t->runs[0][o], t->runs[1][o]);
		ran += t->runs[0][o] + t->runs[1][o];
	}
	printf("%zu runs, %llu steps, %llu claims about registers and slots, %zu results that differ\n", ran, t->steps, t->facts,
	       t->differ);
	return ok && ran && !t->broken && !session_faults(t);
}

static bool run_source(struct session *s, char **argv, int argc)
{
	const char *path = realpath(argv[0], NULL);
	if (!path)
		return perror(argv[0]), false;
	bool ok = true;
	for (size_t way = 0; way < ways_n && ok; way++)
		ok = one_program(s, path, (const char *const *)argv + 1, (size_t)argc - 1, way, CALLS);
	free((void *)path);
	return ok && !s->tally.refused && !s->tally.opaque; // it is there to be accepted
}

// Functions of which there are many, on the emulated machine.
static bool run_single(struct session *s, bool (*functions)(struct session *s, size_t n), size_t n)
{
	bool ok = emulated_start(&s->emulated) && functions(s, n);
	emulated_end(&s->emulated);
	return ok;
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/nearcall-steps.XXXXXX";
	struct session s = {.rng = (uint64_t)time(NULL), .most = 20000};
	size_t n = 20, assembly = 0, mutated = 0;
	bool ok = true;
	for (int c; (c = getopt(argc, argv, "n:s:m:pa:x:")) != -1;) {
		uint64_t number = optarg ? strtoull(optarg, NULL, 10) : 0;
		switch (c) {
		case 'p': s.plants = true; break;
		case 'n': n = number; break;
		case 'a': assembly = number; break;
		case 'x': mutated = number; break;
		case 's': s.rng = number; break;
		case 'm': s.most = number; break;
		default: return 2;
		}
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("seed %llu\n", (unsigned long long)s.rng);
	if (!(s.dir = mkdtemp(dir)))
		return perror(dir), 3;
	if (optind < argc)
		ok = run_source(&s, argv + optind, argc - optind);
	else if (assembly || mutated)
		ok = run_single(&s, assembly ? assembly_functions : mutated_functions, assembly ? assembly : mutated);
	else
		ok = csmith_programs(&s, n);
	folder_remove(dir);
	if (!s.plants)
		ok = report(&s.tally, ok);
	if (s.plants || assembly || mutated)
		ok &= report_planted(&s.tally, ok);
	return ok ? 0 : 1;
}
