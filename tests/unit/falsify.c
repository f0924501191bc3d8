#include "falsify.h"

#include <string.h>

enum { TRIES = 64 };

static uint64_t draw(struct lies *l, uint64_t n)
{
	l->rng = l->rng * 6364136223846793005 + 1442695040888963407;
	return n ? (l->rng >> 33) % n : 0;
}

static struct value some_number(struct lies *l)
{
	uint64_t high = draw(l, 1u << 30);
	return (struct value){.kind = VALUE_NUMBER, .a = (int64_t)(high << 32 | draw(l, 1u << 30) << 1 | 1)};
}

static size_t some_function(struct lies *l)
{
	return draw(l, l->proof->funcs.n);
}

static struct function_claims *some_claims(struct lies *l)
{
	return &l->proof->claims.funcs.v[some_function(l)];
}

static struct point *some_point(struct lies *l)
{
	struct function_claims *c = some_claims(l);
	return &c->points.v[draw(l, c->points.n)];
}

static void add_fact(struct lies *l, struct point *p, struct fact f)
{
	struct fact *facts = arena_alloc(l->arena, (p->n + 1) * sizeof *facts);
	memcpy(facts, p->facts, p->n * sizeof *facts);
	facts[p->n++] = f;
	p->facts = facts;
}

static struct fact *fact_of(struct point *p, size_t i)
{
	return (struct fact *)p->facts + i;
}

static const struct value *register_fact(const struct point *p, uint8_t reg)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->facts[i].reg == reg)
			return &p->facts[i].value;
	return NULL;
}

// Less than the stack pointer has gone down by at some point.
static bool lower_frame(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		size_t i = some_function(l);
		struct function_claims *c = &l->proof->claims.funcs.v[i];
		const struct point *p = &c->points.v[draw(l, c->points.n)];
		const struct value *sp = register_fact(p, l->arch->regs.sp);
		if (!sp || sp->a >= 0)
			continue;
		c->frame = l->proof->funcs.v[i].frame = (uint64_t)-sp->a - 1 - draw(l, (uint64_t)-sp->a);
		return true;
	}
	return false;
}

// Less than the function's own frame, or a call of it, needs.
static bool lower_bound(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		size_t i = some_function(l);
		struct proven *f = &l->proof->funcs.v[i];
		uint64_t needs = f->frame;
		if (f->promised)
			continue;
		if (f->calls.n && draw(l, 2)) {
			const struct call_site *s = &f->calls.v[draw(l, f->calls.n)];
			needs = s->depth + (s->tail ? 0 : l->arch->stack.call) + l->proof->funcs.v[s->callee].bound;
		}
		if (!needs || needs > f->bound)
			continue;
		l->proof->claims.funcs.v[i].bound = f->bound = needs - 1;
		return true;
	}
	return false;
}

// A promise of one activation fewer than the bound of the recursion has.
static bool lower_promised(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		size_t i = some_function(l);
		struct proven *f = &l->proof->funcs.v[i];
		if (!f->promise_used || !f->promised)
			continue;
		l->proof->claims.funcs.v[i].bound = f->bound = f->bound - 1 - draw(l, 8);
		return true;
	}
	return false;
}

static bool invent_promise(struct lies *l)
{
	struct proven *f = &l->proof->funcs.v[some_function(l)];
	f->promised += 1 + draw(l, 5);
	return true;
}

// A number of 62 random bits in a register of which nothing is known.
static bool know_number(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		uint8_t reg = (uint8_t)draw(l, l->arch->regs.count);
		if (register_fact(p, reg))
			continue;
		add_fact(l, p, (struct fact){.reg = reg, .value = some_number(l)});
		return true;
	}
	return false;
}

// The same in a slot of which nothing is known; no address is odd.
static bool know_slot(struct lies *l)
{
	struct point *p = some_point(l);
	add_fact(l, p, (struct fact){.reg = REG_NONE, .offset = -(int64_t)draw(l, 100) * 8 - 1, .value = some_number(l)});
	return true;
}

// An address of the frame at an odd offset, in a register of which nothing is known.
static bool know_address(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		uint8_t reg = (uint8_t)draw(l, l->arch->regs.count);
		if (register_fact(p, reg))
			continue;
		add_fact(l, p, (struct fact){.reg = reg, .value = {.kind = draw(l, 2) ? VALUE_STACK : VALUE_OLD_STACK, .a = -1000001}});
		return true;
	}
	return false;
}

// Another value than the one that is known; not for ranges, which may be wide.
static bool change_fact(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		struct value *v = p->n ? &fact_of(p, draw(l, p->n))->value : NULL;
		if (!v || v->kind == VALUE_RANGE || v->kind == VALUE_CODE)
			continue;
		v->a = v->kind == VALUE_SAVED ? (v->a == 3 ? 12 : 3) : v->a + 8;
		return true;
	}
	return false;
}

// A number where only a range or some function is known.
static bool narrow_fact(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		struct value *v = p->n ? &fact_of(p, draw(l, p->n))->value : NULL;
		if (!v || (v->kind != VALUE_RANGE && v->kind != VALUE_CODE))
			continue;
		*v = some_number(l);
		return true;
	}
	return false;
}

static bool claim_exact(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		struct fact *f = p->n ? fact_of(p, draw(l, p->n)) : NULL;
		if (!f || (f->value.kind != VALUE_STACK && f->value.kind != VALUE_ENTRY))
			continue;
		f->value.inexact = !f->value.inexact;
		return true;
	}
	return false;
}

static bool move_slot(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		struct fact *f = p->n ? fact_of(p, draw(l, p->n)) : NULL;
		if (!f || f->reg != REG_NONE)
			continue;
		f->offset -= 4; // slots are apart by words
		return true;
	}
	return false;
}

// A jump comes to the point that is dropped: it then leads nowhere.
static bool drop_point(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct function_claims *c = some_claims(l);
		size_t i = draw(l, c->points.n);
		if (!flow_at(&l->proof->flow, c->points.v[i].addr)->target)
			continue;
		c->points.v[i] = c->points.v[--c->points.n];
		return true;
	}
	return false;
}

static bool double_point(struct lies *l)
{
	struct function_claims *c = some_claims(l);
	VEC_PUSH(l->arena, &c->points, c->points.v[draw(l, c->points.n)]);
	return true;
}

static bool drop_call(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct proven *f = &l->proof->funcs.v[some_function(l)];
		if (!f->calls.n)
			continue;
		f->calls.v[draw(l, f->calls.n)] = f->calls.v[f->calls.n - 1];
		f->calls.n--;
		return true;
	}
	return false;
}

static bool lower_call(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct proven *f = &l->proof->funcs.v[some_function(l)];
		struct call_site *s = f->calls.n ? &f->calls.v[draw(l, f->calls.n)] : NULL;
		if (!s || !s->depth)
			continue;
		s->depth -= 1 + draw(l, s->depth);
		return true;
	}
	return false;
}

static bool call_as_jump(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct proven *f = &l->proof->funcs.v[some_function(l)];
		struct call_site *s = f->calls.n ? &f->calls.v[draw(l, f->calls.n)] : NULL;
		if (!s || s->tail)
			continue;
		s->tail = true;
		return true;
	}
	return false;
}

static struct table_claim *some_table(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct function_claims *c = some_claims(l);
		if (c->tables.n)
			return &c->tables.v[draw(l, c->tables.n)];
	}
	return NULL;
}

static bool shorten_table(struct lies *l)
{
	struct table_claim *t = some_table(l);
	if (t)
		t->n -= 1 + draw(l, t->n);
	return t;
}

static bool move_table(struct lies *l)
{
	struct table_claim *t = some_table(l);
	if (t)
		*(draw(l, 2) ? &t->addr : &t->from) += 4;
	return t;
}

static bool drop_table(struct lies *l)
{
	struct table_claim *t = some_table(l);
	if (t)
		t->jump = 0;
	return t;
}

// A table that ends early, because another is said to begin there.
static bool split_table(struct lies *l)
{
	struct table_claim *t = some_table(l);
	if (!t || t->n < 2)
		return false;
	struct table_claim other = *t;
	t->n--;
	t->assumed = true;
	other.addr = t->addr + 4 * t->n;
	other.jump = 0;
	struct function_claims *c = some_claims(l);
	VEC_PUSH(l->arena, &c->tables, other);
	return true;
}

static bool never_returns(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct function_claims *c = some_claims(l);
		if (!c->contract.returns)
			continue;
		c->contract.returns = false;
		return true;
	}
	return false;
}

static bool lower_above(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		size_t i = some_function(l);
		int64_t *above = &l->proof->claims.funcs.v[i].contract.above;
		if (*above <= 0)
			continue;
		*above = l->proof->funcs.v[i].above = *above - 1 - (int64_t)draw(l, (uint64_t)*above);
		return true;
	}
	return false;
}

static bool hide_escape(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		if (!p->escaped)
			continue;
		p->escaped = false;
		return true;
	}
	return false;
}

static bool hide_peeks(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct function_claims *c = some_claims(l);
		if (!c->contract.peeks)
			continue;
		c->contract.peeks = false;
		return true;
	}
	return false;
}

static bool hide_reaches(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct function_claims *c = some_claims(l);
		if (!c->contract.reaches)
			continue;
		c->contract.reaches = false;
		return true;
	}
	return false;
}

static bool other_result(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct function_claims *c = some_claims(l);
		if (!c->contract.returns)
			continue;
		c->contract.result = draw(l, 2) ? some_number(l) : (struct value){.kind = VALUE_STACK, .a = -8};
		return true;
	}
	return false;
}

// Others may have addresses of what it is passed.
static bool claim_sealed(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct function_claims *c = some_claims(l);
		if (c->contract.sealed)
			continue;
		c->contract.sealed = true;
		return true;
	}
	return false;
}

static bool lower_slack(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct point *p = some_point(l);
		if (!p->slack)
			continue;
		if (draw(l, 2))
			p->rounded += 8;
		else
			p->slack -= 8;
		return true;
	}
	return false;
}

static bool change_track(struct lies *l)
{
	struct function_claims *c = some_claims(l);
	struct track *t = draw(l, 2) && c->contract.returns ? &c->contract.track : &c->points.v[draw(l, c->points.n)].track;
	if (t->upper && draw(l, 2))
		t->upper = false;
	else
		t->pushed++;
	return true;
}

static bool expect_argument(struct lies *l)
{
	struct value *v = &some_claims(l)->contract.args[draw(l, VALUE_ARGS)];
	*v = v->kind == VALUE_ANY || draw(l, 2) ? some_number(l) : (struct value){.kind = VALUE_STACK, .a = 8};
	return true;
}

static bool change_flags(struct lies *l)
{
	struct point *p = some_point(l);
	if (p->compared.bits)
		p->compared.number++;
	else
		p->compared = (__typeof__(p->compared)){(uint8_t)draw(l, l->arch->regs.count), 32, draw(l, 1u << 30) | 1u << 30};
	return true;
}

static struct flow_insn *some_instruction(struct lies *l)
{
	struct flow *f = &l->proof->flow;
	for (;;) {
		struct flow_insn *i = &f->at[draw(l, f->size)];
		if (i->length)
			return i;
	}
}

static bool change_depth(struct lies *l)
{
	struct flow_insn *i = some_instruction(l);
	if (i->vague)
		i->vague = false, i->depth = -1;
	else
		i->depth += 8;
	return true;
}

// Where it points elsewhere, or nobody knows.
static bool change_frame_pointer(struct lies *l)
{
	struct flow_insn *i = some_instruction(l);
	i->fp = i->framed ? i->fp + 8 : -1000001;
	i->framed = true;
	return true;
}

static bool hide_instruction(struct lies *l)
{
	some_instruction(l)->length = 0;
	return true;
}

static bool hide_target(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct flow_insn *i = some_instruction(l);
		if (!i->target)
			continue;
		i->target = false;
		return true;
	}
	return false;
}

// Nobody could pass what a function expects whose address is taken.
static bool hide_taken(struct lies *l)
{
	for (int t = 0; t < TRIES; t++) {
		struct proven *f = &l->proof->funcs.v[some_function(l)];
		if (!f->taken)
			continue;
		f->taken = false;
		return true;
	}
	return false;
}

const struct lie lies[] = {
	{"a lower frame", lower_frame}, {"a lower bound", lower_bound}, {"a lower bound of a recursion", lower_promised},
	{"a promise", invent_promise}, {"a number in a register", know_number}, {"a number in a slot", know_slot},
	{"an address in a register", know_address}, {"another value", change_fact}, {"a narrower value", narrow_fact},
	{"an exact address", claim_exact}, {"another slot", move_slot}, {"a point less", drop_point}, {"a point twice", double_point},
	{"a call less", drop_call}, {"a call from higher up", lower_call}, {"a call as a jump", call_as_jump},
	{"a shorter table", shorten_table}, {"another table", move_table}, {"a table less", drop_table}, {"a table in two", split_table},
	{"no return", never_returns}, {"less above", lower_above}, {"no escape", hide_escape}, {"no peeking", hide_peeks},
	{"no reaching", hide_reaches}, {"another result", other_result}, {"sealed arguments", claim_sealed},
	{"less slack", lower_slack}, {"another track", change_track}, {"an argument", expect_argument}, {"other flags", change_flags},
	{"another depth", change_depth}, {"another frame pointer", change_frame_pointer}, {"an instruction less", hide_instruction}, {"a label less", hide_target},
	{"an address less", hide_taken},
};
const size_t lies_n = sizeof lies / sizeof *lies;

// An array of its own, with the same in it.
#define COPY(a, vec) \
	((vec)->v = memcpy(arena_alloc((a), ((vec)->n + 1) * sizeof *(vec)->v), (vec)->v, (vec)->n * sizeof *(vec)->v), \
	 (vec)->cap = (vec)->n)

struct proof *proof_copy(struct arena *a, const struct proof *p)
{
	struct proof *c = arena_alloc(a, sizeof *c);
	*c = *p;
	COPY(a, &c->funcs);
	COPY(a, &c->claims.funcs);
	for (size_t i = 0; i < c->funcs.n; i++) {
		struct function_claims *f = &c->claims.funcs.v[i];
		if (c->funcs.v[i].calls.n)
			COPY(a, &c->funcs.v[i].calls);
		COPY(a, &f->points);
		if (f->tables.n)
			COPY(a, &f->tables);
		for (size_t k = 0; k < f->points.n; k++) {
			struct fact *facts = arena_alloc(a, (f->points.v[k].n + 1) * sizeof *facts);
			memcpy(facts, f->points.v[k].facts, f->points.v[k].n * sizeof *facts);
			f->points.v[k].facts = facts;
		}
	}
	c->flow.at = memcpy(arena_alloc(a, (p->flow.size + 1) * sizeof *c->flow.at), p->flow.at, p->flow.size * sizeof *c->flow.at);
	return c;
}
