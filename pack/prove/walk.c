// walk.c - one function, from its entry along each of its paths.
//
// Code is followed from leader to leader. Where paths meet, the state keeps
// what both know; if it lost something, the code behind is followed again.
#include "prove/walk.h"

#include "prove/frame.h"
#include "prove/parts.h"

#include <string.h>

static const char flow_hint[] =
	"nearcall follows what clang, gcc and rustc emit; hand-written assembly must keep to that";

// What a pointer refers to is followed from where the image takes its address.
static const char pointer_hint[] =
	"nearcall follows function pointers that functions of the image pass, return or read from constants; "
	"what others are can be promised";

static const char table_hint[] =
	"compare the index with the table's length first; a compiler's tables are known by their debug information (-g), "
	"or do without them: -fno-jump-tables; rustc -C jump-tables=no";
static const char retpoline_hint[] =
	"a retpoline calls through a pointer: compile without -mretpoline (gcc: -mindirect-branch=keep)";
static const char relaid_hint[] = "this is a fault of nearcall's: please report it with the object";
static const char link_hint[] =
	"the link register holds it at the entry, and has to at each return and tail call; calls write over it";

// Where a call goes: to one place; to any function whose address is taken (0); or
// to what the package promises.
struct callee {
	uint64_t target;
	bool promised;
};

// A walk while it goes.
struct walk {
	const struct walk_job *job;
	const struct ground *g;
	struct walk_result *out;
	// The red zone.
	bool calls;     // calls anything, tail calls aside
	bool below;     // has an access below the stack pointer
	bool vague;     // has accesses to its frame whose place is not known
	int64_t lowest; // stack pointer, relative to the entry's
};

static struct value sp_of(const struct walk *w, const struct state *s)
{
	return s->reg[w->g->arch->regs.sp];
}

// What is wrong by what helps.
static enum nc_code kind_of(const char *hint)
{
	return hint == pointer_hint ? NC_POINTER_CALL : hint == table_hint ? NC_JUMP_TABLE : step_code(hint);
}

static void problem(struct walk *w, uint64_t addr, const char *what, const char *hint)
{
	for (size_t i = 0; what && i < w->out->problems.n; i++)
		if (strcmp(w->out->problems.v[i].what, what) == 0)
			return; // one complaint of a kind per function
	if (what)
		VEC_PUSH(w->job->arena, &w->out->problems,
		         (struct walk_problem){addr, what, hint, kind_of(hint), hint == pointer_hint});
}

static void grow(struct walk *w, int64_t lowest)
{
	if (lowest < 0 && (uint64_t)-lowest > w->out->frame)
		w->out->frame = (uint64_t)-lowest;
}

// What an instruction that moves the stack pointer, too, accesses below it is below
// both, before and behind it.
static int64_t lowest_sp(const struct walk *w, const struct state *s, const struct insn *in)
{
	bool down = in->back.bytes < 0 && in->back.reg == w->g->arch->regs.sp;
	return sp_of(w, s).a + (down ? in->back.bytes : 0);
}

static const char *below_sp(const struct walk *w)
{
	return w->g->arch->stack.red_zone ? "reaches below its stack pointer and the red zone" : "reaches below its stack pointer";
}

// note_target looks at an access to the stack. Below the stack pointer it
// counts down to where it is. Above the return address it is the caller's
// frame, where the arguments are. An access with an index, or an address that
// is taken, may be of anything in the frame; but where assembly begins an array at
// a register that it saved, the first element is over that register.
static void note_target(struct walk *w, const struct state *s, const struct insn *in, struct target t, bool writes)
{
	struct value sp = sp_of(w, s);
	int64_t top = lowest_sp(w, s, in) + (sp.inexact && !t.inexact ? s->slack : 0); // the highest that it can be
	int64_t end = t.offset + t.bytes + (t.inexact ? s->slack : 0), over = end - w->g->args;
	int64_t *above = writes ? &w->out->reply.above : &w->out->reply.reads_above;
	w->vague |= t.reach == REACH_WITHIN;
	bool beyond = !w->job->compiled || t.offset + (t.inexact ? s->slack : 0) >= w->g->args;
	w->out->reply.reaches |= writes && t.reach == REACH_WITHIN && beyond;
	if (writes && t.reach == REACH_WITHIN && !w->job->compiled && state_keeps(s, t.offset, t.inexact, t.bytes))
		problem(w, in->addr, "writes by an index from where a saved register or the return address is", flow_hint);
	if (!t.start)
		return;
	if (over > *above)
		*above = over;
	if (w->g->relaid && end > 0 && t.offset < w->g->args)
		problem(w, in->addr, "uses what its caller has in front of its stack arguments", flow_hint);
	if (t.offset >= top)
		return;
	w->below = true;
	grow(w, t.offset);
	if (top - t.offset > w->g->arch->stack.red_zone && !frame_opens(w->g, s, in))
		problem(w, in->addr, below_sp(w), flow_hint);
}

// A push from above the return address goes to the caller's frame, too.
static void note_push(struct walk *w, const struct state *s)
{
	struct value sp = sp_of(w, s);
	int64_t over = sp.a + (sp.inexact ? s->slack : 0) - w->g->args;
	if (over > w->out->reply.above)
		w->out->reply.above = over;
}

// Whether an address of the frame is part of it.
static bool from_frame(const struct state *s, const struct place *at)
{
	const uint8_t regs[] = {at->base, at->index};
	for (int i = 0; i < 2; i++)
		if (regs[i] < INSN_REGS && (value_is_stack(s->reg[regs[i]]) || s->reg[regs[i]].kind == VALUE_OLD_STACK))
			return true;
	return false;
}

static void note_accesses(struct walk *w, const struct state *s, const struct insn *in)
{
	struct state behind;
	if (in->kind == INSN_POP && in->accesses) { // they count from the stack pointer behind it
		behind = *s;
		behind.reg[w->g->arch->regs.sp].a += w->g->arch->stack.word;
		s = &behind;
	}
	if (in->kind == INSN_ADDRESS && step_place(w->g, s, &in->a.at, 1).reach <= REACH_WITHIN &&
	    !(in->to.kind == OPERAND_REGISTER && in->to.reg == w->g->arch->regs.sp))
		w->vague = true;
	if (in->kind == INSN_PUSH)
		note_push(w, s);
	for (int k = 0; k < in->accesses; k++) {
		struct target t = step_target(w->g, s, &in->access[k]);
		w->vague |= t.reach >= REACH_IMAGE && from_frame(s, &in->access[k].at);
		bool lost = t.reach == REACH_ANYWHERE && in->access[k].writes && step_from_frame(w->g, s, in);
		w->out->reply.reaches |= lost && !w->job->compiled;
		if (t.reach != REACH_FRAME && t.reach != REACH_WITHIN)
			continue;
		w->out->aligned |= in->access[k].aligned;
		note_target(w, s, in, t, in->access[k].writes);
	}
}

// Compilers put locals into the red zone only where nothing is called, which
// would write over them. Where such a function has accesses whose place is
// not known, all of the red zone counts, below the lowest stack pointer.
static void count_red_zone(struct walk *w)
{
	if (w->vague && (w->below || !w->calls))
		grow(w, w->lowest - w->g->arch->stack.red_zone);
}

static bool in_code(const struct walk *w, uint64_t addr)
{
	return addr >= w->g->start && addr < w->g->end;
}

static bool starts_function(const struct walk *w, uint64_t addr)
{
	const struct symbol *s = image_function_at(w->g->img, addr);
	return s && s->addr == addr && in_code(w, addr);
}

static void go_to(struct walk *w, uint64_t from, uint64_t addr, const struct state *s)
{
	const char *what = NULL;
	if (!in_code(w, addr)) {
		problem(w, from, "jumps out of the image's code", flow_hint);
		return;
	}
	struct leader *at = leader_find(&w->out->leaders, addr);
	if (!at) {
		leader_add(&w->out->leaders, addr, s)->above = step_above(w->g, s);
		return;
	}
	at->above |= step_above(w->g, s);
	if (!value_same(sp_of(w, &at->state), sp_of(w, s))) {
		problem(w, from, "has paths that meet with different stack depths", flow_hint);
		return;
	}
	at->pending |= state_join(w->g, &at->state, s, &what);
	w->out->reply.reaches |= at->state.escaped && (!w->job->compiled || at->above);
	problem(w, from, what, flow_hint);
}

static void jump_to(struct walk *w, uint64_t from, uint64_t addr, const struct state *s)
{
	if (in_code(w, addr))
		flow_note_target(w->job->flow, addr);
	go_to(w, from, addr, s);
}

static bool at_return_address(const struct walk *w, const struct state *s)
{
	return value_same(sp_of(w, s), (struct value){.kind = VALUE_STACK});
}

// A return names the register, where the return address is in one; at a tail call it is
// where the call has put it.
static bool finds_return(const struct walk *w, const struct insn *in, const struct state *s)
{
	bool named = in->kind == INSN_RETURN && in->a.kind == OPERAND_REGISTER;
	return named ? state_holds_return(s, in->a.reg) : state_returns(w->g, s);
}

// leave_function checks what holds whenever control goes back to a caller.
static void leave_function(struct walk *w, const struct insn *in, const struct state *s, const struct track *t,
                           struct value result)
{
	struct walk_reply *reply = &w->out->reply;
	const struct arch *arch = w->g->arch;
	const char *what = NULL;
	int reg;
	if (!state_restored(w->g, s, &reg))
		problem(w, in->addr, arena_printf(w->job->arena, "does not restore %s before it returns", arch->regs.names[reg]),
		        "the C ABI keeps that register for the caller, and Go needs the frame pointer");
	if (!finds_return(w, in, s))
		problem(w, in->addr, arch->regs.link == REG_NONE ? "overwrites its return address" : "loses its return address",
		        arch->regs.link == REG_NONE ? retpoline_hint : link_hint);
	problem(w, in->addr, arch->track_leave(t), flow_hint);
	w->out->reply.peeks |= step_hands_on(w->g, s);
	if (reply->returns)
		arch->track_join(&reply->track, t, &what);
	else
		reply->track = *t;
	result = value_handed(w->g, result, w->g->compiled, true);
	reply->result = reply->returns ? value_passed(value_join(w->g, reply->result, result)) : result;
	reply->returns = true;
	problem(w, in->addr, what, flow_hint);
}

static struct walk_reply ask(struct walk *w, const struct insn *in, struct callee to, bool tail, const struct state *s)
{
	struct walk_call call = {in->addr, to.target, to.promised, tail ? 0 : (uint64_t)-sp_of(w, s).a, tail, s};
	struct walk_reply r = w->job->on_call(w->job->ctx, &call);
	w->out->reply.peeks |= r.peeks || step_hands_on(w->g, s);
	problem(w, in->addr, r.clash, flow_hint);
	return r;
}

static void tail_call(struct walk *w, const struct insn *in, struct callee to, const struct state *s)
{
	struct walk_reply r = ask(w, in, to, true, s);
	struct track t = s->track;
	w->out->reply.reaches |= r.reaches || step_above(w->g, s);
	if (r.above > w->out->reply.above)
		w->out->reply.above = r.above;
	if (r.reads_above > w->out->reply.reads_above)
		w->out->reply.reads_above = r.reads_above;
	problem(w, in->addr, w->g->arch->track_call(&t, &r.track), flow_hint);
	if (r.returns)
		leave_function(w, in, s, &t, r.result);
}

// A jump to another function at the depth of a return is a tail call; any
// other jump stays inside the function, wherever its code was put.
static void jump(struct walk *w, const struct insn *in, const struct state *s)
{
	bool own = w->job->function && in->target == w->job->function->addr;
	if (at_return_address(w, s) && starts_function(w, in->target) && !own)
		tail_call(w, in, (struct callee){in->target, false}, s);
	else
		jump_to(w, in->addr, in->target, s);
}

static bool code_pointer(const struct walk *w, struct value v, struct callee *to)
{
	const bool any = v.kind == VALUE_CODE || (v.kind == VALUE_HELD && w->g->compiled);
	*to = (struct callee){value_is_exact(v) && starts_function(w, (uint64_t)v.a) ? (uint64_t)v.a : 0, false};
	to->promised = !to->target && !any && w->job->promised;
	return to->target || any || to->promised;
}

// A jump is visited again when more is known, and its table only gets longer. By
// another table it goes only where instructions overlap.
static void note_table(struct walk *w, const struct insn *in, struct value v, size_t n)
{
	struct table_claim claim = {in->addr, (uint64_t)v.a, (uint64_t)v.b, n, n != v.n};
	for (size_t i = 0; i < w->out->tables.n; i++) {
		struct table_claim *old = &w->out->tables.v[i];
		if (old->jump != in->addr)
			continue;
		if (old->addr != claim.addr || old->from != claim.from)
			problem(w, in->addr, "jumps through several tables", flow_hint);
		old->assumed |= claim.assumed;
		old->n = n > old->n ? n : old->n;
		return;
	}
	VEC_PUSH(w->job->scratch, &w->out->tables, claim);
}

static void indirect_jump(struct walk *w, const struct insn *in, const struct state *s)
{
	uint64_t *targets;
	size_t n;
	struct callee to;
	struct value v = step_value(w->g, s, &in->a);
	if (tables_targets(w->job->tables, w->g, in->addr, v, &targets, &n)) {
		note_table(w, in, v, n);
		for (size_t i = 0; i < n; i++)
			jump_to(w, in->addr, targets[i], s);
	} else if (v.kind == VALUE_TARGET) {
		problem(w, in->addr, "jumps through a table with an index that nothing bounds, or one beyond its end",
		        table_hint);
	} else if (at_return_address(w, s) && code_pointer(w, v, &to)) {
		tail_call(w, in, to, s);
	} else {
		problem(w, in->addr, "jumps through a pointer", pointer_hint);
	}
}

// call follows a call instruction; false when the callee never returns.
static bool call(struct walk *w, struct state *s, const struct insn *in)
{
	struct callee to = {in->target, false};
	if (to.target && !in_code(w, to.target)) {
		problem(w, in->addr, "calls code outside the image", flow_hint);
		return false;
	}
	if (!to.target && !code_pointer(w, step_value(w->g, s, &in->a), &to)) {
		problem(w, in->addr, "calls through a pointer", pointer_hint);
		return false;
	}
	if (sp_of(w, s).a > 0)
		problem(w, in->addr, "calls with a stack pointer above its return address", flow_hint);
	struct walk_reply r = ask(w, in, to, false, s);
	w->calls = true;
	problem(w, in->addr, w->g->arch->track_call(&s->track, &r.track), flow_hint);
	int64_t passed = sp_of(w, s).a + w->g->args - w->g->arch->stack.call;
	w->out->reply.peeks |= state_saves(s, passed, sp_of(w, s).inexact, r.reads_above);
	bool above = !w->job->compiled || step_above(w->g, s);
	struct value result = value_handed(w->g, r.result, true, w->g->compiled);
	step_call(w->g, s, (struct effect){r.above, r.reaches, r.peeks, result});
	w->out->reply.reaches |= r.reaches || (above && s->escaped);
	return r.returns;
}

static void ret(struct walk *w, const struct insn *in, const struct state *s)
{
	if (!at_return_address(w, s))
		problem(w, in->addr, "returns with a stack pointer that is not where the call left it", flow_hint);
	if (in->a.kind == OPERAND_IMMEDIATE)
		problem(w, in->addr, "pops its arguments on return", "use the C calling convention");
	leave_function(w, in, s, &s->track, s->reg[w->g->arch->regs.result]);
}

// Whoever takes a function's address may call it: it is named, or comes of a sum.
static void take_address(struct walk *w, uint64_t addr)
{
	if (addr && starts_function(w, addr))
		w->job->on_address(w->job->ctx, addr);
}

static void note_sum(struct walk *w, const struct state *s, const struct insn *in)
{
	struct value v = in->to.kind == OPERAND_REGISTER ? s->reg[in->to.reg] : value_any();
	if (value_is_exact(v))
		take_address(w, (uint64_t)v.a);
}

static void note_depth(struct walk *w, const struct state *s)
{
	int64_t sp = sp_of(w, s).a;
	grow(w, sp);
	w->lowest = sp < w->lowest ? sp : w->lowest;
	w->vague |= s->escaped;
}

// Whether control can get to Go's fault handling from here: by an access that
// is not to the frame or the image, by a division, or in a callee.
static bool may_fault(const struct walk *w, const struct state *s, const struct insn *in)
{
	if (in->kind == INSN_CALL || in->divides)
		return true;
	for (int k = 0; k < in->accesses; k++)
		if (!in->access[k].at.pc_relative && step_target(w->g, s, &in->access[k]).reach >= REACH_IMAGE)
			return true;
	return false;
}

static void note_facts(struct walk *w, const struct state *s, const struct insn *in)
{
	regset saves = step_saves(w->g, s, in);
	w->out->writes |= in->writes;
	w->out->vector_writes |= in->vector_writes;
	w->out->wild_fp |= may_fault(w, s, in) && !state_frame_chain(w->g, s);
	w->out->reply.reads_first |= in->reads & ~in->merges & ~saves & s->fresh;
	w->out->reply.peeks |= step_peeks(w->g, s, in);
	w->out->at_end |= step_above(w->g, s);
	w->out->reply.reaches |= s->escaped && (!w->job->compiled || step_above(w->g, s));
	bool told = w->job->cfi && (!w->g->arch->loose_cfi || in->kind == INSN_CALL);
	if (told && !cfi_agrees(w->job->cfi, in->addr, s))
		problem(w, in->addr, "has a stack depth that its unwind information contradicts", flow_hint);
}

static void branch(struct walk *w, const struct insn *in, struct state *s)
{
	step_writes(w->g, s, in);
	struct state taken = *s;
	step_branch(&taken, in, true);
	jump(w, in, &taken);
	step_branch(s, in, false);
	go_to(w, in->addr, insn_end(in), s);
}

// step handles one instruction; false when the straight run ends with it.
static bool step(struct walk *w, struct state *s, const struct insn *in)
{
	const char *hint = flow_hint, *what;
	bool leaves = in->kind == INSN_CALL || in->kind == INSN_JUMP;
	if (leaves && image_undefined(w->g->img, in->addr, insn_end(in)))
		return false; // to a symbol without definition, which the audit reports
	if (w->g->relaid)
		problem(w, in->addr, frame_problem(w->g, s, in), relaid_hint);
	note_facts(w, s, in);
	note_accesses(w, s, in);
	take_address(w, parts_names(w->g, in));
	what = parts_problem(w->g, s, in, &hint);
	problem(w, in->addr, what, hint);
	problem(w, in->addr, w->g->arch->track(&s->track, in), flow_hint);
	switch (in->kind) {
	case INSN_RETURN:
		ret(w, in, s);
		return false;
	case INSN_CALL:
		return call(w, s, in);
	case INSN_BRANCH:
		branch(w, in, s);
		return false;
	case INSN_JUMP:
		if (in->target)
			jump(w, in, s);
		else
			indirect_jump(w, in, s);
		return false;
	case INSN_TRAP:
		return false; // nothing goes on behind it
	default:
		break;
	}
	bool above = !w->job->compiled || step_above(w->g, s);
	what = step_instruction(w->g, s, in, &hint);
	w->out->reply.reaches |= above && s->escaped;
	if (what) {
		problem(w, in->addr, what, hint);
		return false;
	}
	note_depth(w, s);
	note_sum(w, s, in);
	return true;
}

// run_from follows straight code from a leader until it branches or meets another
// leader; the result is where that is.
static uint64_t run_from(struct walk *w, uint64_t addr, struct state s)
{
	for (bool first = true;; first = false) {
		if (!in_code(w, addr)) {
			problem(w, addr, "runs past the end of the code", flow_hint);
			return addr;
		}
		if (!first && leader_find(&w->out->leaders, addr)) {
			go_to(w, addr, addr, &s);
			return addr;
		}
		const struct insn *in = code_at(w->job->code, addr);
		if (!in) {
			problem(w, addr, "has bytes that are no instruction", flow_hint);
			return addr;
		}
		struct value sp = sp_of(w, &s);
		struct value fp = s.reg[w->g->arch->regs.fp];
		struct flow_insn seen = {.depth = -sp.a, .length = in->length, .vague = sp.inexact, .fp = fp.a};
		seen.framed = fp.kind == VALUE_STACK && !fp.inexact;
		seen.kept = value_same(fp, (struct value){.kind = VALUE_SAVED, .a = w->g->arch->regs.fp});
		bool on = step(w, &s, in);
		seen.falls = on || in->kind == INSN_BRANCH;
		flow_note(w->job->flow, addr, &seen);
		if (!on)
			return insn_end(in);
		addr += in->length;
	}
}

void walk_function(const struct walk_job *job, struct walk_result *out)
{
	*out = (struct walk_result){.leaders.arena = job->scratch};
	struct ground ground = *job->ground;
	ground.sealed = job->sealed;
	struct walk w = {.job = job, .g = &ground, .out = out};
	struct state entry = state_at_entry(job->ground, job->args);
	leader_add(&out->leaders, job->start, &entry);
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < out->leaders.v.n; i++) {
			struct leader *l = out->leaders.v.v[i];
			if (!l->pending)
				continue;
			l->pending = false;
			again = true;
			l->known = out->leaders.v.n;
			l->end = run_from(&w, l->addr, l->state);
		}
		again = again || leaders_reopen(&out->leaders);
	}
	count_red_zone(&w);
	out->aligned |= w.vague;
}
