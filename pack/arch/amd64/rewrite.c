#include "arch/amd64/rewrite.h"

#include <Zydis/Zydis.h>

enum { SP = 4, BP = 5, RETURN_ADDRESS = 8 /* bytes */ };

struct decoded {
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
};

static bool decode(const uint8_t *code, size_t n, struct decoded *d)
{
	ZydisDecoder decoder;
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, code, n, &d->i, d->op)) && d->i.length == n;
}

// number is that of the general register that r is part of; -1 if it is none.
static int number(ZydisRegister r)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, r);
	return ZydisRegisterGetClass(whole) == ZYDIS_REGCLASS_GPR64 ? ZydisRegisterGetId(whole) : -1;
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
	if ((n == BP && w->frame.dropped) || (n == SP && w->frame.arguments && w->frame.shift != w->frame.dropped))
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
	int64_t address = o->mem.displacement - (number(o->mem.base) == BP ? RETURN_ADDRESS : w->depth);
	bool argument = f->arguments && address >= RETURN_ADDRESS;
	if (indexed && f->arguments && f->shift != f->dropped)
		return false;
	if (!indexed && !argument && address >= 0)
		return false;
	if (number(o->mem.index) == BP)
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
static bool is_wanted(const struct decoded *was, const uint8_t *code, size_t n, const ZydisEncoderRequest *want)
{
	const ZydisInstructionAttributes prefixes = ZYDIS_ATTRIB_HAS_LOCK | ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE |
	                                            ZYDIS_ATTRIB_HAS_REPNE;
	struct decoded is;
	if (!decode(code, n, &is) || is.i.mnemonic != was->i.mnemonic || is.i.encoding != was->i.encoding ||
	    is.i.operand_count_visible != was->i.operand_count_visible ||
	    (is.i.attributes & prefixes) != (was->i.attributes & prefixes) || is.i.avx.vector_length != was->i.avx.vector_length ||
	    is.i.avx.mask.reg != was->i.avx.mask.reg || is.i.avx.mask.mode != was->i.avx.mask.mode ||
	    is.i.avx.broadcast.mode != was->i.avx.broadcast.mode || is.i.avx.rounding.mode != was->i.avx.rounding.mode ||
	    is.i.avx.has_sae != was->i.avx.has_sae)
		return false;
	for (int k = 0; k < is.i.operand_count_visible; k++)
		if (!same_operand(&was->op[k], &is.op[k], &want->operands[k]))
			return false;
	return true;
}

size_t rewrite_instruction(const uint8_t *code, size_t n, const struct rewriting *w, uint8_t *out)
{
	struct decoded d;
	ZydisEncoderRequest request;
	ZyanUSize length = REWRITE_MAX;
	if (!decode(code, n, &d) ||
	    !ZYAN_SUCCESS(ZydisEncoderDecodedInstructionToEncoderRequest(&d.i, d.op, d.i.operand_count_visible, &request)))
		return 0;
	if (w->swapped) {
		ZydisEncoderOperand first = request.operands[0];
		request.operands[0] = request.operands[1];
		request.operands[1] = first;
	}
	for (int k = 0; k < request.operand_count; k++)
		if (!rewrite_operand(w, &request.operands[k]))
			return 0;
	if (!ZYAN_SUCCESS(ZydisEncoderEncodeInstruction(&request, out, &length)) || !is_wanted(&d, out, length, &request))
		return 0;
	return length;
}

bool rewrite_may_swap(const uint8_t *code, size_t n, int result, int other)
{
	static const ZydisMnemonic commutative[] = {ZYDIS_MNEMONIC_ADD, ZYDIS_MNEMONIC_AND, ZYDIS_MNEMONIC_OR,
	                                            ZYDIS_MNEMONIC_XOR, ZYDIS_MNEMONIC_IMUL};
	struct decoded d;
	bool found = false;
	if (!decode(code, n, &d) || d.i.operand_count_visible != 2)
		return false;
	for (size_t k = 0; k < sizeof commutative / sizeof *commutative; k++)
		found |= d.i.mnemonic == commutative[k];
	const ZydisDecodedOperand *to = &d.op[0], *from = &d.op[1];
	return found && to->type == ZYDIS_OPERAND_TYPE_REGISTER && from->type == ZYDIS_OPERAND_TYPE_REGISTER &&
	       to->size == from->size && to->size >= 32 && number(to->reg.value) == result && number(from->reg.value) == other;
}

static void add_use(struct register_use *u, ZydisRegister r, bool reads, bool writes, bool fixed)
{
	int n = number(r);
	uint16_t bit = n < 0 ? 0 : (uint16_t)(1u << n);
	u->reads |= reads ? bit : 0;
	u->writes |= writes ? bit : 0;
	u->fixed |= fixed ? bit : 0;
}

// A register that is combined with itself to zero is not read.
static bool is_zeroing(const struct decoded *d)
{
	return (d->i.mnemonic == ZYDIS_MNEMONIC_XOR || d->i.mnemonic == ZYDIS_MNEMONIC_SUB) &&
	       d->op[0].type == ZYDIS_OPERAND_TYPE_REGISTER && d->op[1].type == ZYDIS_OPERAND_TYPE_REGISTER &&
	       d->op[0].reg.value == d->op[1].reg.value && d->op[0].size >= 32;
}

bool rewrite_use(const uint8_t *code, size_t n, struct register_use *out)
{
	struct decoded d;
	*out = (struct register_use){0};
	if (!decode(code, n, &d))
		return false;
	for (int k = 0; k < d.i.operand_count; k++) {
		const ZydisDecodedOperand *o = &d.op[k];
		bool fixed = o->visibility != ZYDIS_OPERAND_VISIBILITY_EXPLICIT;
		bool reads = (o->actions & ZYDIS_OPERAND_ACTION_MASK_READ) && !is_zeroing(&d);
		bool writes = o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
		if (o->type == ZYDIS_OPERAND_TYPE_REGISTER) {
			if (is_high_byte(o->reg.value))
				return false;
			// a write of a part, or one that may not happen, leaves the rest
			bool keeps = writes && (o->size < 32 || (o->actions & ZYDIS_OPERAND_ACTION_CONDWRITE));
			add_use(out, o->reg.value, reads || keeps, writes, fixed);
		} else if (o->type == ZYDIS_OPERAND_TYPE_MEMORY) {
			add_use(out, o->mem.base, true, false, fixed);
			add_use(out, o->mem.index, true, false, fixed);
		}
	}
	return true;
}
