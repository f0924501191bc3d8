// follow.c - every path of a function leads from point to point.
//
// Each rule is a predicate of its own: one that does not hold ends the reading
// of the function. That a point's facts hold follows by induction: they do at the
// entry, and from each point they do at whatever it leads to.
#include "check/follow.h"

#include "check/effect.h"
#include "check/table.h"

struct reading {
	struct follower *all;
	const struct basis *b;
	const struct proven *f;
	const struct function_claims *claims;
	struct fault fault;
	size_t cursor;   // into f->calls
	size_t tables;   // that it has jumped by
	bool calls;      // anything, tail calls aside
	bool below;      // has an access below the stack pointer
	bool vague;      // has accesses to its frame at unknown places
	int64_t lowest;  // stack pointer
};

static bool deny(struct reading *r, uint64_t addr, const char *what)
{
	if (!r->fault.what)
		r->fault = (struct fault){addr, what};
	return false;
}

static struct value sp_of(const struct reading *r, const struct known *k)
{
	return k->reg[r->b->arch->regs.sp];
}

static bool in_code(const struct reading *r, uint64_t addr)
{
	return addr >= r->b->img->base && addr < r->b->img->text_end;
}

static const struct point *point_at(const struct reading *r, uint64_t addr)
{
	int i = in_code(r, addr) ? r->all->point_at[addr - r->b->img->base] : 0;
	return i ? &r->claims->points.v[i - 1] : NULL;
}

// Whatever is claimed where control goes has to follow from what holds before.
static bool leads_to(struct reading *r, uint64_t from, uint64_t to, const struct known *k)
{
	const struct point *p = point_at(r, to);
	const char *what = p ? why_not(r->b, k, p) : "it leads to where nothing is claimed";
	return !what || deny(r, from, what);
}

// A place that a jump leads to is one where *place* puts a label.
static bool jumps_to(struct reading *r, uint64_t from, uint64_t to, const struct known *k)
{
	const struct flow_insn *seen = flow_at(&r->b->proof->flow, to);
	if (!seen || !seen->target)
		return deny(r, from, "it jumps to where no jump was noted");
	return leads_to(r, from, to, k);
}

// The stack depth that Go's unwinder gets is the one that holds here.
static bool flow_agrees(struct reading *r, const struct insn *in, struct value sp)
{
	const struct flow_insn *seen = flow_at(&r->b->proof->flow, in->addr);
	if (!seen || seen->length != in->length)
		return deny(r, in->addr, "an instruction is reached that was not noted");
	if (!seen->vague && (sp.inexact || seen->depth != -sp.a))
		return deny(r, in->addr, "the stack depth is not the one that was noted");
	return true;
}

// The frame is as deep as the stack pointer ever goes.
static bool within_frame(struct reading *r, uint64_t addr, int64_t offset)
{
	return offset >= 0 || (uint64_t)-offset <= r->f->frame || deny(r, addr, "the frame is deeper than is claimed");
}

static bool pointer_within_frame(struct reading *r, uint64_t addr, const struct known *k)
{
	int64_t sp = sp_of(r, k).a;
	r->lowest = sp < r->lowest ? sp : r->lowest;
	return within_frame(r, addr, sp);
}

// An access from offset on: below the stack pointer only in the red zone, which
// is the frame's; above the return address only as far as callers are told.
static bool access_is_counted(struct reading *r, const struct known *k, uint64_t addr, const struct spot *s, bool writes)
{
	struct value sp = sp_of(r, k);
	int64_t top = sp.a + (sp.inexact && !s->inexact ? k->slack : 0);
	int64_t over = s->offset + s->bytes + (s->inexact ? k->slack : 0) - r->b->arch->stack.call;
	if (over > (writes ? r->claims->contract.above : r->f->reads_above))
		return deny(r, addr, "it reaches further above its return address than is claimed");
	if (s->offset >= top)
		return true;
	r->below = true;
	if (top - s->offset > r->b->arch->stack.red_zone)
		return deny(r, addr, "it reaches below the red zone");
	return within_frame(r, addr, s->offset);
}

// The part of a kept register that an instruction reads from where it was saved
// is one that its owner's addresses may be in.
static bool reads_saved(const struct known *k, const struct insn *in, const struct access *x, const struct spot *s)
{
	bool whole = x->bytes == 8 && !x->repeats && (in->kind == INSN_MOVE || in->kind == INSN_PUSH);
	for (int i = 0; i < k->cells && s->kind == SPOT_FRAME && x->reads && !whole; i++)
		if (k->cell[i].value.kind == VALUE_SAVED && k->cell[i].value.a != VALUE_RETURN &&
		    cell_overlaps(k, &k->cell[i], s->offset, s->inexact, s->bytes))
			return true;
	return false;
}

static bool accesses_are_counted(struct reading *r, const struct known *k, const struct insn *in)
{
	for (int i = 0; i < in->accesses; i++) {
		const struct access *x = &in->access[i];
		struct spot s = access_spot(k, x);
		r->vague |= s.kind == SPOT_WITHIN;
		if (reads_saved(k, in, x, &s) && !r->claims->contract.peeks)
			return deny(r, in->addr, "it looks at a caller's register, and that is not claimed");
		if (s.kind == SPOT_FRAME && !access_is_counted(r, k, in->addr, &s, x->writes))
			return false;
	}
	if (in->kind == INSN_ADDRESS && !(in->to.kind == OPERAND_REGISTER && in->to.reg == r->b->arch->regs.sp)) {
		struct spot s = spot_of(k, &in->a.at);
		r->vague |= s.kind == SPOT_FRAME || s.kind == SPOT_WITHIN;
	}
	return true;
}

// Compilers put locals into the red zone only where nothing is called. Where the
// places of accesses are not known, all of it counts, below the lowest pointer.
static bool red_zone_is_counted(struct reading *r)
{
	return !r->vague || (r->calls && !r->below) ||
	       within_frame(r, r->claims->addr, r->lowest - r->b->arch->stack.red_zone);
}

// Whoever takes a function's address may call it.
static bool address_is_taken(struct reading *r, const struct insn *in)
{
	const struct symbol *s = in->width && !in->target && in_code(r, in->refers) ? image_function_at(r->b->img, in->refers) : NULL;
	const struct proven *f = in->width && !in->target ? function_at(r->b, in->refers) : NULL;
	if ((f && !f->taken) || (!f && s && s->addr == in->refers))
		return deny(r, in->addr, "it takes the address of a function, and that is not claimed");
	return true;
}

// Nobody to whom control goes finds a caller's value where it may use it.
static bool keeps_callers(struct reading *r, const struct insn *in, const struct known *k)
{
	return r->claims->contract.peeks || !hands_on_callers(r->b, k) ||
	       deny(r, in->addr, "it hands on a caller's register, and that is not claimed");
}

// At each return the caller finds its registers and its stack as they were, and
// the processor in the state that it is told.
static bool may_return(struct reading *r, const struct insn *in, const struct known *k, const struct track *t)
{
	const struct arch *arch = r->b->arch;
	const struct contract *c = &r->claims->contract;
	struct track claimed = c->track;
	const char *what = NULL;
	for (uint8_t reg = 0; reg < arch->regs.count; reg++)
		if ((arch->regs.callee_saved >> reg & 1) && !value_same(k->reg[reg], (struct value){.kind = VALUE_SAVED, .a = reg}))
			return deny(r, in->addr, "a register of the caller is not restored");
	if (!value_same(sp_of(r, k), (struct value){.kind = VALUE_STACK}))
		return deny(r, in->addr, "the stack pointer is not at the return address");
	if (!value_same(cell_value(k, 0, false), (struct value){.kind = VALUE_SAVED, .a = VALUE_RETURN}))
		return deny(r, in->addr, "the return address may have been written over");
	if (!c->returns)
		return deny(r, in->addr, "it returns, and that is not claimed");
	if (arch->track_leave(t) || arch->track_join(&claimed, t, &what) || what)
		return deny(r, in->addr, "it returns with the processor in another state than is claimed");
	return keeps_callers(r, in, k);
}

// The call is among those that are added up, with all its depth.
static bool is_listed(struct reading *r, const struct insn *in, const struct proven *callee, uint64_t depth, bool tail)
{
	const int index = (int)(callee - r->b->proof->funcs.v);
	for (size_t i = 0; i < r->f->calls.n; i++) {
		const struct call_site *c = &r->f->calls.v[r->cursor];
		if (c->addr == in->addr && c->callee == index && c->tail == tail && c->depth >= depth)
			return true;
		r->cursor = r->cursor + 1 < r->f->calls.n ? r->cursor + 1 : 0;
	}
	return deny(r, in->addr, "it calls what is not among its calls, or from deeper");
}

// What the callee rests on is passed, and what it does to its caller's caller is
// told on.
static bool may_call(struct reading *r, const struct insn *in, const struct known *k, const struct proven *callee, bool tail)
{
	const struct contract *own = &r->claims->contract, *c = &claims_of(r->b, callee)->contract;
	for (int n = 0; n < VALUE_ARGS; n++)
		if (!implies(r->b, argument(r->b, k, n, tail), c->args[n]))
			return deny(r, in->addr, "it passes what the callee does not expect");
	if (c->peeks && !own->peeks)
		return deny(r, in->addr, "it calls what looks at a caller's register, and that is not claimed");
	if ((callee->writes & ~r->f->writes) || (callee->vector_writes & ~r->f->vector_writes))
		return deny(r, in->addr, "it calls what writes a register, and that was not noted");
	if (tail && (c->above > own->above || callee->reads_above > r->f->reads_above))
		return deny(r, in->addr, "what it jumps to reaches further above the return address than is claimed");
	return is_listed(r, in, callee, tail ? 0 : (uint64_t)-sp_of(r, k).a, tail);
}

// add_contract: one of several callees is called, each may be.
static bool add_contract(const struct basis *b, struct contract *all, const struct contract *c)
{
	const char *what = NULL;
	if (c->returns && all->returns)
		b->arch->track_join(&all->track, &c->track, &what);
	else if (c->returns)
		all->track = c->track;
	all->returns |= c->returns;
	all->peeks |= c->peeks;
	all->above = c->above > all->above ? c->above : all->above;
	return !what;
}

// may_call_any does the same for all that v may mean; *all is what they leave. A
// call through a pointer may return, whoever is called.
static bool may_call_any(struct reading *r, const struct insn *in, const struct known *k, struct value v, bool tail, struct contract *all)
{
	const struct proof *proof = r->b->proof;
	const struct proven *one = v.kind == VALUE_ADDRESS ? function_at(r->b, (uint64_t)v.a) : NULL;
	*all = (struct contract){0};
	if (!one && v.kind != VALUE_CODE)
		return deny(r, in->addr, "it calls what is not known");
	for (size_t i = 0; i < proof->funcs.n; i++) {
		const struct proven *f = one ? one : &proof->funcs.v[i];
		if (!one && !f->taken)
			continue;
		if (!may_call(r, in, k, f, tail))
			return false;
		if (!add_contract(r->b, all, &claims_of(r->b, f)->contract))
			return deny(r, in->addr, "it calls what leaves the processor in different states");
		if (one)
			return true;
	}
	all->returns = true;
	return true;
}

static struct value place_value(uint64_t addr)
{
	return (struct value){.kind = VALUE_ADDRESS, .a = (int64_t)addr};
}

static struct value callee_of(const struct reading *r, const struct insn *in, const struct known *k)
{
	return in->target ? place_value(in->target) : operand_value(r->b, k, &in->a);
}

// A call from a stack pointer that is at or below the return address and a
// multiple of words, as the callee relies on; true when control comes back.
static bool call(struct reading *r, const struct insn *in, struct known *k)
{
	struct contract all;
	struct value sp = sp_of(r, k);
	r->calls = true;
	if (sp.a > 0 || sp.a % r->b->arch->stack.word)
		return deny(r, in->addr, "it calls with a stack pointer that is above its return address, or no multiple of a word");
	if (!keeps_callers(r, in, k) || !may_call_any(r, in, k, callee_of(r, in, k), false, &all))
		return false;
	if (r->b->arch->track_call(&k->track, &all.track))
		return deny(r, in->addr, "it calls with the processor in a state that C does not expect");
	effect_of_call(r->b, k, &all);
	return all.returns;
}

// A jump to another function in the place of a call and a return.
static bool tail_call(struct reading *r, const struct insn *in, const struct known *k, struct value v)
{
	struct contract all;
	struct track t = k->track;
	if (!keeps_callers(r, in, k) || !may_call_any(r, in, k, v, true, &all))
		return false;
	if (r->b->arch->track_call(&t, &all.track))
		return deny(r, in->addr, "it calls with the processor in a state that C does not expect");
	return !all.returns || may_return(r, in, k, &t);
}

static bool at_return_address(const struct reading *r, const struct known *k)
{
	return value_same(sp_of(r, k), (struct value){.kind = VALUE_STACK});
}

// A jump stays within the function where a point says so, or else is a tail call.
static bool jump(struct reading *r, const struct insn *in, const struct known *k, uint64_t to)
{
	const struct symbol *own = image_function_at(r->b->img, r->f->addr);
	bool away = at_return_address(r, k) && function_at(r->b, to) && !(own && own->addr == to) && to != r->f->addr;
	const struct symbol *other = away ? image_function_at(r->b->img, to) : NULL;
	return other && other->addr == to ? tail_call(r, in, k, place_value(to)) : jumps_to(r, in->addr, to, k);
}

static const struct table_claim *table_of(const struct reading *r, uint64_t at)
{
	for (size_t i = 0; i < r->claims->tables.n; i++)
		if (r->claims->tables.v[i].jump == at)
			return &r->claims->tables.v[i];
	return NULL;
}

static bool jump_by_table(struct reading *r, const struct insn *in, const struct known *k, struct value v)
{
	const struct table_claim *t = table_of(r, in->addr);
	uint64_t to;
	if (!t || t->addr != (uint64_t)v.a || t->from != (uint64_t)v.b || !t->n || !table_is_noted(&r->b->proof->flow, t))
		return deny(r, in->addr, "it jumps by a table that is not claimed");
	if (!table_is_whole(r->b, t, v))
		return deny(r, in->addr, "its jump table has more elements than are claimed");
	for (size_t i = 0; i < t->n; i++) {
		if (!table_element(r->b, t->addr + 4 * i, t->from, &to))
			return deny(r, in->addr, "its jump table has fewer elements than are claimed");
		if (!jumps_to(r, in->addr, to, k))
			return false;
	}
	r->tables++;
	return true;
}

// Where one table begins another may end: so no more are claimed than are jumped by.
static bool tables_are_used(struct reading *r)
{
	return r->tables == r->claims->tables.n || deny(r, r->claims->addr, "a jump table is claimed that nothing jumps by");
}

static bool jump_away(struct reading *r, const struct insn *in, const struct known *k)
{
	struct value v = callee_of(r, in, k);
	if (in->target)
		return jump(r, in, k, in->target);
	if (v.kind == VALUE_TARGET)
		return jump_by_table(r, in, k, v);
	return at_return_address(r, k) ? tail_call(r, in, k, v) : deny(r, in->addr, "it jumps to what is not known");
}

// Both ways of a branch, each with what its condition says.
static bool branch(struct reading *r, const struct insn *in, struct known *k)
{
	effect_of_writes(r->b, k, in);
	if (k->flags_bits == 0)
		return jump(r, in, k, in->target);
	struct value *v = &k->reg[k->flags_reg], before = *v;
	*v = condition_value(k, in, true);
	bool ok = jump(r, in, k, in->target);
	*v = before;
	*v = condition_value(k, in, false);
	return ok;
}

static bool ret(struct reading *r, const struct insn *in, const struct known *k)
{
	if (in->a.kind == OPERAND_IMMEDIATE)
		return deny(r, in->addr, "it pops its arguments");
	return may_return(r, in, k, &k->track);
}

// What a push writes above the return address is its caller's.
static bool push_is_counted(struct reading *r, const struct insn *in, const struct known *k)
{
	struct value sp = sp_of(r, k);
	int64_t over = sp.a + (sp.inexact ? k->slack : 0) - r->b->arch->stack.call;
	return in->kind != INSN_PUSH || over <= r->claims->contract.above ||
	       deny(r, in->addr, "it pushes further above its return address than is claimed");
}

static bool ordinary(struct reading *r, const struct insn *in, struct known *k)
{
	const char *what = effect(r->b, k, in);
	r->vague |= k->escaped;
	return what ? deny(r, in->addr, what) : pointer_within_frame(r, in->addr, k);
}

// Accesses of a pop count from the stack pointer behind it.
static bool uses_are_counted(struct reading *r, const struct insn *in, struct known *k)
{
	struct value *sp = &k->reg[r->b->arch->regs.sp], before = *sp;
	if (in->kind == INSN_POP)
		sp->a += r->b->arch->stack.word;
	bool ok = accesses_are_counted(r, k, in) && push_is_counted(r, in, k);
	*sp = before;
	return ok;
}

// step confirms one instruction and all places that it jumps to; *on tells
// whether the next one is reached from it.
static bool step(struct reading *r, const struct insn *in, struct known *k, bool *on)
{
	*on = false;
	if (!flow_agrees(r, in, sp_of(r, k)) || !uses_are_counted(r, in, k) || !address_is_taken(r, in))
		return false;
	if (!r->claims->contract.peeks && uses_callers(r->b, k, in))
		return deny(r, in->addr, "it looks at a caller's register, and that is not claimed");
	if (r->b->arch->track(&k->track, in))
		return deny(r, in->addr, "the processor's state cannot be followed");
	if ((in->writes & ~r->f->writes) || (in->vector_writes & ~r->f->vector_writes))
		return deny(r, in->addr, "it writes a register, and that was not noted");
	switch (in->kind) {
	case INSN_RETURN:
		return ret(r, in, k);
	case INSN_JUMP:
		return jump_away(r, in, k);
	case INSN_TRAP:
		return true;
	case INSN_CALL:
		*on = call(r, in, k);
		return !r->fault.what;
	case INSN_BRANCH:
		*on = true;
		return branch(r, in, k);
	default:
		*on = true;
		return ordinary(r, in, k);
	}
}

static bool falls(struct reading *r, uint64_t addr)
{
	return flow_at(&r->b->proof->flow, addr)->falls || deny(r, addr, "the next instruction is reached, and that was not noted");
}

// From a point to the next one, or to where control goes away.
static bool follow_point(struct reading *r, const struct point *p)
{
	struct known k;
	struct insn in;
	uint64_t addr = p->addr;
	bool on = true;
	if (!known_at(r->b, p, &k))
		return deny(r, addr, "what is claimed makes no sense");
	if (sp_of(r, &k).kind != VALUE_STACK || !pointer_within_frame(r, addr, &k))
		return deny(r, addr, "the stack pointer is not known");
	while (on) {
		size_t at = addr - r->b->img->base;
		if (!in_code(r, addr) || !r->b->arch->decode(r->b->img->bytes + at, r->b->img->text_end - addr, addr, &in))
			return deny(r, addr, "there is no instruction");
		if (!step(r, &in, &k, &on) || (on && !falls(r, addr)))
			return false;
		addr = insn_end(&in);
		if (on && point_at(r, addr))
			return leads_to(r, in.addr, addr, &k);
	}
	return true;
}

// At the entry nothing is known but what the call has left, and the contract's
// arguments; these mean the same to caller and callee.
static bool entry_holds(struct reading *r)
{
	const struct contract *c = &r->claims->contract;
	struct known k;
	for (int n = 0; n < VALUE_ARGS; n++) {
		enum value_kind kind = c->args[n].kind;
		if (kind != VALUE_ANY && kind != VALUE_NUMBER && kind != VALUE_ADDRESS && kind != VALUE_CODE)
			return deny(r, r->claims->addr, "an argument is claimed to be what cannot be passed");
	}
	known_at_entry(r->b, c, &k);
	return jumps_to(r, r->claims->addr, r->claims->addr, &k);
}

// Each point stands in the code, once.
static bool place_points(struct reading *r)
{
	for (size_t i = 0; i < r->claims->points.n; i++) {
		uint64_t addr = r->claims->points.v[i].addr;
		if (!in_code(r, addr) || point_at(r, addr))
			return deny(r, r->claims->addr, "something is claimed of no place in the code, or twice");
		r->all->point_at[addr - r->b->img->base] = (int)i + 1;
	}
	return true;
}

static void remove_points(struct reading *r)
{
	for (size_t i = 0; i < r->claims->points.n; i++)
		if (in_code(r, r->claims->points.v[i].addr))
			r->all->point_at[r->claims->points.v[i].addr - r->b->img->base] = 0;
}

struct fault follow_function(struct follower *f, size_t i)
{
	struct reading r = {.all = f, .b = &f->basis, .f = &f->basis.proof->funcs.v[i], .claims = &f->basis.proof->claims.funcs.v[i]};
	bool ok = place_points(&r) && entry_holds(&r);
	for (size_t p = 0; p < r.claims->points.n && ok; p++)
		ok = follow_point(&r, &r.claims->points.v[p]);
	if (ok && red_zone_is_counted(&r))
		tables_are_used(&r);
	remove_points(&r);
	return r.fault;
}
