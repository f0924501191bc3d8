// run.c - one instruction after the other, each compared with the claims.
#include "run.h"

#include "claims.h"
#include "known.h"

#include <string.h>

enum { MAX_CALLS = 64, CANARY = 512, RED_ZONE = 128, ABOVE = 2048 };

static const uint64_t junk = 0xbad0c0de5afe7e57;

struct runner {
	struct subject *s;
	struct activation calls[MAX_CALLS]; // the outermost first
	int depth;                          // of the innermost
	int first;                          // the function that was called
	uint64_t ip;                        // in the image's terms
	uint64_t chance;
	bool overwritten;  // a saved stack pointer has been: by C, if it is C's own
	unsigned pointers; // how many arguments are: 0: some, 1: most, 2: hardly any
	struct run out;
};

static uint64_t chance(struct runner *r)
{
	r->chance += 0x9e3779b97f4a7c15;
	uint64_t z = r->chance;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

const char *run_end_name(enum run_end e)
{
	static const char *const names[] = {"returned", "fault",   "outside its objects",
					    "limit",    "stopped", "violation"};
	return names[e];
}

static bool end(struct runner *r, enum run_end e)
{
	r->out.end = e;
	return false;
}

static bool violation(struct runner *r, const char *what)
{
	r->out.what = what;
	return end(r, RUN_VIOLATION);
}

// C has left its own objects: of that, nothing is claimed.
static bool outside(struct runner *r, const char *what)
{
	return r->s->own_objects ? violation(r, what) : end(r, RUN_OUTSIDE);
}

static struct activation *top(struct runner *r)
{
	return &r->calls[r->depth];
}

static const struct proven *proven(struct runner *r)
{
	return &r->s->proof->funcs.v[top(r)->function];
}

static const struct function_claims *claims(struct runner *r)
{
	return &r->s->proof->claims.funcs.v[top(r)->function];
}

static uint64_t sp(void)
{
	return cpu_now.reg[CPU_RSP];
}

static bool within(uint64_t addr, uint64_t n, const void *start, uint64_t size)
{
	uint64_t at = addr - (uint64_t)(uintptr_t)start;
	return at <= size && n <= size - at;
}

static bool on_stack(const struct runner *r, uint64_t addr, uint64_t n)
{
	return within(addr, n, r->s->cpu->stack, CPU_STACK);
}

static bool mapped(const struct runner *r, uint64_t addr, uint64_t n, bool writes)
{
	const struct cpu *c = r->s->cpu;
	return on_stack(r, addr, n) || within(addr, n, c->buffer, CPU_BUFFER) ||
	       (!writes && within(addr, n, c->code, c->size));
}

static bool overlap(uint64_t a, uint64_t n, uint64_t b, uint64_t m)
{
	return a < b + m && b < a + n;
}

// Slots in which C never writes: saved registers and return addresses. Whether
// an address of the stack is one of C's own, nobody knows: *pointers notes it.
static bool hits_saved(const struct activation *a, const struct state *known, int64_t slop, bool *pointers,
		       uint64_t addr, uint64_t n)
{
	for (int i = 0; i < known->slots; i++) {
		const struct slot *slot = &known->slot[i];
		uint64_t at = a->entry + (uint64_t)slot->offset, wide = 8;
		bool pointer = slot->value.kind == VALUE_OLD_STACK || slot->value.kind == VALUE_STACK;
		if (slot->value.kind != VALUE_SAVED && !pointer)
			continue;
		if (slot->inexact && slop >= 0)
			at += (uint64_t)slop;
		else if (slot->inexact)
			wide += (uint64_t)known->slack;
		bool hit = overlap(addr, n, at, wide);
		*pointers |= hit && pointer;
		if (hit && !pointer)
			return true;
	}
	return false;
}

// A store through an address of which the proof does not know where it goes.
static bool check_unknown_store(struct runner *r, const struct known *k, const struct target *t, uint64_t addr,
				uint64_t n)
{
	struct activation *a = top(r);
	int64_t sp_offset = (int64_t)(sp() - a->entry);
	bool indexed = t && t->reach == REACH_WITHIN;
	uint64_t end_of_stack = r->calls[0].entry + 8;
	if (addr < a->entry - proven(r)->bound && indexed && !t->inexact && t->offset < sp_offset &&
	    addr >= sp() - RED_ZONE && addr < sp())
		return violation(r, "an array in the red zone lies below the bound");
	if (addr < sp() - RED_ZONE || addr < a->entry - proven(r)->bound || addr + n > end_of_stack)
		return outside(r, "stores outside of its frame");
	if (indexed && t->offset + k->state.slack < 8 && addr + n > a->entry + 8)
		return outside(r, "an array in its frame is indexed into its caller's");
	for (int i = 0; i <= r->depth; i++)
		if (overlap(addr, n, r->calls[i].entry, 8))
			return outside(r, "stores over a return address");
	if (hits_saved(a, &k->state, claims_slop(a, &k->state), &r->overwritten, addr, n))
		return outside(r, "stores over a saved register");
	for (int i = 0; i < r->depth; i++)
		if (hits_saved(&r->calls[i], &r->calls[i].called->state, r->calls[i].slop, &r->overwritten, addr, n))
			return outside(r, "stores over a register that a caller has saved");
	return true;
}

static bool check_known_store(struct runner *r, uint64_t addr, uint64_t n)
{
	struct activation *a = top(r);
	if (addr < a->entry - proven(r)->bound)
		return violation(r, "stores below its bound");
	if (addr < a->entry - proven(r)->frame)
		return violation(r, "stores below its frame");
	if ((int64_t)(addr + n - a->entry - 8) > claims(r)->contract.above && addr + n > a->entry + 8)
		return violation(r, "stores further above its return address than it claims");
	return true;
}

// Where the proof knows the place of an access, it is there.
static bool check_place(struct runner *r, const struct known *k, const struct target *t, bool fixed, uint64_t addr)
{
	int64_t off = (int64_t)(addr - top(r)->entry) - t->offset;
	if ((t->reach == REACH_FRAME || t->start) && (off < 0 || off > (t->inexact ? k->state.slack : 0)))
		return violation(r, "an access to the stack is not where the proof has it");
	if (t->reach == REACH_IMAGE && fixed && addr != (uint64_t)t->offset + r->s->cpu->delta)
		return violation(r, "an access to the image is not where the proof has it");
	return true;
}

// A table of functions is read within itself: that is C's word.
static bool leaves_table(struct runner *r, const struct known *k, int n, uint64_t addr)
{
	const struct target *t = &k->access[n];
	if (t->reach != REACH_IMAGE || k->fixed[n] || k->bits[n] != 64)
		return false;
	const struct input_section *section = image_section(r->s->img, (uint64_t)t->offset);
	uint64_t at = addr - r->s->cpu->delta;
	return !section || at < (uint64_t)t->offset || at + 8 > section->end || (at - (uint64_t)t->offset) % 8;
}

static bool check_access(struct runner *r, const struct cpu_insn *in, const struct cpu_mem *m, const struct known *k,
			 int n)
{
	uint64_t addr = cpu_address(r->s->cpu, in, m), bytes = cpu_bytes(m);
	const struct target *t = n >= 0 && n < INSN_ACCESSES ? &k->access[n] : NULL;
	if (bytes == 0)
		return true;
	if (t && !check_place(r, k, t, k->fixed[n] && m->bits < 0, addr))
		return false;
	if (t && m->reads && leaves_table(r, k, n, addr))
		return outside(r, "reads outside of a table of functions");
	if (!mapped(r, addr, bytes, m->writes))
		return end(r, RUN_FAULT);
	if (!m->writes || !on_stack(r, addr, bytes))
		return true;
	return m->stack || t->reach == REACH_FRAME ? check_known_store(r, addr, bytes)
						   : check_unknown_store(r, k, t, addr, bytes);
}

static bool check_accesses(struct runner *r, const struct cpu_insn *in, const struct known *k)
{
	int n = 0;
	for (int i = 0; i < in->nmems; i++) {
		bool pushed = in->kind == CPU_CALL && in->mem[i].stack; // the return address: call has more to say
		if (!pushed && !check_access(r, in, &in->mem[i], k, in->mem[i].stack ? -1 : n++))
			return false;
	}
	return true;
}

static bool check_instruction(struct runner *r, const struct cpu_insn *in, const struct known **known)
{
	struct activation *a = top(r);
	const struct flow_insn *f = flow_at(&r->s->proof->flow, r->ip);
	if (!in || !f || f->length != in->length)
		return violation(r, "runs an instruction that was not followed");
	if (!f->vague && (int64_t)(a->entry - sp()) != f->depth && r->overwritten)
		return outside(r, "stores over a saved stack pointer");
	if (!f->vague && (int64_t)(a->entry - sp()) != f->depth)
		return violation(r, "has another depth than claimed");
	if (a->entry - sp() < CPU_STACK && a->entry - sp() > proven(r)->bound)
		return violation(r, "has its stack pointer below its bound");
	const struct known *k = *known = held_at(&r->s->known, a->function, r->ip, &a->point);
	if (!k)
		return violation(r, "gets where no claim of its function leads");
	const char *broken = claims_broken(r->s, a, &k->state);
	return broken ? violation(r, broken) : true;
}

static const struct call_site *site_of(struct runner *r, int callee, bool tail)
{
	const struct proven *f = proven(r);
	for (size_t i = 0; i < f->calls.n; i++)
		if (f->calls.v[i].addr == r->ip && f->calls.v[i].callee == callee && f->calls.v[i].tail == tail)
			return &f->calls.v[i];
	return NULL;
}

// Where a direct or indirect jump or call goes, in the image's terms.
static bool target_of(struct runner *r, const struct cpu_insn *in, uint64_t *to)
{
	uint64_t v;
	if (in->target) {
		*to = in->target;
		return true;
	}
	if (in->reg >= 0) {
		*to = cpu_now.reg[in->reg] - r->s->cpu->delta;
		return true;
	}
	for (int i = 0; i < in->nmems; i++) {
		uint64_t addr = cpu_address(r->s->cpu, in, &in->mem[i]);
		if (in->mem[i].stack)
			continue;
		if (!mapped(r, addr, 8, false))
			return end(r, RUN_FAULT);
		memcpy(&v, (const void *)(uintptr_t)addr, sizeof v);
		*to = v - r->s->cpu->delta;
		return true;
	}
	return end(r, RUN_STOPPED);
}

static void enter(struct runner *r, int function)
{
	struct activation *a = top(r);
	*a = (struct activation){.function = function, .entry = sp(), .slop = -1};
	memcpy(&a->back, (const void *)(uintptr_t)sp(), sizeof a->back);
	memcpy(a->saved, cpu_now.reg, sizeof a->saved);
}

// An address below the stack pointer is none of an object of the caller's: the
// callee's frame will be there.
static void forget_dead(struct runner *r)
{
	static const uint8_t passed[] = {0, 1, 2, 6, 7, 8, 9, 10, 11};
	for (size_t i = 0; i < sizeof passed; i++)
		if (on_stack(r, cpu_now.reg[passed[i]], 1) && cpu_now.reg[passed[i]] < sp())
			cpu_now.reg[passed[i]] = junk;
}

static bool call(struct runner *r, const struct cpu_insn *in, const struct known *k)
{
	uint64_t to, back = r->ip + in->length + r->s->cpu->delta, depth = top(r)->entry - sp();
	if (!target_of(r, in, &to))
		return false;
	int callee = held_function(&r->s->known, to);
	const struct call_site *site = callee == NO_FUNCTION ? NULL : site_of(r, callee, false);
	if (!site)
		return violation(r, "calls what it is not said to call");
	if (site->depth < depth)
		return violation(r, "calls deeper than it claims");
	if (proven(r)->bound < depth + 8 + r->s->proof->funcs.v[callee].bound)
		return violation(r, "has a bound that its callee's goes beyond");
	if (r->depth + 1 == MAX_CALLS)
		return end(r, RUN_LIMIT);
	top(r)->called = k;
	top(r)->slop = claims_slop(top(r), &k->state);
	forget_dead(r);
	cpu_now.reg[CPU_RSP] -= 8;
	memcpy((void *)(uintptr_t)sp(), &back, sizeof back);
	r->depth++;
	enter(r, callee);
	r->ip = to;
	return true;
}

static bool check_restored(struct runner *r)
{
	const struct arch *arch = r->s->known.ground.arch;
	for (int i = 0; i < CPU_REGS; i++)
		if (i != CPU_RSP && (arch->regs.callee_saved >> i & 1) && cpu_now.reg[i] != top(r)->saved[i])
			return violation(r, arena_printf(r->s->arena, "does not give back %s", arch->regs.names[i]));
	return true;
}

static bool tail_call(struct runner *r, const struct call_site *site, uint64_t to)
{
	if (sp() != top(r)->entry)
		return violation(r, "leaves by a jump with its frame on the stack");
	uint64_t back;
	memcpy(&back, (const void *)(uintptr_t)sp(), sizeof back);
	bool returns = r->s->proof->claims.funcs.v[site->callee].contract.returns;
	if (returns && (back != top(r)->back || !check_restored(r)))
		return violation(r, r->out.what ? r->out.what : "leaves by a jump with another return address");
	if (proven(r)->bound < r->s->proof->funcs.v[site->callee].bound)
		return violation(r, "has a bound that its callee's goes beyond");
	forget_dead(r);
	enter(r, site->callee);
	r->ip = to;
	return true;
}

static bool leads_to(const struct runner *r, const struct table_claim *t, uint64_t to)
{
	for (size_t k = 0; k < t->n; k++) {
		int32_t distance;
		memcpy(&distance, r->s->img->bytes + (t->addr + 4 * k - r->s->img->base), sizeof distance);
		if (t->from + (uint64_t)(int64_t)distance == to)
			return true;
	}
	return false;
}

// Code that overlaps may come to one jump with two tables.
static bool check_table(struct runner *r, uint64_t to)
{
	const struct function_claims *f = claims(r);
	bool claimed = false, assumed = false;
	for (size_t i = 0; i < f->tables.n; i++) {
		const struct table_claim *t = &f->tables.v[i];
		if (t->jump != r->ip)
			continue;
		if (leads_to(r, t, to))
			return true;
		claimed = true;
		assumed |= t->assumed;
	}
	if (assumed)
		return outside(r, "jumps beyond a table");
	return violation(r, claimed ? "jumps to where its table does not lead" : "jumps to where no claim leads");
}

static bool jump(struct runner *r, const struct cpu_insn *in)
{
	uint64_t to;
	if (!target_of(r, in, &to))
		return false;
	int callee = held_function(&r->s->known, to);
	const struct call_site *site = callee == NO_FUNCTION ? NULL : site_of(r, callee, true);
	if (site)
		return tail_call(r, site, to);
	if (!in->target && !check_table(r, to))
		return false;
	r->ip = to;
	return true;
}

// What a callee has left on the stack and in registers is nobody's: C does not
// look at it.
static void forget_callee(struct runner *r, const struct activation *callee)
{
	static const uint8_t lost[] = {1, 6, 7, 8, 9, 10, 11};
	uint64_t bound = r->s->proof->funcs.v[callee->function].bound;
	memset((void *)(uintptr_t)(callee->entry - bound), 0x5a, bound + 8);
	for (size_t i = 0; i < sizeof lost; i++)
		if (r->s->proof->funcs.v[callee->function].writes >> lost[i] & 1)
			cpu_now.reg[lost[i]] = chance(r) >> 1;
	for (int i = 0; i <= 2; i += 2) // results; but not of the frame that is gone
		if (on_stack(r, cpu_now.reg[i], 1) && cpu_now.reg[i] < sp())
			cpu_now.reg[i] = junk;
}

static bool check_go(struct runner *r)
{
	const struct proven *f = &r->s->proof->funcs.v[r->first];
	for (int i = 0; i < CPU_REGS; i++)
		if (i != CPU_RSP && !(f->writes >> i & 1) && cpu_now.reg[i] != r->out.entry.reg[i])
			return violation(r, "changes a register that it is not said to write");
	struct cpu_fp fp = cpu_read_fp();
	if (fp.used)
		return violation(r, "leaves x87 registers in use");
	// the trampoline cleans up behind those that are said to leave them so
	if (fp.upper && !r->s->proof->claims.funcs.v[r->first].contract.track.upper)
		return violation(r, "leaves upper halves of vector registers in use");
	return fp.control == 0x37f && (fp.mxcsr & ~0x3fu) == 0x1f80 ? end(r, RUN_RETURNED)
								    : violation(r, "changes a floating-point mode");
}

static bool ret(struct runner *r, const struct cpu_insn *in)
{
	struct activation *a = top(r);
	uint64_t back;
	if (sp() != a->entry)
		return violation(r, "returns with another stack pointer");
	memcpy(&back, (const void *)(uintptr_t)sp(), sizeof back);
	if (back != a->back)
		return violation(r, "returns to elsewhere");
	if (in->pops || !claims(r)->contract.returns)
		return violation(r, "returns, which it is not said to do so");
	if (!check_restored(r))
		return false;
	cpu_now.reg[CPU_RSP] += 8;
	if (r->depth == 0)
		return check_go(r);
	r->ip = back - r->s->cpu->delta;
	r->depth--;
	forget_callee(r, a);
	return true;
}

// A fault on an aligned access to the own frame: nobody has said that it wants
// the stack aligned.
static bool faulted(struct runner *r, const struct known *k, const struct cpu_insn *in)
{
	bool aligned = r->s->proof->funcs.v[r->first].aligned;
	for (int i = 0; i < INSN_ACCESSES && !aligned && in->nmems; i++)
		if (k->access[i].reach == REACH_FRAME && k->bits[i] >= 128)
			return violation(r, "faults where it needs a stack that is aligned");
	return end(r, RUN_FAULT);
}

// For planted mistakes: one of the instructions, each as likely.
static void note(struct runner *r, const struct cpu_insn *in)
{
	uint64_t depth = r->out.sp - sp();
	r->out.steps++;
	if (depth < CPU_STACK && depth > r->out.deepest)
		r->out.deepest = depth;
	if (in->kind == CPU_CALL ? chance(r) % 4 : r->out.seen_call || chance(r) % r->out.steps)
		return;
	r->out.seen = r->ip;
	r->out.seen_function = top(r)->function;
	r->out.seen_point = top(r)->point;
	r->out.seen_call = in->kind == CPU_CALL ? r->ip : 0;
}

static bool step(struct runner *r)
{
	const struct known *k;
	const struct cpu_insn *in = cpu_insn_at(r->s->cpu, r->ip);
	if (!check_instruction(r, in, &k))
		return false;
	if (in->kind == CPU_STOP)
		return end(r, RUN_STOPPED);
	if (in->kind == CPU_SYSTEM)
		return violation(r, "runs an instruction that belongs to the system");
	if (in->kind == CPU_TRAP)
		return end(r, RUN_FAULT);
	if (in->kind != CPU_RETURN && !check_accesses(r, in, k))
		return false;
	note(r, in);
	switch (in->kind) {
	case CPU_CALL:
		return call(r, in, k);
	case CPU_RETURN:
		return ret(r, in);
	case CPU_JUMP:
		return jump(r, in);
	case CPU_BRANCH:
		if (cpu_taken(in))
			return jump(r, in);
		break;
	default:
		if (cpu_step(in))
			return faulted(r, k, in);
	}
	if (cpu_now.flags & CPU_DF)
		return violation(r, "sets the direction flag");
	r->ip += in->length;
	return true;
}

// Numbers, and addresses of the buffer; never of the stack.
static uint64_t argument(struct runner *r)
{
	uint64_t v = chance(r), buffer = (uint64_t)(uintptr_t)r->s->cpu->buffer;
	static const uint8_t most[] = {10, 90, 3};
	if (v % 100 < most[r->pointers])
		return buffer + CPU_BUFFER / 4 + (v >> 8 & 0x3ff0);
	switch (v / 100 % 10) {
	case 0:
	case 1:
		return v >> 4 & 7;
	case 2:
		return v >> 4 & 255;
	case 3:
		return 0 - (v >> 4 & 15);
	case 4:
		return v >> 4 & 0xffffffff;
	case 5:
		return v;
	default:
		return buffer + CPU_BUFFER / 4 + (v >> 8 & 0x3ff0);
	}
}

static void fill(struct runner *r)
{
	uint64_t *word = (uint64_t *)(void *)r->s->cpu->buffer;
	for (size_t i = r->chance % 7; i < CPU_BUFFER / 8; i += 7)
		word[i] = argument(r);
}

static void prepare(struct runner *r, int i, uint64_t seed)
{
	const struct proven *f = &r->s->proof->funcs.v[i];
	uint64_t top_of_stack = (uint64_t)(uintptr_t)r->s->cpu->stack + CPU_STACK - ABOVE, back = junk;
	uint64_t entry = top_of_stack - (f->aligned ? 8 : 8 * (seed & 7));
	memset((void *)(uintptr_t)(entry - f->bound - CANARY), 0x5a, f->bound + CANARY + 8 + CANARY);
	memcpy((void *)(uintptr_t)entry, &back, sizeof back);
	for (int k = 0; k < CPU_REGS; k++)
		cpu_now.reg[k] = k >= 6 && k <= 9 && k != CPU_RSP ? argument(r) : chance(r) >> 1;
	cpu_now.reg[1] = argument(r);
	cpu_now.reg[2] = argument(r);
	cpu_now.reg[CPU_RSP] = entry;
	for (int k = 1; k <= 6; k++) {
		uint64_t v = argument(r);
		memcpy((void *)(uintptr_t)(entry + 8 * (uint64_t)k), &v, sizeof v);
	}
	cpu_now.flags = seed & (CPU_CF | CPU_ZF | CPU_SF | CPU_OF);
	r->ip = f->addr;
	r->out.entry = cpu_now;
	r->out.sp = entry;
	enter(r, i);
	cpu_reset_fp(seed);
}

static bool canary_kept(const struct runner *r)
{
	const struct proven *f = &r->s->proof->funcs.v[r->first];
	const uint8_t *below = (const uint8_t *)(uintptr_t)(r->out.sp - f->bound - CANARY);
	for (int i = 0; i < CANARY; i++)
		if (below[i] != 0x5a)
			return false;
	return true;
}

struct run run_function(struct subject *s, int i, uint64_t seed, uint64_t limit)
{
	struct runner r = {.s = s, .chance = seed, .first = i, .pointers = (unsigned)(seed >> 7) % 3};
	if (s->proof->funcs.v[i].bound + 2 * (CANARY + ABOVE) > CPU_STACK)
		return (struct run){.end = RUN_STOPPED};
	fill(&r);
	prepare(&r, i, seed);
	bool on = true;
	while (on && r.out.steps < limit)
		on = step(&r);
	if (on)
		r.out.end = RUN_LIMIT;
	r.out.addr = r.ip;
	r.out.function = top(&r)->function;
	r.out.point = top(&r)->point;
	r.out.last = cpu_now;
	if (r.out.end != RUN_RETURNED) { // on the way, only the modes are claimed
		struct cpu_fp fp = cpu_read_fp();
		if (r.out.end != RUN_VIOLATION && (fp.control != 0x37f || (fp.mxcsr & ~0x3fu) != 0x1f80))
			violation(&r, "changes a floating-point mode");
	}
	if (r.out.end != RUN_VIOLATION && !canary_kept(&r))
		violation(&r, "has written below its bound");
	return r.out;
}

struct subject subject_of(struct arena *a, struct cpu *c, const struct arch *arch, const struct image *img,
			  const struct proof *proof)
{
	return (struct subject){.arena = a, .img = img, .proof = proof, .known = knowledge_of(a, arch, img, proof), .cpu = c};
}
