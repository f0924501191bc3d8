#include "trampolines/amd64/emit.h"

#include "base/round.h"

const char *emit_register(int number)
{
	static const char *const names[] = {"AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI",
	                                    "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"};
	return names[number];
}

const char *emit_int_register(int n)
{
	static const char *const int_regs[SYSV_INT_REGS] = {"DI", "SI", "DX", "CX", "R8", "R9"};
	return int_regs[n];
}

const char *emit_load_op(const struct ctype *t)
{
	if (t->kind == C_FLOAT)
		return t->size == 4 ? "MOVSS" : "MOVSD";
	switch (t->size) {
	case 1:
		return t->is_signed ? "MOVBLSX" : "MOVBLZX";
	case 2:
		return t->is_signed ? "MOVWLSX" : "MOVWLZX";
	case 4:
		return "MOVL";
	default:
		return "MOVQ";
	}
}

struct sysv_call emit_assign(struct arena *a, const struct call *b)
{
	const struct ctype **types = arena_alloc(a, b->args.n * sizeof *types);
	for (size_t i = 0; i < b->args.n; i++)
		types[i] = b->args.v[i].type;
	return sysv_assign(a, types, b->args.n, b->result);
}

// call_at calls with the stack pointer that many bytes higher.
static void call_at(struct asmtext *t, const char *target, int64_t up)
{
	if (up)
		asm_op(t, "ADJSP", "$%lld", (long long)-up);
	asm_op(t, "CALL", "%s", target);
	if (up)
		asm_op(t, "ADJSP", "$%lld", (long long)up);
}

static const char *label(struct asmtext *t, const char *name, int level)
{
	return level ? arena_printf(t->out->arena, "%s%d", name, level) : name;
}

void emit_call(struct asmtext *t, const struct trampoline *tr, uint64_t reserve_bytes)
{
	const char *target = tr->target, *unaligned = label(t, "unaligned", tr->level), *called = label(t, "called", tr->level);
	int64_t reserve = (int64_t)reserve_bytes;
	if (!tr->aligned) {
		call_at(t, target, reserve);
		return;
	}
	// C wants SP at the call to be a multiple of 16: so much higher if it is
	// one already, and 8 less if it is not, or the other way round
	bool even = reserve % 16 == 0;
	asm_op(t, "MOVQ", "SP, AX");
	asm_op(t, "TESTQ", "$8, AX");
	asm_op(t, "JNE", "%s", unaligned);
	call_at(t, target, even ? reserve : reserve - 8);
	asm_op(t, "JMP", "%s", called);
	asm_label(t, unaligned);
	call_at(t, target, even ? reserve - 8 : reserve);
	asm_label(t, called);
}

void emit_clean(struct asmtext *t, const struct trampoline *tr)
{
	if (!tr->dirty_upper)
		return;
	asm_text(t, "\t// C may leave the upper halves of vector registers in use\n");
	asm_op(t, "VZEROUPPER", "%s", "");
}

uint64_t emit_between(const struct trampoline *tr, bool called)
{
	enum { CALL = 8 + 8 /* return address, alignment */, SAVED_FRAME_POINTER = 8 };
	uint64_t n = called ? CALL : 0;
	for (; tr && !called; tr = tr->below) {
		uint64_t one = !tr->body ? CALL : tr->body->fused.called.n ? CALL + SAVED_FRAME_POINTER : 0;
		n = one > n ? one : n;
	}
	return n;
}

void emit_budget(struct asmtext *t, uint64_t stack, uint64_t between)
{
	uint64_t n = round_up(stack, 8) + between;
	if (!n)
		return;
	const char *what = "not run: the stack that C uses, for the linker";
	asm_data(t, "ADJSP", arena_printf(t->out->arena, "$%llu", (unsigned long long)n), what);
	asm_data(t, "ADJSP", arena_printf(t->out->arena, "$-%llu", (unsigned long long)n), what);
}

enum { FUNCTION_ALIGN = 32 }; // bytes: cmd/link's, of functions

// What begins behind a return may be aligned as functions are: nothing of the pad is run.
static void align(struct asmtext *t, const struct trampoline *tr, uint64_t at_least)
{
	uint64_t n = tr->body && tr->body->fused.align > at_least ? tr->body->fused.align : at_least;
	if (n > 1)
		asm_op(t, "PCALIGN", "$%llu", (unsigned long long)n);
}

static bool chooses(const struct trampoline *tr)
{
	return tr->below && !tr->chosen;
}

void emit_start(struct asmtext *t, const struct trampoline *tr)
{
	if (!chooses(tr))
		align(t, tr, 1);
}

static void open_unless(struct asmtext *t, const char *given)
{
	if (given)
		asm_text(t, "\n#ifndef %s\n", given);
}

static void compare_level(struct asmtext *t, int level)
{
	asm_op(t, "CMPB", LEVEL_SYMBOL "(SB), $%d", level);
}

static void choose_for_two(struct asmtext *t, const struct trampoline *tr)
{
	compare_level(t, tr->below->level);
	asm_op(t, "JEQ", "%s", label(t, "below", tr->level));
	asm_op(t, "JCS", "%s", label(t, "below", tr->below->level));
}

static void choose(struct asmtext *t, const struct trampoline *tr)
{
	compare_level(t, tr->level);
	asm_op(t, "JCS", "%s", label(t, "below", tr->level));
}

// Where Go code needs the level as well, nothing below it is assembled.
bool emit_choice(struct asmtext *t, const struct trampoline *tr)
{
	const struct trampoline *below = tr->below;
	if (!chooses(tr))
		return below;
	open_unless(t, tr->level_given);
	if (below->chosen && below->level_given) {
		asm_text(t, "\n#ifdef %s\n", below->level_given);
		choose(t, tr);
		asm_text(t, "\n#else\n");
		choose_for_two(t, tr);
		asm_text(t, "\n#endif\n");
	} else if (below->chosen) {
		choose_for_two(t, tr);
	} else {
		choose(t, tr);
	}
	if (tr->level_given)
		asm_text(t, "\n#endif\n");
	align(t, tr, 1);
	return true;
}

void emit_below(struct asmtext *t, const struct trampoline *tr)
{
	open_unless(t, tr->level_given);
	// not behind the label: cmd/asm (Go 1.23 to 1.27) does not end where a far jump goes to a PCALIGN
	align(t, tr->below, FUNCTION_ALIGN);
	asm_label(t, label(t, "below", tr->level));
}

void emit_above(struct asmtext *t, const struct trampoline *tr)
{
	if (tr->level_given)
		asm_text(t, "\n#endif\n");
}
