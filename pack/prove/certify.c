#include "prove/certify.h"

#include <string.h>

static const struct fact *facts_of(struct arena *a, const struct ground *g, const struct state *s, size_t *n)
{
	struct fact *facts = arena_alloc(a, (size_t)(g->arch->regs.count + s->slots) * sizeof *facts);
	*n = 0;
	for (uint8_t r = 0; r < g->arch->regs.count; r++)
		if (s->reg[r].kind != VALUE_ANY)
			facts[(*n)++] = (struct fact){.reg = r, .value = s->reg[r]};
	for (int i = 0; i < s->slots; i++)
		facts[(*n)++] = (struct fact){REG_NONE, s->slot[i].inexact, s->slot[i].offset, s->slot[i].value};
	return facts;
}

void certify_points(struct arena *a, const struct ground *g, const struct leaders *l, struct function_claims *out)
{
	for (size_t i = 0; i < l->v.n; i++) {
		const struct state *s = &l->v.v[i]->state;
		struct point p = {.addr = l->v.v[i]->addr, .slack = s->slack, .rounded = s->rounded, .escaped = s->escaped, .track = s->track};
		if (s->compared.reg != REG_NONE) {
			p.compared.reg = s->compared.reg;
			p.compared.bits = s->compared.bits;
			p.compared.number = s->compared.number;
		}
		p.facts = facts_of(a, g, s, &p.n);
		VEC_PUSH(a, &out->points, p);
	}
}

struct contract certify_contract(const struct walk_reply *r, const struct value args[VALUE_ARGS], bool sealed)
{
	struct contract c = {.returns = r->returns, .peeks = r->peeks, .above = r->above, .reaches = r->reaches,
	                     .track = r->track, .result = r->result, .sealed = sealed};
	memcpy(c.args, args, sizeof c.args);
	return c;
}
