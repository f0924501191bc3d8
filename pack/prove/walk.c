#include "prove/walk.h"

#include "arch/amd64/forbidden.h"
#include "prove/leaders.h"

enum { RED_ZONE_BYTES = 128 }; // System V ABI AMD64, 3.2.2

static void grow(struct walk *w, int64_t lowest)
{
	if (lowest < 0 && (uint64_t)-lowest > w->frame)
		w->frame = (uint64_t)-lowest;
}

// note_accesses looks for uses of the red zone: an access below the stack
// pointer counts down to where it is. An access with an index, or an address
// that is taken, may be of anything in the frame.
static void note_accesses(struct walk *w, const struct state *s, const struct insn *in)
{
	int64_t sp = s->reg[REG_SP].a, offset;
	bool indexed;
	for (int k = 0; k < in->i.operand_count; k++) {
		if (in->op[k].type != ZYDIS_OPERAND_TYPE_MEMORY || in->op[k].visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN ||
		    !state_address(s, &in->op[k], &offset, &indexed))
			continue;
		w->aligned |= inspect_wants_alignment(in, &in->op[k]);
		if (indexed || in->i.mnemonic == ZYDIS_MNEMONIC_LEA) {
			w->vague = true;
		} else if (offset < sp) {
			w->below = true;
			grow(w, offset);
			if (sp - offset > RED_ZONE_BYTES)
				walk_problem_add(w, in->addr, "reaches below its stack pointer and the red zone", inspect_flow_hint);
		}
	}
}

// Compilers put locals into the red zone only where nothing is called, which
// would write over them. Where such a function has accesses whose place is
// not known, all of the red zone counts, below the lowest stack pointer.
static void count_red_zone(struct walk *w)
{
	if (w->vague && (w->below || !w->calls))
		grow(w, w->lowest - RED_ZONE_BYTES);
}

static bool is_stack_adjust(const struct insn *in)
{
	return in->i.mnemonic == ZYDIS_MNEMONIC_LEA && in->op[0].type == ZYDIS_OPERAND_TYPE_REGISTER &&
	       in->op[0].reg.value == ZYDIS_REGISTER_RSP;
}

static bool starts_function(const struct walk *w, uint64_t addr)
{
	const struct symbol *s = image_function_at(w->img, addr);
	return s && s->addr == addr && addr >= w->img->base && addr < w->img->text_end;
}

struct code_range walk_code_range(const struct image *img)
{
	return (struct code_range){img->base, img->text_end, img->base + img->size};
}

static void go_to(struct walk *w, struct leaders *l, uint64_t from, uint64_t addr, const struct state *s)
{
	if (addr < w->img->base || addr >= w->img->text_end) {
		walk_problem_add(w, from, "jumps out of the image's code", inspect_flow_hint);
		return;
	}
	struct leader *at = leader_find(l, addr);
	if (!at) {
		leader_add(l, addr, s);
		return;
	}
	struct value mine = at->state.reg[REG_SP], its = s->reg[REG_SP];
	if (mine.a != its.a || mine.inexact != its.inexact) {
		walk_problem_add(w, from, "has paths that meet with different stack depths", inspect_flow_hint);
		return;
	}
	at->pending |= state_join(&at->state, s, walk_code_range(w->img));
}

static void jump_to(struct walk *w, struct leaders *l, uint64_t from, uint64_t addr, const struct state *s)
{
	if (addr >= w->img->base && addr < w->img->text_end)
		flow_note_target(w->flow, addr);
	go_to(w, l, from, addr, s);
}

static uint64_t branch_target(const struct insn *in)
{
	ZyanU64 target = 0;
	ZydisCalcAbsoluteAddress(&in->i, &in->op[0], in->addr, &target);
	return target;
}

static bool at_return_address(const struct state *s)
{
	return s->reg[REG_SP].a == 0 && !s->reg[REG_SP].inexact;
}

// leave_function checks what holds whenever control goes back to a caller.
static void leave_function(struct walk *w, const struct insn *in, const struct state *s, bool upper)
{
	static const char *const names[STATE_REGS] = {[3] = "rbx", [5] = "rbp",  [12] = "r12",
	                                              [13] = "r13", [14] = "r14", [15] = "r15"};
	int reg;
	w->returns = true;
	w->upper |= upper;
	if (!state_restored(s, &reg))
		walk_problem_add(w, in->addr, arena_printf(w->arena, "does not restore %s before it returns", names[reg]),
		        "the System V ABI keeps rbx, rbp and r12 to r15 for the caller; Go needs rbp");
	if (!state_returns(s))
		walk_problem_add(w, in->addr, "overwrites its return address",
		        "a retpoline calls through a pointer: compile without -mretpoline (gcc: -mindirect-branch=keep)");
	if (s->direction)
		walk_problem_add(w, in->addr, "may return with the direction flag set", "the System V ABI wants it clear: add cld");
}

static struct walk_reply ask(struct walk *w, const struct insn *in, uint64_t target, bool tail, const struct state *s)
{
	struct walk_call call = {in->addr, target, tail ? 0 : (uint64_t)-s->reg[REG_SP].a, tail, s};
	return w->on_call(w->ctx, &call);
}

static void tail_call(struct walk *w, const struct insn *in, uint64_t target, const struct state *s)
{
	struct walk_reply r = ask(w, in, target, true, s);
	if (r.returns)
		leave_function(w, in, s, s->upper || r.upper);
}

// A jump to another function at the depth of a return is a tail call; any
// other jump stays inside the function, wherever its code was put.
static void jump(struct walk *w, struct leaders *l, const struct insn *in, const struct state *s)
{
	uint64_t target = branch_target(in);
	if (at_return_address(s) && starts_function(w, target) && (!w->function || target != w->function->addr))
		tail_call(w, in, target, s);
	else
		jump_to(w, l, in->addr, target, s);
}

static const char pointer_hint[] =
	"the target must be a function of the image whose address is taken in the function itself or "
	"passed to it by functions of the image";

static bool code_pointer(const struct walk *w, struct value v, uint64_t *target)
{
	*target = 0;
	if (v.kind == VAL_CONST && starts_function(w, (uint64_t)v.a))
		*target = (uint64_t)v.a;
	return *target || v.kind == VAL_CODE;
}

static void indirect_jump(struct walk *w, struct leaders *l, const struct insn *in, const struct state *s)
{
	uint64_t *targets, target;
	size_t n;
	struct value v = state_operand(s, in, &in->op[0], walk_code_range(w->img));
	if (at_return_address(s) && code_pointer(w, v, &target)) {
		tail_call(w, in, target, s);
	} else if (jump_targets(w->img, v, w->arena, &targets, &n)) {
		flow_note_table(w->flow, (struct flow_table){(uint64_t)v.a, (uint64_t)v.b, n});
		for (size_t i = 0; i < n; i++)
			jump_to(w, l, in->addr, targets[i], s);
	} else {
		walk_problem_add(w, in->addr, "jumps through a pointer", pointer_hint);
	}
}

// call follows a call instruction; false when the callee never returns.
static bool call(struct walk *w, struct state *s, const struct insn *in)
{
	uint64_t target;
	if (in->op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE) {
		target = branch_target(in);
		if (target < w->img->base || target >= w->img->text_end) {
			walk_problem_add(w, in->addr, "calls code outside the image", inspect_flow_hint);
			return false;
		}
	} else if (!code_pointer(w, state_operand(s, in, &in->op[0], walk_code_range(w->img)), &target)) {
		walk_problem_add(w, in->addr, "calls through a pointer", pointer_hint);
		return false;
	}
	if (s->reg[REG_SP].a > 0)
		walk_problem_add(w, in->addr, "calls with a stack pointer above its return address", inspect_flow_hint);
	if (s->direction)
		walk_problem_add(w, in->addr, "may call with the direction flag set", "the System V ABI wants it clear: add cld");
	struct walk_reply r = ask(w, in, target, false, s);
	w->calls = true;
	state_call(s);
	s->upper |= r.upper;
	return r.returns;
}

static void ret(struct walk *w, const struct insn *in, const struct state *s)
{
	if (!at_return_address(s))
		walk_problem_add(w, in->addr, "returns with a stack pointer that is not where the call left it", inspect_flow_hint);
	if (in->op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE && in->op[0].visibility == ZYDIS_OPERAND_VISIBILITY_EXPLICIT)
		walk_problem_add(w, in->addr, "pops its arguments on return", "use the System V calling convention");
	leave_function(w, in, s, s->upper);
}

// Whoever takes a function's address may call it.
static void note_address(struct walk *w, const struct insn *in, const struct state *s)
{
	if (in->i.mnemonic != ZYDIS_MNEMONIC_LEA || in->op[0].type != ZYDIS_OPERAND_TYPE_REGISTER)
		return;
	struct value v = state_operand(s, in, &in->op[0], walk_code_range(w->img));
	if (v.kind == VAL_CONST && starts_function(w, (uint64_t)v.a))
		w->on_address(w->ctx, (uint64_t)v.a);
}

static void note_depth(struct walk *w, const struct state *s)
{
	int64_t sp = s->reg[REG_SP].a;
	grow(w, sp);
	w->lowest = sp < w->lowest ? sp : w->lowest;
	w->vague |= s->escaped;
}

// Whether control can get to Go's fault handling from here: by an access that
// is not to the frame, by a division, or in a callee.
static bool may_fault(const struct state *s, const struct insn *in)
{
	int64_t offset;
	bool indexed;
	if (in->i.meta.category == ZYDIS_CATEGORY_CALL || in->i.mnemonic == ZYDIS_MNEMONIC_DIV ||
	    in->i.mnemonic == ZYDIS_MNEMONIC_IDIV)
		return true;
	for (int k = 0; k < in->i.operand_count; k++)
		if (in->op[k].type == ZYDIS_OPERAND_TYPE_MEMORY && in->op[k].mem.type == ZYDIS_MEMOP_TYPE_MEM &&
		    in->i.meta.category != ZYDIS_CATEGORY_NOP && in->i.meta.category != ZYDIS_CATEGORY_WIDENOP &&
		    in->op[k].mem.base != ZYDIS_REGISTER_RIP && !state_address(s, &in->op[k], &offset, &indexed))
			return true;
	return false;
}

// step handles one instruction; false when the straight run ends with it.
static bool step(struct walk *w, struct leaders *l, struct state *s, const struct insn *in)
{
	uint64_t next = in->addr + in->i.length;
	bool leaves = in->i.meta.category == ZYDIS_CATEGORY_CALL || in->i.meta.category == ZYDIS_CATEGORY_UNCOND_BR;
	if (leaves && image_undefined(w->img, in->addr, next))
		return false; // to a symbol without definition, which the audit reports
	inspect_instruction(w, in);
	w->wild_rbp |= may_fault(s, in) && !state_frame_chain(s);
	if (w->cfi && !cfi_agrees(w->cfi, in->addr, s))
		walk_problem_add(w, in->addr, "has a stack depth that its unwind information contradicts", inspect_flow_hint);
	switch (in->i.meta.category) {
	case ZYDIS_CATEGORY_RET:
		ret(w, in, s);
		return false;
	case ZYDIS_CATEGORY_CALL:
		return call(w, s, in);
	case ZYDIS_CATEGORY_COND_BR:
		jump(w, l, in, s);
		go_to(w, l, in->addr, next, s);
		return false;
	case ZYDIS_CATEGORY_UNCOND_BR:
		if (in->op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
			jump(w, l, in, s);
		else
			indirect_jump(w, l, in, s);
		return false;
	default:
		break;
	}
	if (in->i.mnemonic == ZYDIS_MNEMONIC_UD2 || in->i.mnemonic == ZYDIS_MNEMONIC_UD1 ||
	    in->i.mnemonic == ZYDIS_MNEMONIC_INT3 || in->i.mnemonic == ZYDIS_MNEMONIC_HLT)
		return false; // traps: nothing goes on behind them
	if (!is_stack_adjust(in))
		note_accesses(w, s, in);
	const char *what = state_step(s, in, walk_code_range(w->img));
	if (what) {
		walk_problem_add(w, in->addr, what, "alloca and variable-length arrays have no fixed size: use an array of the largest size, or memory from Go");
		return false;
	}
	note_address(w, in, s);
	note_depth(w, s);
	return true;
}

static bool decode(const struct walk *w, uint64_t addr, struct insn *in)
{
	in->addr = addr;
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(w->decoder, w->img->bytes + (addr - w->img->base),
	                                           w->img->text_end - addr, &in->i, in->op));
}

// run follows straight code from a leader until it branches or meets another leader.
static void run_from(struct walk *w, struct leaders *l, uint64_t addr, struct state s)
{
	for (bool first = true;; first = false) {
		if (addr < w->img->base || addr >= w->img->text_end) {
			walk_problem_add(w, addr, "runs past the end of the code", inspect_flow_hint);
			return;
		}
		if (!first && leader_find(l, addr)) {
			go_to(w, l, addr, addr, &s);
			return;
		}
		struct insn in;
		if (!decode(w, addr, &in)) {
			walk_problem_add(w, addr, "has bytes that are no instruction", inspect_flow_hint);
			return;
		}
		struct flow_insn seen = {.depth = -s.reg[REG_SP].a, .length = in.i.length, .vague = s.reg[REG_SP].inexact};
		bool on = step(w, l, &s, &in);
		seen.falls = on || in.i.meta.category == ZYDIS_CATEGORY_COND_BR;
		flow_note(w->flow, addr, &seen);
		if (!on)
			return;
		addr += in.i.length;
	}
}

void walk_function(struct walk *w, uint64_t start, const struct value args[STATE_ARGS])
{
	struct leaders l = {0};
	struct state entry = state_at_entry(args);
	leader_add(&l, start, &entry);
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < l.n; i++) {
			if (!l.v[i].pending)
				continue;
			l.v[i].pending = false;
			again = true;
			run_from(w, &l, l.v[i].addr, l.v[i].state);
		}
	}
	count_red_zone(w);
	w->aligned |= w->vague;
	leaders_free(&l);
}
