// abi0.c - stack entries, from Go's ABI0 to the System V ABI on amd64.
//
// The frame of a trampoline, from its stack pointer up:
//
//	reserve   bytes for C: its frames, their return address, alignment
//	stack     arguments that did not fit in registers
//	buffer    the result, where it cannot go straight into Go's frame
//
// The stack pointer is moved up over the reserve for the call, so that C
// grows down into it. Where C uses little, there is no reserve: below any
// frame Go leaves room for functions that do not check the stack (NOSPLIT).
// Go keeps SP a multiple of 8; where C wants 16, there are two calls, one for
// each case, because ADJSP (unlike ANDQ) lets Go's unwinder know the depth at
// each instruction.
#include "trampolines/amd64/abi0.h"

#include "base/round.h"
#include "trampolines/amd64/emit.h"
#include "trampolines/amd64/emitter.h"
#include "trampolines/functext.h"

#include <string.h>

static const char *const int_results[2] = {"AX", "DX"};

enum { MAX_UNROLLED_WORDS = 16 };

// Moves of so many bytes, the widest first.
static const struct {
	uint64_t size;
	const char *op;
} moves[] = {{8, "MOVQ"}, {4, "MOVL"}, {2, "MOVW"}, {1, "MOVB"}};

struct frame {
	uint64_t reserve, stack, buffer; // bytes
	uint64_t uses, args;             // of C's stack; of Go's arguments and results
	bool nosplit, aligned, fused;
};

static unsigned long long ull(uint64_t n)
{
	return n;
}

// Go's result slots can be written by C directly unless C would write more
// than them (padding at the end) or wants them better aligned than Go does.
static bool needs_buffer(const struct call *b, const struct sysv_call *call)
{
	return call->hidden_pointer && (b->result->size != b->result_size || b->result->align > 8);
}

// Of all levels: they share the frame.
static struct frame plan_frame(const struct trampoline *tr, const struct sysv_call *call)
{
	struct frame f = {
		.stack = call->stack_bytes,
		.buffer = needs_buffer(tr->call, call) ? round_up(tr->call->result->size, 16) : 0,
		.aligned = call->stack_bytes || needs_buffer(tr->call, call),
		.fused = true,
	};
	bool checked = trampoline_checked(tr->call);
	for (; tr; tr = tr->below) {
		f.uses = tr->stack > f.uses ? tr->stack : f.uses;
		f.aligned |= tr->aligned;
		f.args = tr->call->go->args_size;
		f.fused &= tr->body != NULL;
	}
	f.nosplit = !checked && f.uses + f.stack + f.buffer + f.args <= NOSPLIT_BYTES;
	f.fused &= f.nosplit && !f.buffer;
	if (f.fused)
		return (struct frame){.uses = f.uses, .nosplit = true, .fused = true};
	if (!f.nosplit)
		f.reserve = round_up(f.uses + 8 /* return address */ + 8 /* alignment */, 16);
	else if (f.stack || f.buffer)
		f.reserve = 8; // room to align
	return f;
}

static uint64_t frame_size(const struct frame *f)
{
	return f->reserve + f->stack + f->buffer;
}

static const char *store_op(const struct ctype *t)
{
	static const char *const by_size[] = {[1] = "MOVB", [2] = "MOVW", [4] = "MOVL", [8] = "MOVQ"};
	return t->kind == C_FLOAT ? emit_load_op(t) : by_size[t->size];
}

// copy emits code that copies n bytes between two register-based places.
static void copy(struct asmtext *t, uint64_t n, const char *src, const char *dst, uint64_t dst_offset)
{
	if (n / 8 > MAX_UNROLLED_WORDS) {
		asm_op(t, "MOVQ", "%s, SI", src);
		asm_op(t, "LEAQ", "%llu(%s), DI", ull(dst_offset), dst);
		asm_op(t, "MOVQ", "$%llu, CX", ull(n));
		asm_op(t, "REP", "%s", "");
		asm_op(t, "MOVSB", "%s", "");
		return;
	}
	for (uint64_t at = 0; at < n;) {
		size_t s = 0;
		while (moves[s].size > n - at)
			s++;
		asm_op(t, moves[s].op, "%llu(%s), CX", ull(at), src);
		asm_op(t, moves[s].op, "CX, %llu(%s)", ull(dst_offset + at), dst);
		at += moves[s].size;
	}
}

// in_frame is the operand for a place in Go's frame. One without a name is found
// from another's address, which R11 then holds.
static const char *in_frame(struct asmtext *t, const struct call *b, const char *var, uint64_t offset)
{
	struct arena *a = t->out->arena;
	if (var)
		return arena_printf(a, "%s+%llu(FP)", var, ull(offset));
	asm_op(t, "LEAQ", "%s+%llu(FP), R11", b->anchor.var, ull(b->anchor.offset));
	return arena_printf(a, "%lld(R11)", (long long)(offset - b->anchor.offset));
}

static const char *argument(struct asmtext *t, const struct call *b, const struct carg *arg)
{
	return in_frame(t, b, arg->var, arg->offset);
}

static const char *result(struct asmtext *t, const struct call *b)
{
	return in_frame(t, b, b->result_var, b->result_offset);
}

// Arguments on C's stack. R10 holds what the stack pointer will be there.
static void store_stack_args(struct asmtext *t, const struct call *b, const struct sysv_call *call)
{
	for (size_t i = 0; i < call->nargs; i++) {
		const struct carg *arg = &b->args.v[i];
		if (!call->args[i].on_stack)
			continue;
		if (arg->guard) {
			asm_op(t, "CALL", GUARD_SYMBOL "(SB)");
			asm_op(t, "MOVQ", "AX, %llu(R10)", ull(call->args[i].stack));
		} else if (arg->scalar && arg->type->kind == C_FLOAT) {
			asm_op(t, emit_load_op(arg->type), "%s, X0", argument(t, b, arg));
			asm_op(t, emit_load_op(arg->type), "X0, %llu(R10)", ull(call->args[i].stack));
		} else if (arg->scalar) {
			asm_op(t, emit_load_op(arg->type), "%s, AX", argument(t, b, arg));
			asm_op(t, "MOVQ", "AX, %llu(R10)", ull(call->args[i].stack));
		} else {
			asm_op(t, "LEAQ", "%s, R11", argument(t, b, arg));
			copy(t, arg->type->size, "R11", "R10", call->args[i].stack);
		}
	}
}

static void load_eightbyte(struct asmtext *t, const struct call *b, const struct carg *arg, const struct sysv_place *p, size_t k)
{
	uint64_t left = arg->type->size - 8 * k;
	bool sse = p->how.cls[k] == SYSV_SSE;
	const char *dst = sse ? arena_printf(t->out->arena, "X%d", p->reg[k]) : emit_int_register(p->reg[k]);
	if (arg->guard) {
		asm_op(t, "CALL", GUARD_SYMBOL "(SB)");
		asm_op(t, "MOVQ", "AX, %s", dst);
	} else if (arg->scalar)
		asm_op(t, emit_load_op(arg->type), "%s, %s", argument(t, b, arg), dst);
	else // the bytes behind a short eightbyte are Go's frame: readable, and not looked at by C
		asm_op(t, sse && left == 4 ? "MOVSS" : "MOVQ", "%llu(R11), %s", ull(8 * k), dst);
}

static void load_registers(struct asmtext *t, const struct call *b, const struct sysv_call *call,
                           const struct frame *f)
{
	if (call->hidden_pointer && f->buffer)
		asm_op(t, "LEAQ", "%llu(R10), DI", ull(f->stack));
	else if (call->hidden_pointer)
		asm_op(t, "LEAQ", "%s, DI", result(t, b));
	for (size_t i = 0; i < call->nargs; i++) {
		const struct carg *arg = &b->args.v[i];
		const struct sysv_place *p = &call->args[i];
		if (p->on_stack)
			continue;
		if (!arg->scalar && p->how.eightbytes)
			asm_op(t, "LEAQ", "%s, R11", argument(t, b, arg));
		for (size_t k = 0; k < p->how.eightbytes; k++)
			load_eightbyte(t, b, arg, p, k);
	}
}

// A register's worth of the result. Go's slot may end inside the eightbyte.
static void store_eightbyte(struct asmtext *t, const struct call *b, enum sysv_class cls, size_t k, const char *reg)
{
	uint64_t left = b->result_size - 8 * k, at = 8 * k;
	if (cls == SYSV_SSE) {
		asm_op(t, left == 4 ? "MOVSS" : "MOVQ", "%s, %llu(R11)", reg, ull(at));
		return;
	}
	for (size_t s = 0; s < sizeof moves / sizeof *moves && left; s++) {
		if (left < moves[s].size)
			continue;
		asm_op(t, moves[s].op, "%s, %llu(R11)", reg, ull(at));
		at += moves[s].size;
		left -= moves[s].size;
		if (moves[s].size == 8)
			return;
		if (left)
			asm_op(t, "SHRQ", "$%llu, %s", ull(8 * moves[s].size), reg);
	}
}

static void store_result(struct asmtext *t, const struct call *b, const struct sysv_call *call, const struct frame *f)
{
	if (!b->result || (call->hidden_pointer && !f->buffer))
		return;
	size_t ints = 0, sses = 0;
	if (b->result_scalar) {
		const char *reg = call->result.cls[0] == SYSV_SSE ? "X0" : "AX";
		asm_op(t, store_op(b->result), "%s, %s", reg, result(t, b));
		return;
	}
	asm_op(t, "LEAQ", "%s, R11", result(t, b));
	if (call->hidden_pointer) // C returns the buffer's address in RAX
		copy(t, b->result_size, "AX", "R11", 0);
	for (size_t k = 0; k < call->result.eightbytes && 8 * k < b->result_size; k++) {
		const char *reg = call->result.cls[k] == SYSV_SSE ? arena_printf(t->out->arena, "X%zu", sses++)
		                                                  : int_results[ints++];
		store_eightbyte(t, b, call->result.cls[k], k, reg);
	}
}

static void write_head(struct asmtext *t, const struct trampoline *tr, const struct frame *f)
{
	const struct call *b = tr->call;
	// what calls saves the frame pointer, or frame-pointer unwinding would miss
	// the Go caller
	const char *flags = f->fused ? "NOSPLIT|NOFRAME" : f->nosplit ? "NOSPLIT" : "0";
	asm_text(t, "\n// %s\n// C: %s; %llu bytes of stack\n", b->go->decl, b->c->text, ull(f->uses));
	asm_text(t, "TEXT %s(SB), %s, $%llu-%llu\n", tr->symbol, flags, ull(frame_size(f)), ull(b->go->args_size));
	asm_op(t, "NO_LOCAL_POINTERS", "%s", "");
}

// What is said of the form by nearcall build -v.
static const char *describe(struct arena *a, const struct trampoline *tr, const struct frame *f)
{
	const char *call = tr->call->go->blocking ? "call as a system call" : gofunc_loops(tr->call->go) ? "call that checks the stack"
	                   : !f->nosplit ? "call with a frame, for the stack that C uses"
	                   : frame_size(f) ? "call with a frame, for arguments or results in memory"
	                                   : "call without a frame";
	return arena_printf(a, "%s%s; not fused: it %s", call, f->aligned ? ", aligned by a branch" : ", not aligned",
	                    tr->no_body ? tr->no_body : "takes or gives values in memory");
}

bool abi0_reframe(struct arena *a, const struct call *b, struct reframing *out)
{
	struct sysv_call call = emit_assign(a, b);
	*out = (struct reframing){0};
	for (size_t i = 0; i < call.nargs; i++) {
		int64_t shift = (int64_t)(b->args.v[i].offset - call.args[i].stack);
		if (!call.args[i].on_stack)
			continue;
		if (b->args.v[i].type->size % 8 || (out->arguments && shift != out->shift))
			return false;
		out->arguments = true;
		out->shift = shift;
	}
	return true;
}

static void write_return(struct asmtext *t, const struct trampoline *tr, const struct sysv_call *call,
                         const struct frame *f)
{
	emit_clean(t, tr);
	store_result(t, tr->call, call, f);
	if (tr->call->go->blocking)
		asm_op(t, "CALL", "runtime\302\267exitsyscall(SB)");
	asm_op(t, "RET", "%s", "");
}

// Around a body there is no frame.
static const struct frame no_frame = {.nosplit = true, .fused = true};

void abi0_front(struct asmtext *t, const struct trampoline *tr)
{
	struct sysv_call call = emit_assign(t->out->arena, tr->call);
	load_registers(t, tr->call, &call, &no_frame);
}

void abi0_behind(struct asmtext *t, const struct trampoline *tr)
{
	struct sysv_call call = emit_assign(t->out->arena, tr->call);
	write_return(t, tr, &call, &no_frame);
}

static void write_level(struct asmtext *t, const struct trampoline *tr, const struct sysv_call *call,
                        const struct frame *f)
{
	const struct call *b = tr->call;
	if (f->stack || f->buffer) {
		asm_op(t, "MOVQ", "SP, R10");
		asm_op(t, "ADDQ", "$%llu, R10", ull(f->reserve));
		asm_op(t, "ANDQ", "$~15, R10");
	}
	if (!f->fused)
		store_stack_args(t, b, call);
	load_registers(t, b, call, f);
	if (f->fused) {
		body_text(t, &emitter_amd64, tr->body);
	} else {
		struct trampoline one = *tr;
		one.aligned |= f->stack || f->buffer;
		emit_call(t, &one, f->reserve);
	}
	write_return(t, tr, call, f);
}

static void write_levels(struct asmtext *t, const struct trampoline *tr, const struct sysv_call *call,
                         const struct frame *f)
{
	bool more = emit_choice(t, tr);
	write_level(t, tr, call, f);
	if (!more)
		return;
	emit_below(t, tr);
	write_levels(t, tr->below, call, f);
	emit_above(t, tr);
}

struct written abi0_entry(struct asmtext *t, const struct trampoline *tr)
{
	struct sysv_call call = emit_assign(t->out->arena, tr->call);
	struct frame f = plan_frame(tr, &call);
	write_head(t, tr, &f);
	emit_start(t, tr);
	if (tr->call->go->blocking) // it changes all registers
		asm_op(t, "CALL", "runtime\302\267entersyscall(SB)");
	write_levels(t, tr, &call, &f);
	if (f.nosplit)
		emit_budget(t, f.uses, emit_between(tr, !f.fused));
	asm_flush(t);
	return (struct written){f.fused, f.fused ? "fused with the C function" : describe(t->out->arena, tr, &f)};
}
