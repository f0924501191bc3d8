#include "place/rename.h"

#include "arch/arch.h"

// The registers of the frame, which stay.
static regset frame(const struct arch *arch)
{
	return (regset)1 << arch->regs.sp | (regset)1 << arch->regs.fp;
}

static bool is_body(const struct op *op)
{
	return op->live && !op->flow.returns;
}

// read_op decodes an instruction of the body. False when it uses parts of
// registers that others do not have.
static bool read_op(const struct image *img, const struct op *op, struct insn *in)
{
	return img->arch->decode(img->bytes + (op->addr - img->base), op->length, op->addr, in) && !in->parts;
}

bool rename_may_swap(const struct insn *in, uint8_t result, uint8_t other)
{
	const struct operand *to = &in->to, *from = in->kind == INSN_OTHER ? &in->a : &in->b;
	return in->commutes && to->kind == OPERAND_REGISTER && from->kind == OPERAND_REGISTER &&
	       to->bits == from->bits && to->bits >= 32 && to->reg == result && from->reg == other;
}

bool rename_used(const struct image *img, const struct piece *piece, regset *used)
{
	struct insn in;
	*used = 0;
	for (size_t i = 0; i < piece->ops.n; i++) {
		if (!is_body(&piece->ops.v[i]))
			continue;
		if (!read_op(img, &piece->ops.v[i], &in))
			return false;
		*used |= in.reads | in.writes;
	}
	return true;
}

static regset fixed_registers(const struct image *img, const struct piece *piece)
{
	struct insn in;
	regset fixed = 0;
	for (size_t i = 0; i < piece->ops.n; i++)
		if (is_body(&piece->ops.v[i]) && read_op(img, &piece->ops.v[i], &in))
			fixed |= in.fixed;
	return fixed & ~frame(img->arch);
}

// An argument and a result may have one register if the last use of the one is
// not behind the first of the other. In code with jumps that is not asked.
static bool may_share(const struct image *img, const struct piece *piece, uint8_t arg, uint8_t result)
{
	bool begun = false;
	for (size_t i = 0; i < piece->ops.n; i++) {
		const struct op *op = &piece->ops.v[i];
		struct insn in;
		if (!is_body(op))
			continue;
		if (!read_op(img, op, &in) || (op->ref.width && op->ref.constant == NOTHING))
			return false;
		bool reads = in.reads >> arg & 1, writes = in.writes >> arg & 1;
		if (begun ? reads || writes : writes || (in.reads >> result & 1))
			return false;
		begun |= in.writes >> result & 1;
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
		struct insn in;
		if (!is_body(op) || op->kind == OP_POP)
			continue;
		if (!read_op(img, op, &in) || last || (op->ref.width && op->ref.constant == NOTHING))
			return 0;
		if (rename_may_swap(&in, result, arg))
			last = op->addr;
		else if (in.writes >> arg & 1)
			return 0;
	}
	return last;
}

struct choice {
	const struct arch *arch;
	struct registers *r;
	regset taken; // of Go's registers
};

static void choose(struct choice *c, uint8_t reg, uint8_t at)
{
	c->r->at[reg] = at;
	c->taken |= (regset)1 << at;
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
	for (uint8_t reg = 0; reg < c->arch->regs.count; reg++)
		if (c->r->at[reg] == go && is_result(p, reg, go) && !is_argument(p, reg))
			return reg;
	return REWRITE_UNUSED;
}

static void choose_for_argument(struct choice *c, const struct image *img, const struct piece *piece,
                                const struct passing *p, const struct passed *arg, regset fixed)
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
	for (size_t i = 0; i < c->arch->body.norder; i++) {
		if (!(c->taken >> c->arch->body.order[i] & 1)) {
			choose(c, reg, c->arch->body.order[i]);
			return;
		}
	}
}

bool rename_body(const struct image *img, const struct piece *piece, const struct passing *p, struct registers *out)
{
	const struct arch *arch = img->arch;
	struct choice c = {.arch = arch, .r = out};
	regset used, fixed = fixed_registers(img, piece);
	if (!rename_used(img, piece, &used) || (used & ~(arch->body.free | frame(arch))))
		return false;
	out->swapped = 0;
	for (uint8_t reg = 0; reg < INSN_REGS; reg++)
		out->at[reg] = REWRITE_UNUSED;
	for (uint8_t reg = 0; reg < arch->regs.count; reg++)
		if (fixed >> reg & 1)
			choose(&c, reg, reg);
	for (size_t i = 0; i < p->results.n; i++)
		if (out->at[p->results.v[i].c] == REWRITE_UNUSED && !(c.taken >> p->results.v[i].go & 1))
			choose(&c, p->results.v[i].c, p->results.v[i].go);
	for (size_t i = 0; i < p->args.n; i++)
		if (used >> p->args.v[i].c & 1)
			choose_for_argument(&c, img, piece, p, &p->args.v[i], fixed);
	for (size_t i = 0; i < p->results.n; i++)
		used |= (regset)1 << p->results.v[i].c;
	for (uint8_t reg = 0; reg < arch->regs.count; reg++)
		if (out->at[reg] == REWRITE_UNUSED && (used & arch->body.free) >> reg & 1)
			choose_any(&c, reg);
	out->at[arch->regs.sp] = arch->regs.sp;
	out->at[arch->regs.fp] = arch->regs.fp;
	return true;
}
