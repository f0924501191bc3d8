#include "arch/amd64/rewrite.h"

#include "arch/amd64/decode.h"

enum { RETURN_ADDRESS = 8 /* bytes */ };

static bool decode(const uint8_t *code, size_t n, struct amd64_decoded *d)
{
	return amd64_read(code, n, d) && d->i.length == n;
}

// number is that of the general register that r is part of; -1 if it is none.
static int number(ZydisRegister r)
{
	uint8_t n = amd64_number(r);
	return n < AMD64_REGS ? n : -1;
}

static bool is_high_byte(ZydisRegister r)
{
	return r == ZYDIS_REGISTER_AH || r == ZYDIS_REGISTER_BH || r == ZYDIS_REGISTER_CH || r == ZYDIS_REGISTER_DH;
}

// The encoder's numbering of byte registers has AH and its like in between.
static ZydisRegister same_part(ZydisRegister r, int n)
{
	ZydisRegisterClass class = ZydisRegisterGetClass(r);
	if (class == ZYDIS_REGCLASS_GPR8)
		return ZydisRegisterEncode(class, (ZyanU8)(n < 4 ? n : n + 4));
	return ZydisRegisterEncode(class, (ZyanU8)n);
}

static ZydisRegister renamed(const struct rewriting *w, ZydisRegister r)
{
	int n = number(r);
	return n < 0 || w->at.at[n] == n ? r : same_part(r, w->at.at[n]);
}

static bool rename_register(const struct rewriting *w, ZydisRegister *r)
{
	int n = number(*r);
	if (n >= 0 && is_high_byte(*r))
		return w->at.at[n] == n;
	if ((n == RBP && w->frame.dropped) || (n == RSP && w->frame.arguments && w->frame.shift != w->frame.dropped))
		return false;
	*r = renamed(w, *r);
	return true;
}

// A place on the stack. With an index one cannot see whether an address is
// that of a local or of an argument: both have to lie as far from the old place.
static bool reframe(const struct rewriting *w, ZydisEncoderOperand *o)
{
	const struct reframing *f = &w->frame;
	bool indexed = o->mem.index != ZYDIS_REGISTER_NONE;
	int64_t address = o->mem.displacement - (number(o->mem.base) == RBP ? RETURN_ADDRESS : w->depth);
	bool argument = f->arguments && address >= RETURN_ADDRESS;
	if (indexed && f->arguments && f->shift != f->dropped)
		return false;
	if (!indexed && !argument && address >= 0)
		return false;
	if (number(o->mem.index) == RBP)
		return false;
	o->mem.base = ZYDIS_REGISTER_RSP;
	o->mem.index = renamed(w, o->mem.index);
	o->mem.displacement = address + (argument ? f->shift : f->dropped) + w->depth - f->dropped;
	return true;
}

static bool rewrite_memory(const struct rewriting *w, ZydisEncoderOperand *o)
{
	if (o->mem.base == ZYDIS_REGISTER_RIP) {
		if (w->constants < 0)
			return false;
		o->mem.base = ZydisRegisterEncode(ZYDIS_REGCLASS_GPR64, (ZyanU8)w->constants);
		o->mem.displacement = w->constant;
		return true;
	}
	if (o->mem.base == ZYDIS_REGISTER_RSP || (o->mem.base == ZYDIS_REGISTER_RBP && w->frame.dropped))
		return reframe(w, o);
	return rename_register(w, &o->mem.base) && rename_register(w, &o->mem.index);
}

static bool rewrite_operand(const struct rewriting *w, ZydisEncoderOperand *o)
{
	if (o->type == ZYDIS_OPERAND_TYPE_REGISTER)
		return rename_register(w, &o->reg.value);
	return o->type != ZYDIS_OPERAND_TYPE_MEMORY || rewrite_memory(w, o);
}

static bool same_memory(const ZydisDecodedOperand *was, const ZydisDecodedOperand *is, const ZydisEncoderOperand *want)
{
	return was->mem.type == is->mem.type && was->mem.segment == is->mem.segment && is->mem.base == want->mem.base &&
	       is->mem.index == want->mem.index && is->mem.disp.value == want->mem.displacement &&
	       (is->mem.index == ZYDIS_REGISTER_NONE || is->mem.scale == want->mem.scale);
}

static bool same_operand(const ZydisDecodedOperand *was, const ZydisDecodedOperand *is, const ZydisEncoderOperand *want)
{
	if (was->type != is->type || was->size != is->size || was->actions != is->actions)
		return false;
	switch (was->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		return is->reg.value == want->reg.value;
	case ZYDIS_OPERAND_TYPE_MEMORY:
		return same_memory(was, is, want);
	case ZYDIS_OPERAND_TYPE_IMMEDIATE:
		return is->imm.value.u == was->imm.value.u && !is->imm.is_relative;
	default:
		return false;
	}
}

// What Zydis made is the same instruction on the wanted operands.
static bool is_wanted(const struct amd64_decoded *was, const uint8_t *code, size_t n, const ZydisEncoderRequest *want)
{
	const ZydisInstructionAttributes prefixes = ZYDIS_ATTRIB_HAS_LOCK | ZYDIS_ATTRIB_HAS_REP |
	                                            ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE;
	struct amd64_decoded is;
	if (!decode(code, n, &is) || is.i.mnemonic != was->i.mnemonic || is.i.encoding != was->i.encoding ||
	    is.i.operand_count_visible != was->i.operand_count_visible ||
	    (is.i.attributes & prefixes) != (was->i.attributes & prefixes) ||
	    is.i.avx.vector_length != was->i.avx.vector_length || is.i.avx.mask.reg != was->i.avx.mask.reg ||
	    is.i.avx.mask.mode != was->i.avx.mask.mode || is.i.avx.broadcast.mode != was->i.avx.broadcast.mode ||
	    is.i.avx.rounding.mode != was->i.avx.rounding.mode || is.i.avx.has_sae != was->i.avx.has_sae)
		return false;
	for (int k = 0; k < is.i.operand_count_visible; k++)
		if (!same_operand(&was->op[k], &is.op[k], &want->operands[k]))
			return false;
	return true;
}

size_t amd64_rewrite(const uint8_t *code, size_t n, const struct rewriting *w, uint8_t *out)
{
	struct amd64_decoded d;
	ZydisEncoderRequest request;
	ZyanUSize length = INSN_MAX_BYTES;
	if (!decode(code, n, &d) || !ZYAN_SUCCESS(ZydisEncoderDecodedInstructionToEncoderRequest(
					    &d.i, d.op, d.i.operand_count_visible, &request)))
		return 0;
	if (w->swapped) {
		ZydisEncoderOperand first = request.operands[0];
		request.operands[0] = request.operands[1];
		request.operands[1] = first;
	}
	for (int k = 0; k < request.operand_count; k++)
		if (!rewrite_operand(w, &request.operands[k]))
			return 0;
	if (!ZYAN_SUCCESS(ZydisEncoderEncodeInstruction(&request, out, &length)) ||
	    !is_wanted(&d, out, length, &request))
		return 0;
	return length;
}
