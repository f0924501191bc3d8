#include "loops.h"

#include "arch/arch.h"
#include "link/dwarfpos.h"

// A stretch of a function's code.
struct stretch {
	const struct image *img;
	const struct proof *proof;
	uint64_t start, end;
};

// next decodes the first instruction at *at or behind it that was followed, and goes on behind that.
static bool next(const struct stretch *s, uint64_t *at, struct insn *in)
{
	const struct flow *flow = &s->proof->flow;
	while (*at < s->end && !flow_at(flow, *at))
		++*at;
	if (*at >= s->end ||
	    !s->img->arch->decode(s->img->bytes + (*at - s->img->base), s->img->text_end - *at, *at, in))
		return false;
	*at += in->length;
	return true;
}

static bool is_constant(const struct operand *o)
{
	return o->kind == OPERAND_IMMEDIATE;
}

static bool steps(const struct insn *in, uint8_t reg)
{
	return (in->kind == INSN_ADD || in->kind == INSN_SUB) && in->to.kind == OPERAND_REGISTER && in->to.reg == reg &&
	       in->a.kind == OPERAND_REGISTER && in->a.reg == reg && is_constant(&in->b);
}

// The register whose comparison with a constant, or with zero after a step, ends the loop.
static uint8_t counter_of(const struct stretch *body)
{
	struct insn in;
	uint8_t reg = REG_NONE;
	for (uint64_t at = body->start; next(body, &at, &in) && at < body->end;) {
		if (!in.sets_flags)
			continue;
		reg = REG_NONE;
		if (in.kind == INSN_COMPARE && in.a.kind == OPERAND_REGISTER && is_constant(&in.b))
			reg = in.a.reg;
		else if (in.to.kind == OPERAND_REGISTER && steps(&in, in.to.reg))
			reg = in.to.reg;
	}
	return reg < INSN_REGS ? reg : REG_NONE;
}

static bool only_steps(const struct stretch *body, uint8_t reg)
{
	struct insn in;
	bool any = false;
	for (uint64_t at = body->start; next(body, &at, &in);) {
		if (!(in.writes >> reg & 1))
			continue;
		if (!steps(&in, reg))
			return false;
		any = true;
	}
	return any;
}

// Whether the last write in front of the loop, as the code stands, is of a constant.
static bool starts_constant(const struct stretch *front, uint8_t reg)
{
	struct insn in;
	bool constant = false;
	for (uint64_t at = front->start; next(front, &at, &in);)
		if (in.writes >> reg & 1)
			constant = in.kind == INSN_MOVE && in.to.kind == OPERAND_REGISTER && in.to.reg == reg && is_constant(&in.a);
	return constant;
}

static bool is_counted(const struct stretch *f, const struct insn *back)
{
	struct stretch body = *f, front = *f;
	body.start = back->target;
	body.end = insn_end(back);
	front.end = back->target;
	if (back->kind != INSN_BRANCH)
		return false;
	uint8_t reg = counter_of(&body);
	return reg != REG_NONE && only_steps(&body, reg) && starts_constant(&front, reg);
}

static bool has_loop(const struct stretch *f, uint64_t *loop)
{
	struct insn in;
	for (uint64_t at = f->start; next(f, &at, &in);) {
		bool back = (in.kind == INSN_JUMP || in.kind == INSN_BRANCH) && in.target >= f->start && in.target <= in.addr;
		bool repeats = in.accesses && in.accesses <= INSN_ACCESSES && in.access[0].repeats;
		*loop = in.addr;
		if (repeats || (back && !is_counted(f, &in)))
			return true;
	}
	return false;
}

static uint64_t end_of(const struct proof *p, const struct proven *f)
{
	uint64_t end = p->base + p->size;
	for (size_t i = 0; i < p->funcs.n; i++)
		if (p->funcs.v[i].addr > f->addr && p->funcs.v[i].addr < end)
			end = p->funcs.v[i].addr;
	return end;
}

static bool search(const struct image *img, const struct proof *p, const struct proven *f, bool *seen, uint64_t *at)
{
	size_t index = (size_t)(f - p->funcs.v);
	if (seen[index])
		return false;
	seen[index] = true;
	struct stretch s = {img, p, f->addr, end_of(p, f)};
	if (has_loop(&s, at))
		return true;
	for (size_t i = 0; i < f->calls.n; i++)
		if (f->calls.v[i].callee != NO_FUNCTION && search(img, p, &p->funcs.v[f->calls.v[i].callee], seen, at))
			return true;
	return false;
}

struct pos loops_hold_up(struct arena *a, const struct product *p, const struct call *call, size_t level)
{
	const struct variant *v = &p->variants.v[level];
	const struct proven *f = proof_of(&v->proof, call->entries.v[level]->addr);
	uint64_t at;
	if (gofunc_loops(call->go) || call->go->blocking ||
	    !search(&v->image, &v->proof, f, arena_alloc(a, v->proof.funcs.n), &at))
		return (struct pos){0};
	return image_pos(a, &v->image, at);
}
