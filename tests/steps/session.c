#include "session.h"

#include "tests/unit/falsify.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PLANT_EVERY = 16, SHIFTED = 0x12340 };

uint64_t draw(struct session *s, uint64_t n)
{
	s->rng = s->rng * 6364136223846793005 + 1442695040888963407;
	return (s->rng >> 33) % n;
}

static void fill_scratch(struct session *s, struct machine *m)
{
	uint8_t bytes[1024];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)draw(s, 256);
	for (uint64_t at = 0; at < 4 * sizeof bytes; at += sizeof bytes)
		m->calls->write(m, PROGRAM_SCRATCH + PROGRAM_SCRATCH_BYTES / 2 + at, bytes, sizeof bytes);
}

void session_tell(struct subject *sub, const char *how, const char *what)
{
	printf("%s: %s\n", how, what);
	diag_print(&sub->diags, stdout);
}

void session_keep(struct session *s, struct subject *sub, const char *path)
{
	const char *kept = arena_printf(sub->arena, "/tmp/nearcall-steps-%d-%zu.c", (int)getpid(), s->kept++);
	if (rename(path, kept) == 0)
		printf("kept as %s\n", kept);
}

size_t session_faults(const struct tally *t)
{
	size_t n = t->denied + t->differ;
	for (int o = TRIAL_VIOLATION; o < TRIAL_OUTCOMES; o++)
		n += t->runs[0][o] + t->runs[1][o];
	return n;
}

struct result session_call(struct session *s, struct subject *sub, struct machine *m, const struct symbol *entry,
                           const char *how, struct stack stack)
{
	static const char *const names[TRIAL_OUTCOMES] = {"returned", "limit", "stopped", "outside", "VIOLATION", "qemu lost"};
	struct trial t = {.arena = sub->arena, .img = &sub->img, .proof = &sub->proof, .machine = m, .most = s->most,
	                  .top = stack.top, .dead = stack.dead};
	struct knowledge known = knowledge_of(sub->arena, sub->img.arch, &sub->img, &sub->proof);
	if (m == &s->emulated.machine) {
		t.known = &known;
		t.stack = s->emulated.stack;
	}
	uint64_t args[8];
	for (int i = 0; i < 8; i++)
		args[i] = i % 2 ? draw(s, 17) : PROGRAM_SCRATCH + PROGRAM_SCRATCH_BYTES / 2 + 8 * draw(s, 64);
	if (draw(s, 2))
		args[0] = draw(s, 17);
	fill_scratch(s, m);
	enum outcome o = trial_run(&t, proof_of(&sub->proof, entry->addr), args);
	if (how) {
		s->tally.runs[sub->img.origins.n != 0][o]++;
		s->tally.steps += t.steps;
		s->tally.facts += t.facts;
	}
	if (o >= TRIAL_VIOLATION && how)
		printf("%s, %s: %s at %llx, step %llu: %s\n", how, entry->name, names[o], (unsigned long long)t.at,
		       (unsigned long long)t.steps, t.what ? t.what : "");
	bool address = t.result >= PROGRAM_END && t.result < PROGRAM_SCRATCH + PROGRAM_SCRATCH_BYTES;
	return (struct result){o, o == TRIAL_RETURNED && !address, t.result, t.deepest};
}

void session_count_planted(struct tally *t, int kind, enum outcome o)
{
	t->planted[kind] += o == TRIAL_RETURNED || o == TRIAL_VIOLATION;
	t->found[kind] += o == TRIAL_VIOLATION;
}

// The same again from the same random numbers.
static bool again(struct session *s, struct subject *sub, uint64_t rng, const char *how, struct stack stack, struct result *r)
{
	s->rng = rng;
	if (!emulated_load(&s->emulated, sub->arena, &sub->img))
		return false;
	*r = session_call(s, sub, &s->emulated.machine, sub->entries[0], how, stack);
	return r->outcome != TRIAL_LOST;
}

// The kind that was planted least often among those that were not tried.
static int next_kind(const struct tally *t, unsigned tried)
{
	int least = -1;
	for (int kind = 0; kind < PLANT_KINDS; kind++)
		if (!(tried >> kind & 1) && (least < 0 || t->planted[kind] < t->planted[least]))
			least = kind;
	return least;
}

// One mistake in a copy of the proof's claims, or of the code.
static bool plant_one(struct session *s, struct subject *sub, uint64_t rng, uint64_t deepest)
{
	const struct subject right = *sub;
	struct result r = {0};
	bool ok = true;
	int kind;
	for (unsigned tried = 0; (kind = next_kind(&s->tally, tried)) >= 0; tried |= 1u << kind) {
		*sub = right;
		sub->proof = *proof_copy(sub->arena, &right.proof);
		if (!plant(sub, proof_of(&sub->proof, sub->entries[0]->addr), kind, deepest))
			continue;
		ok = again(s, sub, rng, NULL, plain_stack, &r);
		if (ok)
			session_count_planted(&s->tally, kind, r.outcome);
		break;
	}
	*sub = right;
	return ok;
}

// The same arguments give the same, however the function is laid out; unless what it gives already
// depends on where the stack is, or on what nobody wrote there.
static bool compare(struct session *s, struct subject *compiled, uint64_t rng, const char *how, const struct result r[2])
{
	struct result moved;
	if (!r[0].comparable || !r[1].comparable || r[0].value == r[1].value)
		return true;
	const struct stack other = {TRIAL_TOP - SHIFTED, 0xa5};
	memset(s->emulated.stack, other.dead, PROGRAM_STACK_BYTES);
	bool ok = again(s, compiled, rng, NULL, other, &moved);
	memset(s->emulated.stack, plain_stack.dead, PROGRAM_STACK_BYTES);
	if (!moved.comparable || moved.value != r[0].value)
		return ok;
	s->tally.differ++;
	printf("%s, %s: %llx as compiled, %llx as laid out anew\n", how, compiled->entries[0]->name,
	       (unsigned long long)r[0].value, (unsigned long long)r[1].value);
	return ok;
}

// one is proven. Both layouts: r[0] as compiled, r[1] as laid out anew.
static bool run_both(struct session *s, struct subject *one, const char *how)
{
	const bool plants = s->tally.accepted % PLANT_EVERY == 0;
	const uint64_t rng = s->rng;
	struct result r[2] = {0};
	if (!again(s, one, rng, how, plain_stack, &r[0]) || (plants && !plant_one(s, one, rng, r[0].deepest)))
		return false;
	s->tally.executed++;
	const struct subject old = *one;
	const uint64_t addr = one->entries[0]->addr;
	enum verdict v = subject_relay(one);
	s->tally.opaque += v == SUBJECT_REFUSED && one->img.opaque;
	s->tally.denied += v == SUBJECT_DENIED || (v == SUBJECT_REFUSED && !one->img.opaque);
	if (v != SUBJECT_PROVEN && !one->img.opaque)
		session_tell(one, how, "DENIED as it is laid out anew");
	if (v != SUBJECT_PROVEN)
		return true;
	if (!again(s, one, rng, how, plain_stack, &r[1]) || (plants && !plant_one(s, one, rng, r[1].deepest)))
		return false;
	struct subject compiled = old;
	struct symbol entry = *old.entries[0]; // which has moved
	entry.addr = addr;
	compiled.entries[0] = &entry;
	return compare(s, &compiled, rng, how, r);
}

bool session_single(struct session *s, const struct subject *linked, const struct symbol *entry, const char *how)
{
	struct subject one;
	struct tally *t = &s->tally;
	bool ok = true;
	subject_alone(&one, linked, entry);
	enum verdict v = subject_prove(&one);
	t->functions++;
	t->refused += v == SUBJECT_REFUSED;
	t->denied += v == SUBJECT_DENIED;
	if (v == SUBJECT_DENIED)
		session_tell(&one, how, "DENIED");
	if (v == SUBJECT_PROVEN) {
		t->accepted++;
		ok = run_both(s, &one, how);
	}
	arena_free(one.arena);
	return ok;
}
