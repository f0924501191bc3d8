#include "walk.h"

#include <stdlib.h>
#include <string.h>

enum { RED_ZONE_BYTES = 128 }; // System V ABI AMD64, 3.2.2

// A leader is an address that a branch goes to, with what is known there.
struct leader {
	uint64_t addr;
	struct state state;
	bool pending;
};

struct leaders {
	struct leader *v;
	size_t n, cap;
	size_t *slots; // open addressing: index + 1 into v, 0 when free
	size_t mask;
};

static void leaders_rehash(struct leaders *l)
{
	size_t size = l->mask ? (l->mask + 1) * 2 : 64;
	free(l->slots);
	l->slots = calloc(size, sizeof *l->slots);
	if (!l->slots)
		abort();
	l->mask = size - 1;
	for (size_t i = 0; i < l->n; i++) {
		size_t h = l->v[i].addr & l->mask;
		while (l->slots[h])
			h = (h + 1) & l->mask;
		l->slots[h] = i + 1;
	}
}

static struct leader *leader_find(const struct leaders *l, uint64_t addr)
{
	if (!l->mask)
		return NULL;
	for (size_t h = addr & l->mask; l->slots[h]; h = (h + 1) & l->mask)
		if (l->v[l->slots[h] - 1].addr == addr)
			return &l->v[l->slots[h] - 1];
	return NULL;
}

static struct leader *leader_add(struct leaders *l, uint64_t addr, const struct state *s)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 32;
		l->v = realloc(l->v, l->cap * sizeof *l->v);
		if (!l->v)
			abort();
	}
	l->v[l->n++] = (struct leader){addr, *s, true};
	if (l->n * 2 > l->mask)
		leaders_rehash(l);
	else {
		size_t h = addr & l->mask;
		while (l->slots[h])
			h = (h + 1) & l->mask;
		l->slots[h] = l->n;
	}
	return &l->v[l->n - 1];
}

static const char *const flow_hint = "nearcall follows what clang, gcc and rustc emit; hand-written assembly must keep to that";

static void problem(struct walk *w, uint64_t addr, const char *what, const char *hint)
{
	for (size_t i = 0; i < w->problems.n; i++)
		if (strcmp(w->problems.v[i].what, what) == 0)
			return; // one complaint of a kind per function
	VEC_PUSH(w->arena, &w->problems, (struct walk_problem){addr, what, hint});
}

// What a goroutine's stack or Go's runtime does not allow.
static const struct {
	ZydisMnemonic mnemonic;
	const char *what;
} forbidden[] = {
	{ZYDIS_MNEMONIC_SYSCALL, "makes a system call"},
	{ZYDIS_MNEMONIC_SYSENTER, "makes a system call"},
	{ZYDIS_MNEMONIC_INT, "raises a software interrupt"},
	{ZYDIS_MNEMONIC_HLT, "halts the processor"},
	{ZYDIS_MNEMONIC_ENTER, "uses the enter instruction"},
	{ZYDIS_MNEMONIC_WRFSBASE, "writes the FS base"},
	{ZYDIS_MNEMONIC_WRGSBASE, "writes the GS base"},
};

static void check_instruction(struct walk *w, const struct insn *in)
{
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (in->i.mnemonic == forbidden[i].mnemonic)
			problem(w, in->addr, forbidden[i].what, "a near call computes; leave the rest to Go");
	for (int k = 0; k < in->i.operand_count; k++) {
		ZydisRegister seg = in->op[k].type == ZYDIS_OPERAND_TYPE_MEMORY ? in->op[k].mem.segment : ZYDIS_REGISTER_NONE;
		if (seg == ZYDIS_REGISTER_FS || seg == ZYDIS_REGISTER_GS)
			problem(w, in->addr, "uses thread-local storage (an FS or GS segment)",
			        "compile with -fno-stack-protector and without thread-local variables: Go keeps its own state there");
	}
}

static void grow(struct walk *w, int64_t lowest)
{
	if (lowest < 0 && (uint64_t)-lowest > w->frame)
		w->frame = (uint64_t)-lowest;
}

// Red zone: an access below the stack pointer. Where an index or a taken
// address could reach lower than the instruction shows, all of it counts.
static void note_accesses(struct walk *w, const struct state *s, const struct insn *in)
{
	int64_t sp = s->reg[REG_SP].a, offset;
	bool indexed;
	for (int k = 0; k < in->i.operand_count; k++) {
		if (in->op[k].type != ZYDIS_OPERAND_TYPE_MEMORY || in->op[k].visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN ||
		    !state_address(s, &in->op[k], &offset, &indexed) || offset >= sp)
			continue;
		bool whole = indexed || in->i.mnemonic == ZYDIS_MNEMONIC_LEA;
		if (sp - offset > RED_ZONE_BYTES && in->i.mnemonic != ZYDIS_MNEMONIC_LEA)
			problem(w, in->addr, "reaches below its stack pointer and the red zone", flow_hint);
		grow(w, whole ? sp - RED_ZONE_BYTES : offset);
	}
}

static bool is_stack_adjust(const struct insn *in)
{
	return in->i.mnemonic == ZYDIS_MNEMONIC_LEA && in->op[0].type == ZYDIS_OPERAND_TYPE_REGISTER &&
	       in->op[0].reg.value == ZYDIS_REGISTER_RSP;
}

static bool starts_function(const struct walk *w, uint64_t addr)
{
	const struct symbol *s = image_function_at(w->img, addr);
	return s && s->addr == addr;
}

static void go_to(struct walk *w, struct leaders *l, uint64_t from, uint64_t addr, const struct state *s)
{
	if (addr < w->img->base || addr >= w->img->text_end) {
		problem(w, from, "jumps out of the image's code", flow_hint);
		return;
	}
	struct leader *at = leader_find(l, addr);
	if (!at) {
		leader_add(l, addr, s);
		return;
	}
	struct value mine = at->state.reg[REG_SP], its = s->reg[REG_SP];
	if (mine.a != its.a || mine.inexact != its.inexact) {
		problem(w, from, "has paths that meet with different stack depths", flow_hint);
		return;
	}
	at->pending |= state_join(&at->state, s);
}

static uint64_t branch_target(const struct insn *in)
{
	ZyanU64 target = 0;
	ZydisCalcAbsoluteAddress(&in->i, &in->op[0], in->addr, &target);
	return target;
}

// A jump to another function at the depth of a return is a tail call; any
// other jump stays inside the function, wherever its code was put.
static void jump(struct walk *w, struct leaders *l, const struct insn *in, const struct state *s)
{
	uint64_t target = branch_target(in);
	if (s->reg[REG_SP].a == 0 && !s->reg[REG_SP].inexact && starts_function(w, target) &&
	    (!w->function || target != w->function->addr)) {
		struct walk_call call = {in->addr, target, 0, EXIT_TAIL_CALL};
		w->returns |= w->on_call(w->ctx, &call);
		return;
	}
	go_to(w, l, in->addr, target, s);
}

static void indirect_jump(struct walk *w, struct leaders *l, const struct insn *in, const struct state *s)
{
	uint64_t *targets;
	size_t n;
	if (!jump_targets(w->img, state_operand(s, &in->op[0]), w->arena, &targets, &n)) {
		problem(w, in->addr, "jumps through a pointer",
		        "the target of an indirect jump must be a switch table of the image: call the function by its name");
		return;
	}
	for (size_t i = 0; i < n; i++)
		go_to(w, l, in->addr, targets[i], s);
}

// call follows a call instruction; false when the callee never returns.
static bool call(struct walk *w, struct state *s, const struct insn *in)
{
	if (in->op[0].type != ZYDIS_OPERAND_TYPE_IMMEDIATE) {
		problem(w, in->addr, "calls through a pointer",
		        "the stack bound of an indirect call is not known: call the function by its name");
		return false;
	}
	uint64_t target = branch_target(in);
	if (target < w->img->base || target >= w->img->text_end)
		return true; // an undefined symbol, which the audit reports
	struct walk_call c = {in->addr, target, (uint64_t)-s->reg[REG_SP].a, EXIT_CALL};
	bool returns = w->on_call(w->ctx, &c);
	state_call(s);
	return returns;
}

static void ret(struct walk *w, const struct insn *in, const struct state *s)
{
	w->returns = true;
	if (s->reg[REG_SP].a != 0 || s->reg[REG_SP].inexact)
		problem(w, in->addr, "returns with a stack pointer that is not where the call left it", flow_hint);
	if (in->op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE && in->op[0].visibility == ZYDIS_OPERAND_VISIBILITY_EXPLICIT)
		problem(w, in->addr, "pops its arguments on return", "use the System V calling convention");
}

// step handles one instruction; false when the straight run ends with it.
static bool step(struct walk *w, struct leaders *l, struct state *s, const struct insn *in)
{
	uint64_t next = in->addr + in->i.length;
	check_instruction(w, in);
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
	if (in->i.mnemonic == ZYDIS_MNEMONIC_UD2 || in->i.mnemonic == ZYDIS_MNEMONIC_INT3 ||
	    in->i.mnemonic == ZYDIS_MNEMONIC_HLT)
		return false;
	if (!is_stack_adjust(in))
		note_accesses(w, s, in);
	const char *what = state_step(s, in);
	if (what) {
		problem(w, in->addr, what, "alloca and variable-length arrays have no fixed size: use an array of the largest size, or memory from Go");
		return false;
	}
	grow(w, s->reg[REG_SP].a);
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
			problem(w, addr, "runs past the end of the code", flow_hint);
			return;
		}
		if (!first && leader_find(l, addr)) {
			go_to(w, l, addr, addr, &s);
			return;
		}
		struct insn in;
		if (!decode(w, addr, &in)) {
			problem(w, addr, "has bytes that are no instruction", flow_hint);
			return;
		}
		VEC_PUSH(w->arena, &w->seen, addr);
		if (!step(w, l, &s, &in))
			return;
		addr += in.i.length;
	}
}

void walk_function(struct walk *w, uint64_t start)
{
	struct leaders l = {0};
	struct state entry = state_at_entry();
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
	free(l.v);
	free(l.slots);
}
