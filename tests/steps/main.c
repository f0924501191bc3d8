/*
 * steps: arm64 code that the proof accepts, run under qemu-user one instruction after
 * the other, as it was compiled and as it is laid out for Go. In front of each
 * instruction the stack depth, the frame pointer, what is claimed of registers and
 * slots, the registers that are Go's, and the place of the return address are
 * compared with the processor.
 *
 *	steps [-n PROGRAMS] [-s SEED] [-m STEPS] [-p] [SOURCE.c FUNCTION...]
 *	steps -a FUNCTIONS [-s SEED] [-m STEPS]
 *
 * With -p, mistakes are planted, which have to be found. Without a source, csmith's programs are run,
 * or with -a functions of assembly that no compiler would write (hostile.h). Arguments are random: addresses of
 * memory of its own, and small numbers.
 */
#include "arch/arch.h"
#include "hostile.h"
#include "plant.h"
#include "program.h"
#include "subject.h"
#include "trial.h"

#include "base/files.h"
#include "tests/unit/falsify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct {
	const char *cc, *flags[4];
} ways[] = {
	{"clang", {"-O0"}}, {"clang", {"-O1"}}, {"clang", {"-O2"}}, {"clang", {"-O3"}}, {"clang", {"-Os"}},
	{"gcc", {"-O0"}}, {"gcc", {"-O1"}}, {"gcc", {"-O2"}}, {"gcc", {"-O3"}}, {"gcc", {"-Os"}},
};
enum { WAYS = sizeof ways / sizeof *ways, CALLS = 4, TOGETHER = 8 /* functions of assembly: one that cannot be laid out anew costs all */ }; // each function is called so often

// Options that make programs differ in kind.
static const char *const shapes[] = {
	"--max-funcs 6", "--max-funcs 12 --max-block-size 3 --max-block-depth 3",
	"--max-funcs 4 --max-struct-fields 20 --max-array-len-per-dim 12",
	"--max-funcs 8 --no-bitfields --max-expr-complexity 5", "--max-funcs 20 --max-block-size 2 --max-block-depth 2",
	"--max-funcs 5 --no-volatiles --max-pointer-depth 3",
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

struct tally {
	size_t functions, accepted; // of assembly
	size_t programs, broken, refused, denied, opaque, differ;
	size_t runs[2][TRIAL_OUTCOMES]; // as compiled, and laid out anew
	unsigned long long steps, facts;
	size_t planted[PLANT_KINDS], found[PLANT_KINDS];
};

// What a call came to; no result: it did not return, or what it left in x0 is an address.
struct result {
	bool any;
	uint64_t value;
};

struct session {
	const char *dir;
	uint64_t rng, most;
	bool plants, told; // told: which source to take, all of which has to be accepted
	struct tally tally;
	struct result results[2][SUBJECT_MOST * CALLS]; // as compiled, and laid out anew
};

static uint64_t draw(struct session *s, uint64_t n)
{
	s->rng = s->rng * 6364136223846793005 + 1442695040888963407;
	return (s->rng >> 33) % n;
}

static void fill_scratch(struct session *s, struct remote *qemu)
{
	uint8_t bytes[1024];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)draw(s, 256);
	for (uint64_t at = 0; at < 4 * sizeof bytes; at += sizeof bytes)
		remote_write(qemu, PROGRAM_SCRATCH + PROGRAM_SCRATCH_BYTES / 2 + at, bytes, sizeof bytes);
}

static struct result call(struct session *s, struct subject *sub, struct remote *qemu, const struct symbol *entry, const char *how)
{
	static const char *const names[TRIAL_OUTCOMES] = {"returned", "limit", "stopped", "VIOLATION", "qemu lost"};
	struct trial t = {.arena = sub->arena, .img = &sub->img, .proof = &sub->proof, .qemu = qemu, .most = s->most};
	uint64_t args[8];
	for (int i = 0; i < 8; i++)
		args[i] = i % 2 ? draw(s, 17) : PROGRAM_SCRATCH + PROGRAM_SCRATCH_BYTES / 2 + 8 * draw(s, 64);
	if (draw(s, 2))
		args[0] = draw(s, 17);
	fill_scratch(s, qemu);
	enum outcome o = trial_run(&t, proof_of(&sub->proof, entry->addr), args);
	s->tally.runs[sub->img.origins.n != 0][o]++;
	s->tally.steps += t.steps;
	s->tally.facts += t.facts;
	if (o >= TRIAL_VIOLATION && how)
		printf("%s, %s: %s at %llx, step %llu: %s\n", how, entry->name, names[o], (unsigned long long)t.at,
		       (unsigned long long)t.steps, t.what ? t.what : "");
	bool address = t.result >= PROGRAM_END && t.result < PROGRAM_SCRATCH + PROGRAM_SCRATCH_BYTES;
	return (struct result){o == TRIAL_RETURNED && !address, t.result};
}

// A run that did not return leaves the program in its midst: the next has one of its own.
static bool run_all(struct session *s, struct subject *sub, const char *how, int calls)
{
	const char *path = arena_printf(sub->arena, "%s/program", s->dir);
	if (!program_write(sub->arena, &sub->img, path))
		return perror(path), false;
	for (size_t i = 0; i < sub->n; i++)
		for (int k = 0; k < calls; k++) {
			struct remote qemu;
			if (!remote_start(&qemu, path))
				return false;
			s->results[sub->img.origins.n != 0][i * CALLS + (size_t)k] = call(s, sub, &qemu, sub->entries[i], how);
			remote_end(&qemu);
		}
	return true;
}

// Each mistake in a copy of the proof's claims, or of the code, of each function.
static bool plant_all(struct session *s, struct subject *sub)
{
	const struct subject right = *sub;
	struct tally tally = s->tally;
	bool ok = true;
	for (size_t i = 0; i < right.n && ok; i++)
		for (int kind = 0; kind < PLANT_KINDS && ok; kind++) {
			*sub = right;
			sub->proof = *proof_copy(sub->arena, &right.proof);
			const struct proven *f = proof_of(&sub->proof, sub->entries[i]->addr);
			if (!plant(sub, f, kind))
				continue;
			size_t before = s->tally.runs[0][TRIAL_VIOLATION] + s->tally.runs[1][TRIAL_VIOLATION];
			sub->entries[0] = sub->entries[i];
			sub->n = 1;
			ok = run_all(s, sub, NULL, 1);
			tally.planted[kind]++;
			tally.found[kind] += s->tally.runs[0][TRIAL_VIOLATION] + s->tally.runs[1][TRIAL_VIOLATION] > before;
		}
	*sub = right;
	s->tally = tally;
	return ok;
}

// The same arguments give the same, however the function is laid out.
static void compare(struct session *s, const struct subject *sub, const char *how, int calls)
{
	for (size_t i = 0; i < sub->n * CALLS; i++) {
		const struct result *x = &s->results[0][i], *y = &s->results[1][i];
		if (i % CALLS >= (size_t)calls || !x->any || !y->any || x->value == y->value)
			continue;
		s->tally.differ++;
		printf("%s, %s: %llx as compiled, %llx as laid out anew\n", how, sub->entries[i / CALLS]->name,
		       (unsigned long long)x->value, (unsigned long long)y->value);
	}
}

static void tell(struct subject *sub, const char *how, const char *what)
{
	printf("%s: %s\n", how, what);
	diag_print(&sub->diags, stdout);
}

// What the checker does not confirm is worth a look.
static void keep(struct subject *sub, const char *path)
{
	const char *kept = arena_printf(sub->arena, "/tmp/nearcall-steps-%d.c", (int)getpid());
	if (rename(path, kept) == 0)
		printf("kept as %s\n", kept);
}

static bool one_program(struct session *s, const char *path, const char *const *functions, size_t n, size_t way, int calls)
{
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
		tell(&sub, how, v == SUBJECT_DENIED ? "DENIED" : v == SUBJECT_REFUSED ? "refused" : "broken");
	uint64_t rng = s->rng;
	bool ok = v != SUBJECT_PROVEN || (s->plants ? plant_all(s, &sub) : run_all(s, &sub, how, calls));
	if (v == SUBJECT_PROVEN && ok) {
		v = subject_relay(&sub);
		s->tally.opaque += v == SUBJECT_REFUSED;
		s->tally.denied += v == SUBJECT_DENIED;
		if (v == SUBJECT_REFUSED && sub.img.opaque)
			printf("%s: %s\n", how, sub.img.opaque);
		if (v == SUBJECT_DENIED || (v == SUBJECT_REFUSED && !sub.img.opaque && arch_arm64.relay))
			tell(&sub, how, "DENIED as it is laid out anew");
		s->rng = rng; // the same arguments
		ok = v != SUBJECT_PROVEN || (s->plants ? plant_all(s, &sub) : run_all(s, &sub, how, calls));
		if (v == SUBJECT_PROVEN && !s->plants)
			compare(s, &sub, how, calls);
	}
	if (v == SUBJECT_DENIED)
		keep(&sub, path);
	subject_free(&sub);
	return ok;
}

// csmith's function becomes visible. Some seeds keep csmith busy for long: these are passed over.
static bool make_program(struct session *s, size_t i, const char *path)
{
	char line[800];
	snprintf(line, sizeof line,
	         "cd '%s' && timeout 10 csmith --seed %llu --no-checksum --nomain --quiet --concise %s %s >raw.c && "
	         "sed 's/^static \\(.*func_1(\\)/\\1/; s/^static \\(.*func_[0-9]*(\\)/%sstatic \\1/; "
	         "s/volatile uint64_t csmith_sink_ = 0;//' raw.c >'%s' && [ $(stat -c %%s raw.c) -lt 100000 ]",
	         s->dir, (unsigned long long)draw(s, UINT32_MAX), shapes[i % SHAPES], i % 3 ? "--no-global-variables" : "",
	         i % 2 ? "__attribute__((noinline)) " : "", path);
	return system(line) == 0;
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
		if (make_program(s, i, path))
			ok = one_program(s, path, functions, 1, i % WAYS, 1);
	}
	return ok;
}

// Functions of assembly: each is proven by itself, and what is accepted is run, laid out anew, proven again, and run.
static bool hostile_program(struct session *s, const char *path, size_t n)
{
	static const char *const flags[] = {"-w", NULL};
	const char *names[SUBJECT_MOST];
	struct subject sub;
	struct tally *t = &s->tally;
	uint64_t seed = s->rng;
	if (!hostile_write(path, &s->rng, n, names))
		return perror(path), false;
	enum verdict v = subject_link(&sub, path, flags, names, n, s->dir);
	t->programs++;
	t->broken += v == SUBJECT_BROKEN;
	t->functions += n;
	char how[64];
	snprintf(how, sizeof how, "assembly of %llu", (unsigned long long)seed);
	if (v == SUBJECT_BROKEN)
		tell(&sub, how, "broken");
	else
		v = subject_pick(&sub, &t->refused, &t->denied);
	bool ok = true;
	if (v == SUBJECT_PROVEN) {
		t->accepted += sub.n;
		uint64_t rng = s->rng;
		ok = run_all(s, &sub, how, 1);
		v = subject_relay(&sub);
		t->opaque += v == SUBJECT_REFUSED && sub.img.opaque;
		t->denied += v == SUBJECT_DENIED || (v == SUBJECT_REFUSED && !sub.img.opaque);
		if (v != SUBJECT_PROVEN && !sub.img.opaque)
			tell(&sub, how, "DENIED as it is laid out anew");
		s->rng = rng;
		ok = ok && (v != SUBJECT_PROVEN || run_all(s, &sub, how, 1));
		if (v == SUBJECT_PROVEN)
			compare(s, &sub, how, 1);
	}
	subject_free(&sub);
	return ok;
}

static bool hostile_programs(struct session *s, size_t n)
{
	char path[300];
	snprintf(path, sizeof path, "%s/source.c", s->dir);
	setenv("CC", "clang", 1);
	bool ok = true;
	for (size_t done = 0; done < n && ok; done += TOGETHER)
		ok = hostile_program(s, path, n - done < TOGETHER ? n - done : TOGETHER);
	return ok;
}

static int report_planted(const struct tally *t, bool ok)
{
	for (int kind = 0; kind < PLANT_KINDS; kind++) {
		printf("  %-32s %5zu planted %5zu found\n", plant_names[kind], t->planted[kind], t->found[kind]);
		ok &= t->planted[kind] && t->planted[kind] == t->found[kind];
	}
	return ok ? 0 : 1;
}

static int report(const struct session *s, bool ok)
{
	static const char *const names[TRIAL_OUTCOMES] = {"returned", "limit", "stopped", "violation", "qemu lost"};
	const struct tally *t = &s->tally;
	if (t->functions)
		printf("%zu functions of assembly, %zu accepted\n", t->functions, t->accepted);
	printf("%zu programs: %zu refused, %zu broken, %zu denied by the checker, %zu not laid out anew\n", t->programs, t->refused,
	       t->broken, t->denied, t->opaque);
	size_t bad = t->denied + t->runs[0][TRIAL_VIOLATION] + t->runs[1][TRIAL_VIOLATION] + t->runs[0][TRIAL_LOST] +
	             t->runs[1][TRIAL_LOST] + t->differ, ran = 0;
	bad += s->told ? t->refused + t->opaque + t->broken : 0;
	for (int o = 0; o < TRIAL_OUTCOMES; o++) {
		printf("  %-10s %6zu as compiled %6zu as laid out anew\n", names[o], t->runs[0][o], t->runs[1][o]);
		ran += t->runs[0][o] + t->runs[1][o];
	}
	printf("%zu runs, %llu steps, %llu claims about registers and slots, %zu results that differ\n", ran, t->steps, t->facts,
	       t->differ);
	return ok && ran && !bad ? 0 : 1;
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/nearcall-steps.XXXXXX";
	struct session s = {.rng = (uint64_t)time(NULL), .most = 20000};
	size_t n = 20, hostile = 0;
	bool ok = true;
	for (int c; (c = getopt(argc, argv, "n:s:m:pa:")) != -1;) {
		if (c == 'p')
			s.plants = true;
		else if (c == 'n')
			n = strtoull(optarg, NULL, 10);
		else if (c == 'a')
			hostile = strtoull(optarg, NULL, 10);
		else if (c == 's')
			s.rng = strtoull(optarg, NULL, 10);
		else if (c == 'm')
			s.most = strtoull(optarg, NULL, 10);
		else
			return 2;
	}
	printf("seed %llu\n", (unsigned long long)s.rng);
	if (!(s.dir = mkdtemp(dir)))
		return perror(dir), 3;
	const char *path = optind < argc ? realpath(argv[optind], NULL) : NULL;
	if (optind < argc && !path)
		return perror(argv[optind]), 3;
	s.told = path;
	if (path)
		for (size_t way = 0; way < WAYS && ok; way++)
			ok = one_program(&s, path, (const char *const *)argv + optind + 1, (size_t)(argc - optind - 1), way, CALLS);
	else if (hostile)
		ok = hostile_programs(&s, hostile);
	else
		ok = csmith_programs(&s, n);
	folder_remove(dir);
	return s.plants ? report_planted(&s.tally, ok) : report(&s, ok);
}
