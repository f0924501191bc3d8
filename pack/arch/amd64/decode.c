// decode.c - from what Zydis says of an instruction to struct insn.
//
// All operands count, the hidden ones too: string instructions, mul, cmpxchg
// and their like name in them what they read and write beside what is spelled.
// The kinds below are those whose result the proof follows; the rest is
// INSN_OTHER, and what it writes is unknown behind it.
#include "arch/amd64/decode.h"

#include "arch/amd64/bits.h"
#include "arch/amd64/constant.h"
#include "arch/amd64/track87.h"

#include <string.h>

bool amd64_read(const uint8_t *p, size_t n, struct amd64_decoded *d)
{
	ZydisDecoder decoder;
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, p, n, &d->i, d->op));
}

uint8_t amd64_number(ZydisRegister r)
{
	if (r == ZYDIS_REGISTER_NONE)
		return REG_NONE;
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, r);
	if (whole < ZYDIS_REGISTER_RAX || whole > ZYDIS_REGISTER_R15)
		return REG_OTHER;
	return (uint8_t)(whole - ZYDIS_REGISTER_RAX);
}

static bool is_high_byte(ZydisRegister r)
{
	return r == ZYDIS_REGISTER_AH || r == ZYDIS_REGISTER_BH || r == ZYDIS_REGISTER_CH || r == ZYDIS_REGISTER_DH;
}

static regset bit(uint8_t number)
{
	return number < INSN_REGS ? (regset)1 << number : 0;
}

static struct place place_of(const struct amd64_decoded *d, const ZydisDecodedOperand *o, uint64_t addr)
{
	struct place at = {
		.base = amd64_number(o->mem.base),
		.index = amd64_number(o->mem.index),
		.scale = o->mem.scale ? o->mem.scale : 1,
		.disp = o->mem.disp.has_displacement ? o->mem.disp.value : 0,
	};
	if (o->mem.base == ZYDIS_REGISTER_RIP) {
		at.pc_relative = true;
		at.base = REG_NONE;
		at.addr = addr + d->i.length + (uint64_t)at.disp;
	} else if (o->mem.base == ZYDIS_REGISTER_EIP ||
	           ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, o->mem.base) == 32 ||
	           ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, o->mem.index) == 32) {
		at.base = REG_OTHER; // addr32: the sum loses its upper half
	}
	return at;
}

struct operand amd64_operand(const struct amd64_decoded *d, int k, uint64_t addr)
{
	const ZydisDecodedOperand *o = &d->op[k];
	struct operand out = {.kind = OPERAND_OTHER, .bits = o->size};
	switch (o->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		out.reg = amd64_number(o->reg.value);
		if (out.reg < AMD64_REGS && !is_high_byte(o->reg.value))
			out.kind = OPERAND_REGISTER;
		break;
	case ZYDIS_OPERAND_TYPE_MEMORY:
		out.kind = OPERAND_MEMORY;
		out.at = place_of(d, o, addr);
		break;
	case ZYDIS_OPERAND_TYPE_IMMEDIATE:
		out.kind = OPERAND_IMMEDIATE;
		out.imm = o->imm.value.s;
		break;
	default:
		break;
	}
	return out;
}

static bool is_prefetch(const struct amd64_decoded *d)
{
	ZydisInstructionCategory c = d->i.meta.category;
	return c == ZYDIS_CATEGORY_PREFETCH || c == ZYDIS_CATEGORY_PREFETCHWT1;
}

static bool repeats(const struct amd64_decoded *d)
{
	return d->i.attributes & (ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE);
}

// Loads and stores of 16 bytes and more that fault when they are not aligned:
// all of SSE but those that say so, and the few of AVX that ask for it.
static bool wants_alignment(const struct amd64_decoded *d, const ZydisDecodedOperand *o)
{
	if (o->size < 128)
		return false;
	switch (d->i.mnemonic) {
	case ZYDIS_MNEMONIC_MOVUPS:
	case ZYDIS_MNEMONIC_MOVUPD:
	case ZYDIS_MNEMONIC_MOVDQU:
	case ZYDIS_MNEMONIC_LDDQU:
	case ZYDIS_MNEMONIC_LEA:
		return false;
	case ZYDIS_MNEMONIC_VMOVAPS:
	case ZYDIS_MNEMONIC_VMOVAPD:
	case ZYDIS_MNEMONIC_VMOVDQA:
	case ZYDIS_MNEMONIC_VMOVNTDQ:
	case ZYDIS_MNEMONIC_VMOVNTPS:
	case ZYDIS_MNEMONIC_VMOVNTPD:
	case ZYDIS_MNEMONIC_VMOVNTDQA:
		return true;
	default:
		return d->i.encoding == ZYDIS_INSTRUCTION_ENCODING_LEGACY;
	}
}

// What goes through the stack pointer by itself is the kind's matter.
static bool is_stack_access(const struct amd64_decoded *d, const ZydisDecodedOperand *o)
{
	ZydisInstructionCategory c = d->i.meta.category;
	if (d->i.mnemonic == ZYDIS_MNEMONIC_LEAVE)
		return true;
	return o->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN && amd64_number(o->mem.base) == RSP &&
	       (c == ZYDIS_CATEGORY_PUSH || c == ZYDIS_CATEGORY_POP || c == ZYDIS_CATEGORY_CALL ||
	        c == ZYDIS_CATEGORY_RET);
}

// A bit's number counts from the operand's address on, to both sides, and xlat
// adds AL: what is accessed is not where the operand says.
static bool has_hidden_index(const struct amd64_decoded *d)
{
	switch (d->i.mnemonic) {
	case ZYDIS_MNEMONIC_BT:
	case ZYDIS_MNEMONIC_BTC:
	case ZYDIS_MNEMONIC_BTR:
	case ZYDIS_MNEMONIC_BTS:
		return d->op[1].type == ZYDIS_OPERAND_TYPE_REGISTER;
	default:
		return d->i.mnemonic == ZYDIS_MNEMONIC_XLAT;
	}
}

static void note_memory(const struct amd64_decoded *d, const ZydisDecodedOperand *o, struct insn *out)
{
	regset used = bit(amd64_number(o->mem.base)) | bit(amd64_number(o->mem.index));
	out->reads |= used;
	out->data |= o->mem.type == ZYDIS_MEMOP_TYPE_AGEN ? used : 0;
	if (o->visibility != ZYDIS_OPERAND_VISIBILITY_EXPLICIT)
		out->fixed |= used;
	if (d->i.meta.category == ZYDIS_CATEGORY_STRINGOP) { // of scas and cmps Zydis 4.0 lists no write
		out->writes |= used;
		out->data |= used;
	}
	if (o->mem.type == ZYDIS_MEMOP_TYPE_AGEN || d->i.meta.category == ZYDIS_CATEGORY_NOP ||
	    d->i.meta.category == ZYDIS_CATEGORY_WIDENOP || is_stack_access(d, o))
		return;
	if (out->accesses >= INSN_ACCESSES) {
		out->accesses = INSN_ACCESSES + 1;
		return;
	}
	struct place at = place_of(d, o, out->addr);
	if (has_hidden_index(d))
		at.index = REG_OTHER;
	out->access[out->accesses++] = (struct access){
		.at = at,
		.bytes = (uint16_t)(o->size / 8u),
		.reads = o->actions & ZYDIS_OPERAND_ACTION_MASK_READ,
		.writes = o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE,
		.repeats = repeats(d),
		.count = RCX,
		.hint = is_prefetch(d),
		.aligned = wants_alignment(d, o),
	};
}

// Whether the registers are named, but not read: nothing depends on them.
static bool reads_nothing(const struct amd64_decoded *d)
{
	int64_t number;
	return amd64_constant(d, &number) != CONSTANT_NOT;
}

static void note_vector(const ZydisDecodedOperand *o, bool writes, struct insn *out)
{
	ZydisRegisterClass class = ZydisRegisterGetClass(o->reg.value);
	if (class != ZYDIS_REGCLASS_XMM && class != ZYDIS_REGCLASS_YMM && class != ZYDIS_REGCLASS_ZMM)
		return;
	if (writes)
		out->vector_writes |= 1u << ZydisRegisterGetId(o->reg.value);
	if (writes && class != ZYDIS_REGCLASS_XMM)
		out->marks |= MARK_WIDE;
}

static void note_register(const struct amd64_decoded *d, const ZydisDecodedOperand *o, struct insn *out)
{
	bool writes = o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE;
	bool reads = (o->actions & ZYDIS_OPERAND_ACTION_MASK_READ) && !reads_nothing(d);
	// a write of a part, or one that may not happen, leaves the rest; so do bsf and bsr of zero
	bool keeps = writes && (o->size < 32 || (o->actions & ZYDIS_OPERAND_ACTION_CONDWRITE) || d->i.mnemonic == ZYDIS_MNEMONIC_BSF ||
	                        d->i.mnemonic == ZYDIS_MNEMONIC_BSR);
	regset r = bit(amd64_number(o->reg.value));
	out->parts |= is_high_byte(o->reg.value);
	out->reads |= reads || keeps ? r : 0;
	out->data |= reads || keeps ? r : 0;
	out->merges |= keeps && !reads ? r : 0;
	out->writes |= writes ? r : 0;
	out->narrow |= writes && o->size == 32 && !keeps ? r : 0;
	out->fixed |= o->visibility != ZYDIS_OPERAND_VISIBILITY_EXPLICIT && (reads || writes) ? r : 0;
	note_vector(o, writes, out);
}

// Registers that some operand reads in earnest.
static regset read_whole(const struct amd64_decoded *d)
{
	regset r = 0;
	for (int k = 0; k < d->i.operand_count && !reads_nothing(d); k++)
		if (d->op[k].type == ZYDIS_OPERAND_TYPE_REGISTER && (d->op[k].actions & ZYDIS_OPERAND_ACTION_MASK_READ))
			r |= bit(amd64_number(d->op[k].reg.value));
		else if (d->op[k].type == ZYDIS_OPERAND_TYPE_MEMORY)
			r |= bit(amd64_number(d->op[k].mem.base)) | bit(amd64_number(d->op[k].mem.index));
	return r;
}

static void note_operands(const struct amd64_decoded *d, struct insn *out)
{
	for (int k = 0; k < d->i.operand_count; k++) {
		if (d->op[k].type == ZYDIS_OPERAND_TYPE_REGISTER)
			note_register(d, &d->op[k], out);
		else if (d->op[k].type == ZYDIS_OPERAND_TYPE_MEMORY)
			note_memory(d, &d->op[k], out);
	}
	out->merges &= ~read_whole(d);
	if (out->kind == INSN_NOTHING)
		out->reads = out->data = out->fixed = 0;
}

static void note_reference(const struct amd64_decoded *d, struct insn *out)
{
	for (int k = 0; k < d->i.operand_count_visible; k++) {
		const ZydisDecodedOperand *o = &d->op[k];
		ZyanU64 target;
		if (o->type == ZYDIS_OPERAND_TYPE_IMMEDIATE && o->imm.is_relative &&
		    ZYAN_SUCCESS(ZydisCalcAbsoluteAddress(&d->i, o, out->addr, &target))) {
			out->field = d->i.raw.imm[0].offset;
			out->width = d->i.raw.imm[0].size / 8;
			out->refers = out->target = target;
		} else if (o->type == ZYDIS_OPERAND_TYPE_MEMORY &&
		           (o->mem.base == ZYDIS_REGISTER_RIP || o->mem.base == ZYDIS_REGISTER_EIP) &&
		           ZYAN_SUCCESS(ZydisCalcAbsoluteAddress(&d->i, o, out->addr, &target))) {
			out->field = d->i.raw.disp.offset;
			out->width = d->i.raw.disp.size / 8;
			out->refers = target;
		}
	}
}

// Mnemonics whose result the proof follows, by what their operands are.
static const struct {
	ZydisMnemonic mnemonic;
	enum insn_kind kind;
	bool commutes;
} kinds[] = {
	{ZYDIS_MNEMONIC_MOV, INSN_MOVE, false},
	{ZYDIS_MNEMONIC_MOVZX, INSN_ZERO_EXTEND, false},
	{ZYDIS_MNEMONIC_MOVSXD, INSN_SIGN_EXTEND, false},
	{ZYDIS_MNEMONIC_CDQE, INSN_SIGN_EXTEND, false},
	{ZYDIS_MNEMONIC_ADD, INSN_ADD, true},
	{ZYDIS_MNEMONIC_INC, INSN_ADD, false},
	{ZYDIS_MNEMONIC_SUB, INSN_SUB, false},
	{ZYDIS_MNEMONIC_DEC, INSN_SUB, false},
	{ZYDIS_MNEMONIC_AND, INSN_AND, true},
	{ZYDIS_MNEMONIC_OR, INSN_OTHER, true},
	{ZYDIS_MNEMONIC_XOR, INSN_OTHER, true},
	{ZYDIS_MNEMONIC_IMUL, INSN_OTHER, true},
	{ZYDIS_MNEMONIC_LEA, INSN_ADDRESS, false},
	{ZYDIS_MNEMONIC_CMP, INSN_COMPARE, false},
	{ZYDIS_MNEMONIC_PUSH, INSN_PUSH, false},
	{ZYDIS_MNEMONIC_PUSHFQ, INSN_PUSH, false},
	{ZYDIS_MNEMONIC_POP, INSN_POP, false},
	{ZYDIS_MNEMONIC_POPFQ, INSN_POP, false},
	{ZYDIS_MNEMONIC_LEAVE, INSN_LEAVE, false},
	{ZYDIS_MNEMONIC_UD2, INSN_TRAP, false},
	{ZYDIS_MNEMONIC_UD1, INSN_TRAP, false},
	{ZYDIS_MNEMONIC_UD0, INSN_TRAP, false},
	{ZYDIS_MNEMONIC_INT3, INSN_TRAP, false},
	{ZYDIS_MNEMONIC_HLT, INSN_TRAP, false},
	{ZYDIS_MNEMONIC_SYSRET, INSN_TRAP, false},
	{ZYDIS_MNEMONIC_SYSEXIT, INSN_TRAP, false},
};

static enum insn_kind kind_of(const struct amd64_decoded *d, bool *commutes)
{
	*commutes = false;
	switch (d->i.meta.category) {
	case ZYDIS_CATEGORY_RET:
		return INSN_RETURN;
	case ZYDIS_CATEGORY_CALL:
		return INSN_CALL;
	case ZYDIS_CATEGORY_COND_BR:
		// xbegin is one too: its target gets what the transaction has undone
		return d->i.mnemonic == ZYDIS_MNEMONIC_XEND || d->i.mnemonic == ZYDIS_MNEMONIC_XABORT ? INSN_OTHER
		                                                                                      : INSN_BRANCH;
	case ZYDIS_CATEGORY_UNCOND_BR:
		return INSN_JUMP;
	case ZYDIS_CATEGORY_CMOV:
		return INSN_SELECT;
	case ZYDIS_CATEGORY_NOP:
	case ZYDIS_CATEGORY_WIDENOP:
		return INSN_NOTHING;
	default:
		break;
	}
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		if (kinds[k].mnemonic != d->i.mnemonic)
			continue;
		*commutes = kinds[k].commutes;
		return kinds[k].kind;
	}
	return INSN_OTHER;
}

// Which conditional branches bound the first operand of a comparison.
static enum insn_condition condition_of(ZydisMnemonic m)
{
	switch (m) {
	case ZYDIS_MNEMONIC_JNBE:
		return COND_ABOVE;
	case ZYDIS_MNEMONIC_JNB:
		return COND_ABOVE_EQUAL;
	case ZYDIS_MNEMONIC_JB:
		return COND_BELOW;
	case ZYDIS_MNEMONIC_JBE:
		return COND_BELOW_EQUAL;
	default:
		return COND_OTHER;
	}
}

static const struct operand one = {.kind = OPERAND_IMMEDIATE, .bits = 8, .imm = 1};

static void set_operands(const struct amd64_decoded *d, struct insn *out)
{
	ZydisMnemonic m = d->i.mnemonic;
	int n = d->i.operand_count_visible;
	switch (out->kind) {
	case INSN_MOVE:
	case INSN_ZERO_EXTEND:
	case INSN_ADDRESS:
		out->to = amd64_operand(d, 0, out->addr);
		out->a = amd64_operand(d, 1, out->addr);
		break;
	case INSN_SIGN_EXTEND:
		out->to = amd64_operand(d, 0, out->addr);
		out->a = amd64_operand(d, 1, out->addr);
		break;
	case INSN_ADD:
	case INSN_SUB:
	case INSN_AND:
	case INSN_SELECT:
		out->to = out->a = amd64_operand(d, 0, out->addr);
		out->b = m == ZYDIS_MNEMONIC_INC || m == ZYDIS_MNEMONIC_DEC ? one : amd64_operand(d, 1, out->addr);
		break;
	case INSN_COMPARE:
		out->a = amd64_operand(d, 0, out->addr);
		out->b = amd64_operand(d, 1, out->addr);
		break;
	case INSN_PUSH:
	case INSN_CALL:
	case INSN_JUMP:
	case INSN_RETURN:
		if (n > 0)
			out->a = amd64_operand(d, 0, out->addr);
		break;
	case INSN_POP:
		if (n > 0)
			out->to = amd64_operand(d, 0, out->addr);
		break;
	default:
		out->commutes &= n == 2;
		if (out->commutes) {
			out->to = amd64_operand(d, 0, out->addr);
			out->a = amd64_operand(d, 1, out->addr);
		}
	}
	if (out->kind == INSN_PUSH || out->kind == INSN_POP)
		(out->kind == INSN_PUSH ? &out->a : &out->to)->bits = d->i.operand_width;
}

// What gives a number moves it.
static void set_constant(const struct amd64_decoded *d, struct insn *out)
{
	int64_t number;
	if (amd64_constant(d, &number) != CONSTANT_NUMBER)
		return;
	out->kind = INSN_MOVE;
	out->to = amd64_operand(d, 0, out->addr);
	out->a = (struct operand){.kind = OPERAND_IMMEDIATE, .bits = 32, .imm = number};
	out->b = (struct operand){0};
	out->bits = BITS_MIXED;
	out->commutes = false;
}

static void set_marks(const struct amd64_decoded *d, struct insn *out)
{
	if (d->i.mnemonic == ZYDIS_MNEMONIC_VZEROUPPER || d->i.mnemonic == ZYDIS_MNEMONIC_VZEROALL) {
		out->marks = MARK_ZERO_UPPER;
		out->vector_writes = d->i.mnemonic == ZYDIS_MNEMONIC_VZEROALL ? 0xffff : 0;
	}
	if (amd64_uses_mmx(&d->i, d->op))
		out->marks |= MARK_MMX;
	if (amd64_clears_mmx(&d->i))
		out->marks = MARK_EMMS;
	if (d->i.meta.category != ZYDIS_CATEGORY_X87_ALU && d->i.meta.category != ZYDIS_CATEGORY_FCMOV)
		return;
	out->marks |= MARK_X87 | (uint16_t)(amd64_x87_uses(&d->i, d->op) * MARK_X87_USES);
	out->pushes = (int8_t)amd64_x87_change(&d->i);
}

// With REX.B it is an exchange with r8, which Zydis 4.0 calls pause.
static bool is_misread(const struct amd64_decoded *d)
{
	return d->i.mnemonic == ZYDIS_MNEMONIC_PAUSE && d->i.raw.rex.B;
}

bool amd64_decode(const uint8_t *p, size_t n, uint64_t addr, struct insn *out)
{
	struct amd64_decoded d;
	if (!amd64_read(p, n, &d) || is_misread(&d))
		return false;
	memset(out, 0, sizeof *out);
	out->addr = addr;
	out->length = d.i.length;
	out->op = (uint16_t)d.i.mnemonic;
	out->set = (uint16_t)d.i.meta.isa_set;
	out->kind = kind_of(&d, &out->commutes);
	out->condition = condition_of(d.i.mnemonic);
	amd64_note_flags(&d, out);
	out->divides = d.i.mnemonic == ZYDIS_MNEMONIC_DIV || d.i.mnemonic == ZYDIS_MNEMONIC_IDIV;
	note_operands(&d, out);
	if (out->accesses > INSN_ACCESSES)
		return false; // some of VIA's
	note_reference(&d, out);
	set_operands(&d, out);
	amd64_note_bits(&d, out);
	set_constant(&d, out);
	set_marks(&d, out);
	return true;
}
