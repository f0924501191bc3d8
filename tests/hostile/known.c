// known.c - from the claims at a function's points, the proof's own rules say
// what holds between two of them. That is compared with what a run finds, and
// it tells which addresses the proof knows, and which it takes C's word for.
#include "known.h"

#include "prove/step.h"

#include <string.h>

struct knowledge knowledge_of(struct arena *a, const struct arch *arch, const struct image *img, const struct proof *proof)
{
	struct knowledge s = {.arena = a, .img = img, .proof = proof, .ground = ground_of(arch, img)};
	s.at = arena_alloc(a, (proof->funcs.n + 1) * sizeof *s.at);
	return s;
}

int held_function(const struct knowledge *s, uint64_t addr)
{
	uint64_t at = addr - s->proof->base;
	return at < s->proof->size ? s->proof->index[at] - 1 : NO_FUNCTION;
}

static void take_fact(struct state *s, const struct fact *f)
{
	if (f->reg != REG_NONE)
		s->reg[f->reg] = f->value;
	else if (s->slots < STATE_SLOTS)
		s->slot[s->slots++] = (struct slot){f->offset, f->inexact, f->value};
}

static struct state state_of(const struct point *p)
{
	struct state s = {.slack = p->slack, .rounded = p->rounded, .escaped = p->escaped, .track = p->track};
	s.compared.reg = p->compared.bits ? p->compared.reg : REG_NONE;
	s.compared.bits = p->compared.bits;
	s.compared.number = p->compared.number;
	for (size_t i = 0; i < p->n; i++)
		take_fact(&s, &p->facts[i]);
	return s;
}

// What holds behind a call, of all that it may be of; false: it does not return.
static bool after_call(struct knowledge *s, int i, const struct insn *in, struct state *state)
{
	const struct proven *f = &s->proof->funcs.v[i];
	struct effect e = {0};
	bool returns = false;
	for (size_t k = 0; k < f->calls.n; k++) {
		const struct contract *c = &s->proof->claims.funcs.v[f->calls.v[k].callee].contract;
		if (f->calls.v[k].addr != in->addr)
			continue;
		e.above = c->above > e.above ? c->above : e.above;
		e.peeks |= c->peeks;
		e.reaches |= c->reaches;
		returns |= c->returns || !in->target;
	}
	step_call(&s->ground, state, e);
	return returns;
}

static void note(struct knowledge *s, const struct known **row, uint64_t from, const struct insn *in,
		 const struct state *state)
{
	struct known *k = arena_alloc(s->arena, sizeof *k);
	struct state at = *state;
	k->from = from;
	k->next = row[in->addr - s->proof->base];
	k->state = *state;
	if (in->kind == INSN_POP) // whose operand counts from the stack pointer behind it
		at.reg[s->ground.arch->regs.sp] =
		    value_moved(at.reg[s->ground.arch->regs.sp], s->ground.arch->stack.word);
	for (int n = 0; n < in->accesses; n++) {
		k->access[n] = step_target(&s->ground, &at, &in->access[n]);
		k->fixed[n] = in->access[n].at.pc_relative || in->access[n].at.index == REG_NONE;
		k->bits[n] = (uint8_t)(in->access[n].bytes > 31 ? 255 : in->access[n].bytes * 8);
	}
	row[in->addr - s->proof->base] = k;
}

static void follow(struct knowledge *s, int i, const struct known **row, const bool *leads, const struct point *p)
{
	struct state state = state_of(p);
	const char *hint;
	for (uint64_t addr = p->addr; addr - s->proof->base < s->proof->size;) {
		uint64_t at = addr - s->proof->base;
		struct insn in;
		if ((addr != p->addr && leads[at]) ||
		    !s->ground.arch->decode(s->img->bytes + at, s->proof->size - at, addr, &in))
			return;
		note(s, row, p->addr, &in, &state);
		if (in.kind == INSN_RETURN || in.kind == INSN_JUMP || in.kind == INSN_BRANCH || in.kind == INSN_TRAP)
			return;
		if (in.kind == INSN_CALL ? !after_call(s, i, &in, &state)
					 : step_instruction(&s->ground, &state, &in, &hint) != NULL)
			return;
		addr = insn_end(&in);
	}
}

const struct known *held_at(struct knowledge *s, int i, uint64_t addr, uint64_t *from)
{
	const struct function_claims *f = &s->proof->claims.funcs.v[i];
	if (!s->at[i]) {
		bool *leads = arena_alloc(s->arena, s->proof->size + 1);
		s->at[i] = arena_alloc(s->arena, (s->proof->size + 1) * sizeof **s->at);
		for (size_t k = 0; k < f->points.n; k++)
			leads[f->points.v[k].addr - s->proof->base] = true;
		for (size_t k = 0; k < f->points.n; k++)
			follow(s, i, s->at[i], leads, &f->points.v[k]);
	}
	const struct known *first = s->at[i][addr - s->proof->base];
	for (const struct known *k = first; k; k = k->next)
		if (k->from == addr)
			*from = addr;
	for (const struct known *k = first; k; k = k->next)
		if (k->from == *from)
			return k;
	return NULL;
}
