#include "trampolines/arm64/emit.h"

#include "base/round.h"

struct aapcs_call arm64_assign(struct arena *a, const struct call *b)
{
	const struct ctype **types = arena_alloc(a, b->args.n * sizeof *types);
	for (size_t i = 0; i < b->args.n; i++)
		types[i] = b->args.v[i].type;
	return aapcs_assign(a, types, b->args.n, b->result);
}

const char *arm64_load_op(const struct ctype *t)
{
	static const char *const ops[9][2] = {
		[1] = {"MOVBU", "MOVB"}, [2] = {"MOVHU", "MOVH"}, [4] = {"MOVWU", "MOVW"}, [8] = {"MOVD", "MOVD"}};
	if (t->kind == C_FLOAT)
		return t->size == 4 ? "FMOVS" : "FMOVD";
	return ops[t->size][t->is_signed];
}

static const char *label(struct asmtext *t, int level)
{
	return arena_printf(t->out->arena, "below%d", level);
}

bool arm64_choice(struct asmtext *t, const struct trampoline *tr)
{
	if (!tr->below)
		return false;
	asm_op(t, "MOVBU", LEVEL_SYMBOL "(SB), R16");
	asm_op(t, "CMPW", "$%d, R16", tr->level);
	asm_op(t, "BLO", "%s", label(t, tr->level));
	return true;
}

void arm64_below(struct asmtext *t, const struct trampoline *tr)
{
	asm_label(t, label(t, tr->level));
}

void arm64_budget(struct asmtext *t, uint64_t stack)
{
	enum { STACK_ALIGN = 16 };
	unsigned long long n = round_up(stack, STACK_ALIGN);
	const char *operands = arena_printf(t->out->arena, "$%llu, RSP, RSP", n);
	const char *what = "not run: the stack that C uses, for the linker";
	asm_data(t, "SUB", operands, what);
	asm_data(t, "ADD", operands, what);
}
