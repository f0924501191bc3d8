// relaysame.c - do two instructions mean the same?
#include "arch/arm64/relayparts.h"

static bool same_place(const struct place *x, const struct place *y)
{
	if (x->pc_relative || y->pc_relative)
		return x->pc_relative == y->pc_relative;
	return x->base == y->base && x->index == y->index && x->disp == y->disp &&
	       (x->index == REG_NONE || x->scale == y->scale);
}

static bool same_operand(const struct operand *x, const struct operand *y)
{
	if (x->kind != y->kind || x->bits != y->bits)
		return false;
	switch (x->kind) {
	case OPERAND_REGISTER:
		return x->reg == y->reg;
	case OPERAND_IMMEDIATE:
		return x->imm == y->imm;
	case OPERAND_MEMORY:
		return same_place(&x->at, &y->at);
	default:
		return true;
	}
}

static bool same_access(const struct access *x, const struct access *y)
{
	return same_place(&x->at, &y->at) && x->bytes == y->bytes && x->reads == y->reads && x->writes == y->writes &&
	       x->repeats == y->repeats && x->hint == y->hint && x->aligned == y->aligned;
}

static bool same_sets(const struct insn *x, const struct insn *y)
{
	return x->reads == y->reads && x->writes == y->writes && x->data == y->data && x->merges == y->merges &&
	       x->narrow == y->narrow && x->vector_writes == y->vector_writes && x->sets_flags == y->sets_flags;
}

bool relay_means_same(const struct insn *x, const struct insn *y)
{
	const struct operand *const xs[] = {&x->to, &x->a, &x->b, &x->to2, &x->a2};
	const struct operand *const ys[] = {&y->to, &y->a, &y->b, &y->to2, &y->a2};
	if (x->kind != y->kind || x->condition != y->condition || x->accesses != y->accesses || !x->target != !y->target ||
	    x->width != y->width || x->set != y->set || x->back.bytes != y->back.bytes ||
	    (x->back.bytes && x->back.reg != y->back.reg))
		return false;
	for (size_t i = 0; i < sizeof xs / sizeof *xs; i++)
		if (!same_operand(xs[i], ys[i]))
			return false;
	for (int k = 0; k < x->accesses; k++)
		if (!same_access(&x->access[k], &y->access[k]))
			return false;
	return same_sets(x, y);
}
