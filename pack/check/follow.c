// follow.c - every path of a function leads from point to point.
//
// Each rule is a predicate of its own: one that does not hold ends the reading
// of the function. That a point's facts hold follows by induction: they do at the
// entry, and from each point they do at whatever it leads to.
#include "check/follow.h"

#include "check/effect.h"
#include "check/reading.h"
#include "check/table.h"
#include "link/dwarfpos.h"

static const struct point *point_at(const struct reading *r, uint64_t addr)
{
	int i = in_code(r, addr) ? r->all->point_at[addr - r->b->img->base] : 0;
	return i ? &r->claims->points.v[i - 1] : NULL;
}

// An address of the caller's frame is in a register.
static bool has_address_beyond(const struct basis *b, const struct known *k)
{
	for (int reg = 0; reg < b->arch->regs.count; reg++) {
		struct value v = k->reg[reg];
		bool address = v.kind == VALUE_STACK || v.kind == VALUE_OLD_STACK;
		if (address && reg != b->arch->regs.sp && v.a + (v.inexact ? k->slack : 0) >= b->args)
			return true;
	}
	return false;
}

// Whatever is claimed where control goes has to follow from what holds before.
static bool leads_to(struct reading *r, uint64_t from, uint64_t to, const struct known *k)
{
	const struct point *p = point_at(r, to);
	const char *what = p ? why_not(r->b, k, p) : "it leads to where nothing is claimed";
	bool beyond = !what && p->escaped && (!r->compiled || has_address_beyond(r->b, k));
	if (beyond && !r->claims->contract.reaches)
		what = "an address of its caller's frame is let out of sight, and that is not claimed";
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

// The stack depth that Go's unwinder gets is the one that holds here; and if the frame
// pointer is said to point into the frame, it does, where it is said to; or it is the caller's.
static bool flow_agrees(struct reading *r, const struct insn *in, const struct known *k)
{
	struct value sp = sp_of(r, k), fp = k->reg[r->b->arch->regs.fp];
	const struct flow_insn *seen = flow_at(&r->b->proof->flow, in->addr);
	if (!seen || seen->length != in->length)
		return deny(r, in->addr, "an instruction is reached that was not noted");
	if (!seen->vague && (sp.inexact || seen->depth != -sp.a))
		return deny(r, in->addr, "the stack depth is not the one that was noted");
	if (seen->framed && !value_same(fp, (struct value){.kind = VALUE_STACK, .a = seen->fp}))
		return deny(r, in->addr, "the frame pointer is not where it was noted");
	if (seen->kept && !value_same(fp, (struct value){.kind = VALUE_SAVED, .a = r->b->arch->regs.fp}))
		return deny(r, in->addr, "the frame pointer is not the caller's, as was noted");
	return true;
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
	return other && other->addr == to ? tail_call(r, in, k, callee_of(r, in, k)) : jumps_to(r, in->addr, to, k);
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
	r->all->jumped[in->addr - r->b->img->base] = true;
	return true;
}

// Where one table begins another may end: so no more are claimed than are jumped by.
static bool tables_are_used(struct reading *r)
{
	bool all = true;
	for (size_t i = 0; i < r->claims->tables.n; i++) {
		uint64_t at = r->claims->tables.v[i].jump;
		bool *jumped = in_code(r, at) ? &r->all->jumped[at - r->b->img->base] : NULL;
		all &= jumped && *jumped;
		if (jumped)
			*jumped = false; // for the next function
	}
	return all || deny(r, r->claims->addr, "a jump table is claimed that nothing jumps by");
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
	return may_return(r, in, k, &k->track, k->reg[r->b->arch->regs.result]);
}

static bool ordinary(struct reading *r, const struct insn *in, struct known *k)
{
	const char *what = effect(r->b, k, in);
	r->vague |= k->escaped;
	return what ? deny(r, in->addr, what) : pointer_within_frame(r, in->addr, k) && sum_is_taken(r, in, k);
}

// step confirms one instruction and all places that it jumps to; *on tells
// whether the next one is reached from it.
static bool step(struct reading *r, const struct insn *in, struct known *k, bool *on)
{
	*on = false;
	if (!flow_agrees(r, in, k) || !frame_is_readable(r, in, k) || !reserved_is_kept(r, in))
		return false;
	if (!uses_are_counted(r, in, k) || !address_is_taken(r, in) || !parts_belong(r, in, k))
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
	return flow_at(&r->b->proof->flow, addr)->falls ||
	       deny(r, addr, "the next instruction is reached, and that was not noted");
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
		bool beyond = !r->compiled || has_address_beyond(r->b, &k);
		if (!step(r, &in, &k, &on) || (on && !falls(r, addr)))
			return false;
		if (beyond && k.escaped && !r->claims->contract.reaches)
			return deny(r, addr, "an address escapes that may lead to its caller's frame, and that is not claimed");
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
		if (!value_same(c->args[n], handed(r->b, c->args[n], true, r->compiled)))
			return deny(r, r->claims->addr, "an argument is claimed to be what cannot be passed");
	}
	if (!value_same(c->result, handed(r->b, c->result, r->compiled, true)))
		return deny(r, r->claims->addr, "its result is claimed to be what cannot be passed");
	if (c->sealed && (!r->compiled || c->reaches))
		return deny(r, r->claims->addr, "its stack arguments are claimed to be nobody else's");
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
	const struct proof *proof = f->basis.proof;
	struct basis own = f->basis;
	own.compiled = image_compiled(own.img, proof->funcs.v[i].addr);
	own.sealed = proof->claims.funcs.v[i].contract.sealed;
	struct reading r = {.all = f, .b = &own, .f = &proof->funcs.v[i], .claims = &proof->claims.funcs.v[i],
	                    .compiled = own.compiled};
	bool ok = place_points(&r) && entry_holds(&r);
	for (size_t p = 0; p < r.claims->points.n && ok; p++)
		ok = follow_point(&r, &r.claims->points.v[p]);
	if (ok && red_zone_is_counted(&r))
		tables_are_used(&r);
	remove_points(&r);
	return r.fault;
}
