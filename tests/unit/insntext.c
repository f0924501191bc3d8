#include "insntext.h"

#include "base/buf.h"

#include <inttypes.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const kind_names[] = {
	[INSN_OTHER] = "other", [INSN_NOTHING] = "nothing", [INSN_MOVE] = "move", [INSN_ZERO_EXTEND] = "zero",
	[INSN_SIGN_EXTEND] = "sign", [INSN_ADD] = "add", [INSN_SUB] = "sub", [INSN_AND] = "and", [INSN_ADDRESS] = "address",
	[INSN_SELECT] = "select", [INSN_COMPARE] = "compare", [INSN_PUSH] = "push", [INSN_POP] = "pop",
	[INSN_LEAVE] = "leave", [INSN_CALL] = "call", [INSN_JUMP] = "jump", [INSN_BRANCH] = "branch",
	[INSN_RETURN] = "return", [INSN_TRAP] = "trap", [INSN_INSERT] = "insert",
};

static const char *register_name(const struct arch *arch, uint8_t reg)
{
	return reg == REG_OTHER ? "?" : reg < arch->regs.count ? arch->regs.names[reg] : "none";
}

static void render_place(struct buf *out, const struct arch *arch, const struct place *at)
{
	const char *plus = "";
	if (at->pc_relative) {
		buf_printf(out, "[%#" PRIx64 "]", at->addr);
		return;
	}
	buf_printf(out, "[");
	if (at->base != REG_NONE) {
		buf_printf(out, "%s", register_name(arch, at->base));
		plus = "+";
	}
	if (at->index != REG_NONE)
		buf_printf(out, "%s%s*%d", plus, register_name(arch, at->index), at->scale);
	if (at->disp || (at->base == REG_NONE && at->index == REG_NONE))
		buf_printf(out, "%+" PRId64, at->disp);
	buf_printf(out, "]");
}

static void render_operand(struct buf *out, const struct arch *arch, const char *name, const struct operand *o)
{
	if (o->kind == OPERAND_NONE)
		return;
	buf_printf(out, " %s=", name);
	if (o->kind == OPERAND_REGISTER)
		buf_printf(out, "%s:%d", register_name(arch, o->reg), o->bits);
	else if (o->kind == OPERAND_IMMEDIATE)
		buf_printf(out, "#%" PRId64, o->imm);
	else if (o->kind == OPERAND_MEMORY)
		render_place(out, arch, &o->at);
	else
		buf_printf(out, "other");
	if (o->kind == OPERAND_MEMORY)
		buf_printf(out, ":%d", o->bits);
}

static void render_set(struct buf *out, const struct arch *arch, const char *name, regset set)
{
	const char *between = "";
	if (!set)
		return;
	buf_printf(out, " %s=", name);
	for (uint8_t r = 0; r < INSN_REGS; r++) {
		if (!(set >> r & 1))
			continue;
		buf_printf(out, "%s%s", between, register_name(arch, r));
		between = ",";
	}
}

static void render_vectors(struct buf *out, uint32_t set)
{
	const char *between = " x=";
	for (int r = 0; r < 32; r++) {
		if (!(set >> r & 1))
			continue;
		buf_printf(out, "%s%d", between, r);
		between = ",";
	}
}

static void render_access(struct buf *out, const struct arch *arch, const struct access *x)
{
	buf_printf(out, " %s%s%" PRIu32, x->reads ? "R" : "", x->writes ? "W" : "", x->bytes);
	render_place(out, arch, &x->at);
	if (x->repeats)
		buf_printf(out, "*%s", register_name(arch, x->count));
	buf_printf(out, "%s%s", x->hint ? "?" : "", x->aligned ? "!" : "");
}

static void render_rest(struct buf *out, const struct insn *in, const char *marks)
{
	static const char *const conditions[] = {
		[COND_ABOVE] = "above", [COND_ABOVE_EQUAL] = "above_equal", [COND_BELOW] = "below",
		[COND_BELOW_EQUAL] = "below_equal",
	};
	const struct {
		bool is;
		const char *name;
	} words[] = {
		{in->sets_flags, "flags"}, {in->parts, "parts"}, {in->commutes, "commutes"}, {in->divides, "divides"},
	};
	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].is)
			buf_printf(out, " %s", words[i].name);
	buf_printf(out, "%s", marks);
	if (in->pushes)
		buf_printf(out, " pushes=%d", in->pushes);
	if (in->condition != COND_OTHER)
		buf_printf(out, " %s", conditions[in->condition]);
	if (in->width)
		buf_printf(out, " at=%d/%d=%#" PRIx64, in->field, in->width, in->refers);
	if (in->target)
		buf_printf(out, "%s", in->target == in->refers ? " target" : " elsewhere");
}

const char *insn_text(struct arena *a, const struct arch *arch, const struct insn *in, const char *marks)
{
	struct buf out = {.arena = a};
	buf_printf(&out, "%s", kind_names[in->kind]);
	render_operand(&out, arch, "to", &in->to);
	render_operand(&out, arch, "a", &in->a);
	render_operand(&out, arch, "b", &in->b);
	render_operand(&out, arch, "to2", &in->to2);
	render_operand(&out, arch, "a2", &in->a2);
	if (in->back.bytes)
		buf_printf(&out, " back=%s%+" PRId64, register_name(arch, in->back.reg), in->back.bytes);
	render_set(&out, arch, "r", in->reads);
	render_set(&out, arch, "d", in->data);
	render_set(&out, arch, "w", in->writes);
	render_set(&out, arch, "m", in->merges);
	render_set(&out, arch, "n", in->narrow);
	render_set(&out, arch, "f", in->fixed);
	render_vectors(&out, in->vector_writes);
	for (int k = 0; k < in->accesses; k++)
		render_access(&out, arch, &in->access[k]);
	render_rest(&out, in, marks);
	return out.p;
}
