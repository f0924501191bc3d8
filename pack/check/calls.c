// calls.c - where control goes to other functions, and back to callers.
#include "check/effect.h"
#include "check/reading.h"

#include <string.h>

// Nobody to whom control goes finds a caller's value where it may use it.
static bool keeps_callers(struct reading *r, const struct insn *in, const struct known *k)
{
	return r->claims->contract.peeks || !hands_on_callers(r->b, k) ||
	       deny(r, in->addr, "it hands on a caller's register, and that is not claimed");
}

// Where a return takes it from, or a callee in its place will.
static struct value return_address(const struct reading *r, const struct insn *in, const struct known *k)
{
	const uint8_t link = r->b->arch->regs.link;
	if (in->kind == INSN_RETURN && in->a.kind == OPERAND_REGISTER)
		return k->reg[in->a.reg];
	return link != REG_NONE ? k->reg[link] : cell_value(k, 0, false);
}

// At each return the caller finds its registers and its stack as they were, and
// the processor in the state that it is told.
bool may_return(struct reading *r, const struct insn *in, const struct known *k, const struct track *t,
                struct value result)
{
	const struct arch *arch = r->b->arch;
	const struct contract *c = &r->claims->contract;
	struct track claimed = c->track;
	const char *what = NULL;
	for (uint8_t reg = 0; reg < arch->regs.count; reg++)
		if ((r->b->kept >> reg & 1) && !value_same(k->reg[reg], (struct value){.kind = VALUE_SAVED, .a = reg}))
			return deny(r, in->addr, "a register of the caller is not restored");
	if (!value_same(sp_of(r, k), (struct value){.kind = VALUE_STACK}))
		return deny(r, in->addr, "the stack pointer is not at the return address");
	if (!value_same(return_address(r, in, k), (struct value){.kind = VALUE_SAVED, .a = VALUE_RETURN}))
		return deny(r, in->addr, "the return address may have been written over");
	if (!c->returns)
		return deny(r, in->addr, "it returns, and that is not claimed");
	if (arch->track_leave(t) || arch->track_join(&claimed, t, &what) || what)
		return deny(r, in->addr, "it returns with the processor in another state than is claimed");
	if (!implies(r->b, result, c->result))
		return deny(r, in->addr, "it returns something else than is claimed");
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
static bool may_call(struct reading *r, const struct insn *in, const struct known *k, const struct proven *callee,
                     bool tail)
{
	const struct contract *own = &r->claims->contract, *c = &claims_of(r->b, callee)->contract;
	for (int n = 0; n < VALUE_ARGS; n++)
		if (!implies(r->b, handed(r->b, argument(r->b, k, n, tail), r->compiled, true), c->args[n]))
			return deny(r, in->addr, "it passes what the callee does not expect");
	if (c->sealed && (!r->compiled || (tail && !own->sealed)))
		return deny(r, in->addr, "it may have addresses of what it passes, and its callee's are claimed to be sealed");
	if (c->peeks && !own->peeks)
		return deny(r, in->addr, "it calls what looks at a caller's register, and that is not claimed");
	if (c->reaches && !own->reaches)
		return deny(r, in->addr, "it calls what reaches into its caller's frame, and that is not claimed");
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
	if (c->returns && (!all->returns || implies(b, all->result, c->result)))
		all->result = c->result;
	else if (c->returns && !implies(b, c->result, all->result))
		all->result = value_any();
	all->returns |= c->returns;
	all->peeks |= c->peeks;
	all->reaches |= c->reaches;
	all->above = c->above > all->above ? c->above : all->above;
	return !what;
}

static bool may_call_one(struct reading *r, const struct insn *in, const struct known *k, const struct proven *f,
                         bool tail, struct contract *all)
{
	if (!may_call(r, in, k, f, tail))
		return false;
	return add_contract(r->b, all, &claims_of(r->b, f)->contract) ||
	       deny(r, in->addr, "it calls what leaves the processor in different states");
}

static bool is_named(const struct symbol *s, const char *name)
{
	return s->function && strcmp(s->name, name) == 0;
}

// Of what is not known the package may promise what it is: it is its word that this
// function calls through pointers the functions that it names, and no others.
static bool may_call_promised(struct reading *r, const struct insn *in, const struct known *k, bool tail,
                              struct contract *all)
{
	const struct basis *b = r->b;
	const struct symbol *own = image_function_at(b->img, r->f->addr);
	bool any = false;
	for (size_t i = 0; i < b->pkg->calls.n; i++) {
		const struct promised_calls *c = &b->pkg->calls.v[i];
		for (size_t n = 0; own && is_named(own, c->site) && n < c->targets.n * b->img->symbols.n; n++) {
			const struct symbol *s = &b->img->symbols.v[n % b->img->symbols.n];
			if (!is_named(s, c->targets.v[n / b->img->symbols.n]) || !in_code(r, s->addr))
				continue;
			const struct proven *f = function_at(b, s->addr);
			if (!f || !may_call_one(r, in, k, f, tail, all))
				return deny(r, in->addr, "it calls what is promised, and that is no function of the proof");
			any = true;
		}
	}
	all->returns = true;
	return any || deny(r, in->addr, "it calls what is not known");
}

// may_call_any does the same for all that v may mean; *all is what they leave. A
// call through a pointer may return, whoever is called.
static bool may_call_any(struct reading *r, const struct insn *in, const struct known *k, struct value v, bool tail,
                         struct contract *all)
{
	const struct proof *proof = r->b->proof;
	const struct proven *one = value_is_exact(v) ? function_at(r->b, (uint64_t)v.a) : NULL;
	*all = (struct contract){0};
	if (!one && v.kind != VALUE_CODE && !(v.kind == VALUE_HELD && r->compiled))
		return may_call_promised(r, in, k, tail, all);
	for (size_t i = 0; i < proof->funcs.n; i++) {
		const struct proven *f = one ? one : &proof->funcs.v[i];
		if (!one && !f->taken)
			continue;
		if (!may_call_one(r, in, k, f, tail, all))
			return false;
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

struct value callee_of(const struct reading *r, const struct insn *in, const struct known *k)
{
	return in->target ? place_value(in->target) : operand_value(r->b, k, &in->a);
}

// A call from a stack pointer that is at or below the return address and a
// multiple of words, as the callee relies on; true when control comes back.
bool call(struct reading *r, const struct insn *in, struct known *k)
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
bool tail_call(struct reading *r, const struct insn *in, const struct known *k, struct value v)
{
	struct contract all;
	struct track t = k->track;
	if (!keeps_callers(r, in, k) || !may_call_any(r, in, k, v, true, &all))
		return false;
	if (r->b->arch->track_call(&t, &all.track))
		return deny(r, in->addr, "it calls with the processor in a state that C does not expect");
	return !all.returns || may_return(r, in, k, &t, all.result);
}
