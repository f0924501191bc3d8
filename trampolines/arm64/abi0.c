// abi0.c - stack entries, from Go's ABI0 to the AAPCS64.
//
// The frame that C is called in, from its stack pointer up:
//
//	0        the return address to Go, where Go's unwinder looks for it
//	8        not used
//	16       arguments on C's stack
//	...      buffers: what C takes or gives by reference, where Go's own slots do not serve
//	size-8   the word where Go's caller keeps its frame pointer
//
// Where C uses little, the entry has no frame of Go's: it moves its arguments, stores the
// return address and moves the stack pointer itself. Else Go's own prologue checks for a
// frame with a reserve below all that, and the stack pointer is moved up over it for the
// call, so that C grows down into it; the return address is there twice.
#include "trampolines/arm64/abi0.h"

#include "arch/arm64/caapcs.h"
#include "base/round.h"
#include "trampolines/arm64/emit.h"
#include "trampolines/arm64/emitter.h"
#include "trampolines/functext.h"

enum {
	WORD = 8, HEAD = 16, STACK_ALIGN = 16,
	BASE = 16, VALUE = 17, // scratch registers, which are no arguments'; and a vector one:
	VECTOR = 31,
	LARGE = 4095, LARGE_STEP = 4096, // as pack/arch/arm64/relayparts.h: one instruction moves the stack pointer
};

struct frame {
	uint64_t size;    // bytes, of what is above
	uint64_t reserve; // below it, for C
	uint64_t uses;    // of C's stack
	bool nosplit, fused;
};

static unsigned long long ull(uint64_t n)
{
	return n;
}

static bool on_stack(const struct aapcs_place *p)
{
	return p->where == AAPCS_STACK;
}

static bool needs_copy(const struct carg *arg, const struct aapcs_place *p)
{
	return p->by_reference && arg->type->align > WORD;
}

// Go's result slots can be written by C directly unless C would write more
// than them (padding at the end) or wants them better aligned than Go does.
static bool needs_buffer(const struct call *b, const struct aapcs_call *call)
{
	return call->result.by_reference && (b->result->size != b->result_size || b->result->align > WORD);
}

// Where the buffer of an argument is in the frame; of the result, behind all.
static uint64_t buffer_at(const struct call *b, const struct aapcs_call *call, size_t i)
{
	uint64_t at = HEAD + round_up(call->stack_bytes, STACK_ALIGN);
	for (size_t k = 0; k < i; k++)
		at += needs_copy(&b->args.v[k], &call->args[k]) ? round_up(b->args.v[k].type->size, STACK_ALIGN) : 0;
	return at;
}

static struct frame plan_frame(const struct trampoline *tr, const struct aapcs_call *call)
{
	const struct call *b = tr->call;
	struct frame f = {.fused = !call->stack_bytes && !needs_buffer(b, call)};
	uint64_t end = buffer_at(b, call, b->args.n) + (needs_buffer(b, call) ? round_up(b->result->size, STACK_ALIGN) : 0);
	f.size = end == HEAD ? HEAD : round_up(end + WORD, STACK_ALIGN);
	f.fused &= end == HEAD;
	bool checked = trampoline_checked(b);
	for (; tr; tr = tr->below) {
		f.uses = tr->stack > f.uses ? tr->stack : f.uses;
		f.fused &= tr->body != NULL;
	}
	f.nosplit = !checked && f.uses + f.size <= NOSPLIT_BYTES;
	f.fused &= f.nosplit;
	if (f.nosplit)
		return f;
	f.size = round_up(end + WORD, STACK_ALIGN); // Go's frame has its return address elsewhere
	f.reserve = round_up(f.uses + HEAD /* Go's return address lies at the bottom */, STACK_ALIGN);
	f.reserve = f.reserve > LARGE ? round_up(f.reserve, LARGE_STEP) : f.reserve;
	return f;
}

// The operand for bytes of the frame that C is called in, before the stack pointer is moved there.
static const char *in_frame(struct arena *a, const struct frame *f, uint64_t at)
{
	int64_t offset = f->nosplit ? (int64_t)at - (int64_t)f->size : (int64_t)(f->reserve + at);
	return arena_printf(a, "%lld(RSP)", (long long)offset);
}

static void address_in_frame(struct asmtext *t, const struct frame *f, uint64_t at, int reg)
{
	if (f->nosplit)
		asm_op(t, "SUB", "$%llu, RSP, R%d", ull(f->size - at), reg);
	else
		asm_op(t, "ADD", "$%llu, RSP, R%d", ull(f->reserve + at), reg);
}

// What has no name is found from another's address.
static void address_of(struct asmtext *t, const struct call *b, const char *var, uint64_t offset, int reg)
{
	asm_op(t, "MOVD", "$%s+%llu(FP), R%d", var ? var : b->anchor.var, ull(var ? offset : b->anchor.offset), reg);
	if (!var && offset != b->anchor.offset)
		asm_op(t, offset > b->anchor.offset ? "ADD" : "SUB", "$%llu, R%d, R%d",
		       ull(offset > b->anchor.offset ? offset - b->anchor.offset : b->anchor.offset - offset), reg, reg);
}

static const char *place_of(struct asmtext *t, const struct call *b, const char *var, uint64_t offset)
{
	if (var)
		return arena_printf(t->out->arena, "%s+%llu(FP)", var, ull(offset));
	address_of(t, b, var, offset, BASE);
	return arena_printf(t->out->arena, "(R%d)", BASE);
}

// Moves of so many bytes, the widest first.
static const struct {
	uint64_t size;
	const char *op;
} moves[] = {{8, "MOVD"}, {4, "MOVW"}, {2, "MOVH"}, {1, "MOVB"}};

enum { MOVES = sizeof moves / sizeof *moves };

// copy moves n bytes from where the register BASE points to the frame.
static void copy(struct asmtext *t, const struct frame *f, uint64_t n, uint64_t to)
{
	for (uint64_t at = 0, s = 0; at < n; at += moves[s].size) {
		for (s = 0; moves[s].size > n - at;)
			s++;
		asm_op(t, moves[s].op, "%llu(R%d), R%d", ull(at), BASE, VALUE);
		asm_op(t, moves[s].op, "R%d, %s", VALUE, in_frame(t->out->arena, f, to + at));
	}
}

// The return address, which the call overwrites, lies at the bottom of the frame too.
static void call_go(struct asmtext *t, const char *symbol)
{
	asm_op(t, "BL", "%s(SB)", symbol);
	asm_op(t, "MOVD", "(RSP), R30");
}

static void load_guard(struct asmtext *t, int reg)
{
	call_go(t, GUARD_SYMBOL);
	asm_op(t, "MOVD", "R%d, R%d", BASE, reg);
}

static void store_stack_argument(struct asmtext *t, const struct call *b, const struct carg *arg,
                                 const struct aapcs_place *p, const struct frame *f)
{
	const char *to = in_frame(t->out->arena, f, HEAD + p->stack);
	if (arg->guard) {
		load_guard(t, VALUE);
		asm_op(t, "MOVD", "R%d, %s", VALUE, to);
	} else if (arg->scalar && arg->type->kind == C_FLOAT) {
		asm_op(t, arm64_load_op(arg->type), "%s, F%d", place_of(t, b, arg->var, arg->offset), VECTOR);
		asm_op(t, arm64_load_op(arg->type), "F%d, %s", VECTOR, to);
	} else if (arg->scalar) {
		asm_op(t, arm64_load_op(arg->type), "%s, R%d", place_of(t, b, arg->var, arg->offset), VALUE);
		asm_op(t, "MOVD", "R%d, %s", VALUE, to);
	} else {
		address_of(t, b, arg->var, arg->offset, BASE);
		copy(t, f, arg->type->size, HEAD + p->stack);
	}
}

// The address of a value in Go's slots, which are C's from now on; or of a copy that is better aligned.
static void pass_reference(struct asmtext *t, const struct call *b, const struct aapcs_call *call, size_t i,
                           const struct frame *f)
{
	const struct carg *arg = &b->args.v[i];
	const struct aapcs_place *p = &call->args[i];
	int reg = on_stack(p) ? VALUE : p->reg;
	if (needs_copy(arg, p))
		address_in_frame(t, f, buffer_at(b, call, i), reg);
	else
		address_of(t, b, arg->var, arg->offset, reg);
	if (on_stack(p))
		asm_op(t, "MOVD", "R%d, %s", VALUE, in_frame(t->out->arena, f, HEAD + p->stack));
}

static void store_memory(struct asmtext *t, const struct call *b, const struct aapcs_call *call, const struct frame *f)
{
	for (size_t i = 0; i < b->args.n; i++) {
		const struct carg *arg = &b->args.v[i];
		if (needs_copy(arg, &call->args[i])) {
			address_of(t, b, arg->var, arg->offset, BASE);
			copy(t, f, arg->type->size, buffer_at(b, call, i));
		}
		if (on_stack(&call->args[i]) && call->args[i].by_reference)
			pass_reference(t, b, call, i, f);
		else if (on_stack(&call->args[i]))
			store_stack_argument(t, b, arg, &call->args[i], f);
	}
}

static bool is_vector(const struct aapcs_place *p)
{
	return p->where == AAPCS_VECTOR;
}

static const char *vector_op(const struct aapcs_place *p)
{
	return p->member == 4 ? "FMOVS" : p->member == 8 ? "FMOVD" : "FMOVQ";
}

static void load_register(struct asmtext *t, const struct aapcs_place *p, int k)
{
	if (is_vector(p))
		asm_op(t, vector_op(p), "%d(R%d), F%d", p->member * k, BASE, p->reg + k);
	else // the bytes behind the end are Go's frame: readable, and not looked at by C
		asm_op(t, "MOVD", "%d(R%d), R%d", WORD * k, BASE, p->reg + k);
}

static void load_registers(struct asmtext *t, const struct call *b, const struct aapcs_call *call,
                           const struct frame *f)
{
	for (size_t i = 0; i < b->args.n; i++) {
		const struct carg *arg = &b->args.v[i];
		const struct aapcs_place *p = &call->args[i];
		if (on_stack(p) || p->where == AAPCS_NOWHERE)
			continue;
		if (arg->guard) {
			load_guard(t, p->reg);
		} else if (p->by_reference) {
			pass_reference(t, b, call, i, f);
		} else if (arg->scalar) {
			asm_op(t, arm64_load_op(arg->type), "%s, %c%d", place_of(t, b, arg->var, arg->offset), is_vector(p) ? 'F' : 'R',
			       p->reg);
		} else {
			address_of(t, b, arg->var, arg->offset, BASE);
			for (int k = 0; k < p->n; k++)
				load_register(t, p, k);
		}
	}
	if (needs_buffer(b, call))
		address_in_frame(t, f, buffer_at(b, call, b->args.n), AAPCS_RESULT_PLACE);
	else if (call->result.by_reference)
		address_of(t, b, b->result_var, b->result_offset, AAPCS_RESULT_PLACE);
}

// A register's worth of the result. Go's slot may end inside it.
static void store_word(struct asmtext *t, uint64_t left, uint64_t at, int reg)
{
	for (size_t s = 0; s < MOVES && left; s++) {
		if (left < moves[s].size)
			continue;
		asm_op(t, moves[s].op, "R%d, %llu(R%d)", reg, ull(at), BASE);
		if (moves[s].size == WORD)
			return;
		at += moves[s].size;
		left -= moves[s].size;
		if (left)
			asm_op(t, "LSR", "$%llu, R%d, R%d", ull(8 * moves[s].size), reg, reg);
	}
}

// copy_result moves n bytes from the frame to where BASE points.
static void copy_result(struct asmtext *t, const struct frame *f, uint64_t n, uint64_t from)
{
	for (uint64_t at = 0, s = 0; at < n; at += moves[s].size) {
		for (s = 0; moves[s].size > n - at;)
			s++;
		asm_op(t, moves[s].op, "%s, R%d", in_frame(t->out->arena, f, from + at), VALUE);
		asm_op(t, moves[s].op, "R%d, %llu(R%d)", VALUE, ull(at), BASE);
	}
}

static const char *store_op(const struct ctype *type)
{
	for (size_t s = 0; s < MOVES && type->kind != C_FLOAT; s++)
		if (moves[s].size == type->size)
			return moves[s].op;
	return arm64_load_op(type);
}

static void store_result(struct asmtext *t, const struct call *b, const struct aapcs_call *call, const struct frame *f)
{
	const struct aapcs_place *p = &call->result;
	if (p->where == AAPCS_NOWHERE || (call->result.by_reference && !needs_buffer(b, call)))
		return;
	if (b->result_scalar) {
		asm_op(t, store_op(b->result), "%c%d, %s", is_vector(p) ? 'F' : 'R', p->reg,
		       place_of(t, b, b->result_var, b->result_offset));
		return;
	}
	address_of(t, b, b->result_var, b->result_offset, BASE);
	if (call->result.by_reference) {
		copy_result(t, f, b->result_size, buffer_at(b, call, b->args.n));
		return;
	}
	for (int k = 0; k < p->n; k++) {
		uint64_t at = (uint64_t)k * (is_vector(p) ? p->member : WORD);
		if (is_vector(p))
			asm_op(t, vector_op(p), "F%d, %llu(R%d)", p->reg + k, ull(at), BASE);
		else if (at < b->result_size)
			store_word(t, b->result_size - at, at, p->reg + k);
	}
}

static void write_call(struct asmtext *t, const struct trampoline *tr, const struct frame *f)
{
	if (f->nosplit) {
		asm_op(t, "MOVD", "R30, -%llu(RSP)", ull(f->size));
		asm_op(t, "SUB", "$%llu, RSP, RSP", ull(f->size));
		asm_op(t, "BL", "%s", tr->target);
		asm_op(t, "MOVD", "(RSP), R30");
		asm_op(t, "ADD", "$%llu, RSP, RSP", ull(f->size));
		return;
	}
	asm_op(t, "ADD", "$%llu, RSP, R%d", ull(f->reserve), BASE);
	asm_op(t, "MOVD", "R30, (R%d)", BASE);
	asm_op(t, "ADD", "$%llu, RSP, RSP", ull(f->reserve));
	asm_op(t, "BL", "%s", tr->target);
	asm_op(t, "SUB", "$%llu, RSP, RSP", ull(f->reserve));
}

static void write_head(struct asmtext *t, const struct trampoline *tr, const struct frame *f)
{
	const struct call *b = tr->call;
	// cmd/asm adds the return address, and 8 bytes at the top for the frame pointer of Go's caller
	uint64_t frame = f->nosplit ? 0 : f->reserve + f->size - 2 * WORD;
	asm_text(t, "\n// %s\n// C: %s; %llu bytes of stack\n", b->go->decl, b->c->text, ull(f->uses));
	asm_text(t, "TEXT %s(SB), %s, $%llu-%llu\n", tr->symbol, f->nosplit ? "NOSPLIT|NOFRAME" : "0", ull(frame),
	         ull(b->go->args_size));
	asm_op(t, "NO_LOCAL_POINTERS", "%s", "");
}

static const char *describe(struct arena *a, const struct trampoline *tr, const struct frame *f)
{
	const char *call = tr->call->go->blocking ? "call as a system call" : gofunc_loops(tr->call->go) ? "call that checks the stack"
	                   : !f->nosplit ? "call with a frame, for the stack that C uses"
	                   : f->size > HEAD ? "call with a frame, for arguments or results in memory"
	                                    : "call without a frame";
	return arena_printf(a, "%s; not fused: it %s", call, tr->no_body ? tr->no_body : "takes or gives values in memory");
}

// C's arguments on its stack are copied there.
bool arm64_reframe(struct arena *a, const struct call *b, struct reframing *out)
{
	*out = (struct reframing){0};
	return !arm64_assign(a, b).stack_bytes;
}

static void write_level(struct asmtext *t, const struct trampoline *tr, const struct aapcs_call *call,
                        const struct frame *f)
{
	store_memory(t, tr->call, call, f);
	load_registers(t, tr->call, call, f);
	if (f->fused)
		body_text(t, &emitter_arm64, tr->body);
	else
		write_call(t, tr, f);
	store_result(t, tr->call, call, f);
	if (tr->call->go->blocking) // RET has the return address from the frame
		asm_op(t, "BL", "runtime\302\267exitsyscall(SB)");
	asm_op(t, "RET", "%s", "");
}

static void write_levels(struct asmtext *t, const struct trampoline *tr, const struct aapcs_call *call,
                         const struct frame *f)
{
	bool more = arm64_choice(t, tr);
	write_level(t, tr, call, f);
	if (!more)
		return;
	arm64_below(t, tr);
	write_levels(t, tr->below, call, f);
}

struct written arm64_stack_entry(struct asmtext *t, const struct trampoline *tr)
{
	struct aapcs_call call = arm64_assign(t->out->arena, tr->call);
	struct frame f = plan_frame(tr, &call);
	write_head(t, tr, &f);
	if (tr->call->go->blocking) // it changes all registers
		call_go(t, "runtime\302\267entersyscall");
	write_levels(t, tr, &call, &f);
	if (f.nosplit && f.uses)
		arm64_budget(t, f.uses + f.size);
	asm_flush(t);
	return (struct written){f.fused, f.fused ? "fused with the C function" : describe(t->out->arena, tr, &f)};
}
