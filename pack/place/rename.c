#include "place/rename.h"

enum { AX, CX, DX, BX, SP, BP, SI, DI, R8, R9, R10, R11, R13 = 13 };

enum {
	FRAME = 1 << SP | 1 << BP,
	// what both conventions let a function use: C's caller-saved registers
	OURS = 1 << AX | 1 << CX | 1 << DX | 1 << SI | 1 << DI | 1 << R8 | 1 << R9 | 1 << R10 | 1 << R11,
};

// Registers that Go lets a function use, the rarest in arguments first. R12 is
// left to those who move arguments.
static const uint8_t choices[] = {R13, R11, R10, R9, R8, DX, SI, DI, CX, BX, AX};

static bool is_body(const struct op *op)
{
	return op->live && !op->flow.returns;
}

static bool use_of(const struct image *img, const struct op *op, struct register_use *u)
{
	return rewrite_use(img->bytes + (op->addr - img->base), op->length, u);
}

bool rename_used(const struct image *img, const struct piece *piece, uint16_t *used)
{
	struct register_use u;
	*used = 0;
	for (size_t i = 0; i < piece->ops.n; i++) {
		if (!is_body(&piece->ops.v[i]))
			continue;
		if (!use_of(img, &piece->ops.v[i], &u))
			return false;
		*used |= u.reads | u.writes;
	}
	return true;
}

static uint16_t fixed_registers(const struct image *img, const struct piece *piece)
{
	struct register_use u;
	uint16_t fixed = 0;
	for (size_t i = 0; i < piece->ops.n; i++)
		if (is_body(&piece->ops.v[i]) && use_of(img, &piece->ops.v[i], &u))
			fixed |= u.fixed;
	return fixed & (uint16_t)~FRAME;
}

// An argument and a result may have one register if the last use of the one is
// not behind the first of the other. In code with jumps that is not asked.
static bool may_share(const struct image *img, const struct piece *piece, uint8_t arg, uint8_t result)
{
	bool begun = false;
	for (size_t i = 0; i < piece->ops.n; i++) {
		const struct op *op = &piece->ops.v[i];
		struct register_use u;
		if (!is_body(op))
			continue;
		if (!use_of(img, op, &u) || (op->ref.field && op->ref.constant == NOTHING))
			return false;
		bool reads = u.reads >> arg & 1, writes = u.writes >> arg & 1;
		if (begun ? reads || writes : writes || (u.reads >> result & 1))
			return false;
		begun |= u.writes >> result & 1;
	}
	return true;
}

// An argument that is added to the result at the very end, or the like: the
// result may as well be added to it. The address of that instruction, or 0.
static uint64_t last_sum(const struct image *img, const struct piece *piece, uint8_t arg, uint8_t result)
{
	uint64_t last = 0;
	for (size_t i = 0; i < piece->ops.n; i++) {
		const struct op *op = &piece->ops.v[i];
		struct register_use u;
		if (!is_body(op) || op->kind == OP_POP)
			continue;
		if (!use_of(img, op, &u) || last || (op->ref.field && op->ref.constant == NOTHING))
			return 0;
		if (rewrite_may_swap(img->bytes + (op->addr - img->base), op->length, result, arg))
			last = op->addr;
		else if (u.writes >> arg & 1)
			return 0;
	}
	return last;
}

struct choice {
	struct registers *r;
	uint16_t taken; // of Go's registers
};

static void choose(struct choice *c, uint8_t reg, uint8_t at)
{
	c->r->at[reg] = at;
	c->taken |= (uint16_t)(1u << at);
}

static bool is_result(const struct passing *p, uint8_t reg, uint8_t go)
{
	for (size_t i = 0; i < p->results.n; i++)
		if (p->results.v[i].c == reg && p->results.v[i].go == go)
			return true;
	return false;
}

static bool is_argument(const struct passing *p, uint8_t reg)
{
	for (size_t i = 0; i < p->args.n; i++)
		if (p->args.v[i].c == reg)
			return true;
	return false;
}

// The result's register that the argument's would have to be shared with;
// REWRITE_UNUSED if it is for something else, or if another argument comes in it.
static uint8_t sharer(const struct choice *c, const struct passing *p, uint8_t go)
{
	for (uint8_t reg = 0; reg < REWRITE_REGS; reg++)
		if (c->r->at[reg] == go && is_result(p, reg, go) && !is_argument(p, reg))
			return reg;
	return REWRITE_UNUSED;
}

static void choose_for_argument(struct choice *c, const struct image *img, const struct piece *piece,
                                const struct passing *p, const struct passed *arg, uint16_t fixed)
{
	if (c->r->at[arg->c] != REWRITE_UNUSED)
		return;
	if (!(c->taken >> arg->go & 1)) {
		choose(c, arg->c, arg->go);
		return;
	}
	uint8_t result = sharer(c, p, arg->go);
	if (result == REWRITE_UNUSED || fixed >> result & 1)
		return;
	if (may_share(img, piece, arg->c, result)) {
		choose(c, arg->c, arg->go);
	} else if (p->results.n == 1 && (c->r->swapped = last_sum(img, piece, arg->c, result))) {
		c->r->at[result] = REWRITE_UNUSED;
		choose(c, arg->c, arg->go);
	}
}

static void choose_any(struct choice *c, uint8_t reg)
{
	if (!(c->taken >> reg & 1)) {
		choose(c, reg, reg);
		return;
	}
	for (size_t i = 0; i < sizeof choices; i++) {
		if (!(c->taken >> choices[i] & 1)) {
			choose(c, reg, choices[i]);
			return;
		}
	}
}

bool rename_body(const struct image *img, const struct piece *piece, const struct passing *p, struct registers *out)
{
	struct choice c = {.r = out};
	uint16_t used, fixed = fixed_registers(img, piece);
	if (!rename_used(img, piece, &used) || (used & ~(OURS | FRAME)))
		return false;
	out->swapped = 0;
	for (uint8_t reg = 0; reg < REWRITE_REGS; reg++)
		out->at[reg] = REWRITE_UNUSED;
	for (uint8_t reg = 0; reg < REWRITE_REGS; reg++)
		if (fixed >> reg & 1)
			choose(&c, reg, reg);
	for (size_t i = 0; i < p->results.n; i++)
		if (out->at[p->results.v[i].c] == REWRITE_UNUSED && !(c.taken >> p->results.v[i].go & 1))
			choose(&c, p->results.v[i].c, p->results.v[i].go);
	for (size_t i = 0; i < p->args.n; i++)
		if (used >> p->args.v[i].c & 1)
			choose_for_argument(&c, img, piece, p, &p->args.v[i], fixed);
	for (size_t i = 0; i < p->results.n; i++)
		used |= (uint16_t)(1u << p->results.v[i].c);
	for (uint8_t reg = 0; reg < REWRITE_REGS; reg++)
		if (out->at[reg] == REWRITE_UNUSED && (used & OURS) >> reg & 1)
			choose_any(&c, reg);
	out->at[SP] = SP;
	out->at[BP] = BP;
	return true;
}
