// step.c - what an instruction does to what is known: for the few that matter
// to the stack pointer, saved registers and jump tables.
#include "prove/step.h"

static const struct value any = {.kind = VAL_ANY};

// Addresses and constants wrap around, as the processor's do.
static int64_t wrapping_add(int64_t x, int64_t y)
{
	return (int64_t)((uint64_t)x + (uint64_t)y);
}

static struct value const_value(int64_t n)
{
	return (struct value){.kind = VAL_CONST, .a = n};
}

// No frame is larger than this: offsets stay far from overflowing.
static const int64_t max_offset = 1LL << 40;

// moved is v with n added; constants wrap around like registers do.
static struct value moved(struct value v, uint64_t n)
{
	v.a = (int64_t)((uint64_t)v.a + n);
	return v.kind == VAL_STACK && (v.a > max_offset || v.a < -max_offset) ? any : v;
}

// What a pointer to a local could change: everything but what compilers put
// into the frame for themselves.
static void forget_locals(struct state *s)
{
	int kept = 0;
	for (int i = 0; i < s->slots; i++)
		if (s->slot[i].value.kind == VAL_SAVED || s->slot[i].value.kind == VAL_STACK)
			s->slot[kept++] = s->slot[i];
	s->slots = kept;
}

// The hardware number of the 64-bit register that reg is or is part of; -1
// for anything that is not a general register.
static int reg_number(ZydisRegister reg)
{
	ZydisRegister full = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg);
	if (full < ZYDIS_REGISTER_RAX || full > ZYDIS_REGISTER_R15)
		return -1;
	return full - ZYDIS_REGISTER_RAX;
}

static bool is_reg(const ZydisDecodedOperand *op)
{
	return op->type == ZYDIS_OPERAND_TYPE_REGISTER && reg_number(op->reg.value) >= 0;
}

static struct value loaded_value(const struct state *s, const struct insn *in, const ZydisDecodedOperand *op,
                                 struct code_range code);

struct value state_operand(const struct state *s, const struct insn *in, const ZydisDecodedOperand *op,
                           struct code_range code)
{
	if (op->type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
		return const_value(op->imm.value.s);
	if (op->type == ZYDIS_OPERAND_TYPE_MEMORY)
		return loaded_value(s, in, op, code);
	if (is_reg(op) && op->size == 64)
		return s->reg[reg_number(op->reg.value)];
	return any;
}

bool state_address(const struct state *s, const ZydisDecodedOperand *op, int64_t *offset, bool *indexed)
{
	if (op->type != ZYDIS_OPERAND_TYPE_MEMORY)
		return false;
	int base = reg_number(op->mem.base), index = reg_number(op->mem.index);
	int64_t disp = op->mem.disp.has_displacement ? op->mem.disp.value : 0;
	if (base >= 0 && s->reg[base].kind == VAL_STACK) {
		*offset = wrapping_add(s->reg[base].a, disp);
		*indexed = op->mem.index != ZYDIS_REGISTER_NONE;
		return true;
	}
	if (index >= 0 && s->reg[index].kind == VAL_STACK && op->mem.scale <= 1) {
		*offset = wrapping_add(s->reg[index].a, disp);
		*indexed = op->mem.base != ZYDIS_REGISTER_NONE;
		return true;
	}
	return false;
}

// The address of a memory operand, where it is known as a whole (lea).
static struct value address_value(const struct state *s, const struct insn *in, const ZydisDecodedOperand *op)
{
	int64_t disp = op->mem.disp.has_displacement ? op->mem.disp.value : 0;
	if (op->mem.base == ZYDIS_REGISTER_RIP)
		return const_value(wrapping_add((int64_t)in->addr + in->i.length, disp));
	int base = reg_number(op->mem.base);
	if (base < 0 || op->mem.index != ZYDIS_REGISTER_NONE)
		return any;
	struct value v = s->reg[base];
	if (v.kind != VAL_STACK && v.kind != VAL_CONST)
		return any;
	return moved(v, (uint64_t)disp);
}

// A load from an address that a constant is part of: of 32 bits, perhaps an
// element of a jump table; of 64, a pointer that the image holds, which names
// code of the image if it is called.
static struct value loaded_value(const struct state *s, const struct insn *in, const ZydisDecodedOperand *op,
                                 struct code_range code)
{
	int64_t offset;
	bool indexed;
	if (state_address(s, op, &offset, &indexed)) {
		const struct value *v = indexed || op->size != 64 ? NULL : state_slot(s, offset);
		return v ? *v : any;
	}
	int64_t disp = op->mem.disp.has_displacement ? op->mem.disp.value : 0;
	int base = reg_number(op->mem.base), index = reg_number(op->mem.index);
	struct value at = any;
	if (op->mem.base == ZYDIS_REGISTER_RIP)
		at = const_value(wrapping_add((int64_t)in->addr + in->i.length, disp));
	else if (base >= 0 && s->reg[base].kind == VAL_CONST)
		at = moved(s->reg[base], (uint64_t)disp);
	else if (index >= 0 && op->mem.scale <= 1 && s->reg[index].kind == VAL_CONST)
		at = moved(s->reg[index], (uint64_t)disp);
	if (at.kind != VAL_CONST || (uint64_t)at.a < code.end || (uint64_t)at.a >= code.limit)
		return any;
	if (op->size == 32)
		return (struct value){.kind = VAL_ENTRY, .a = at.a};
	return op->size == 64 ? (struct value){.kind = VAL_CODE} : any;
}

// What `x op y` is, for the few sums that matter.
static struct value sum(struct value x, struct value y, int sign)
{
	if ((x.kind == VAL_STACK || x.kind == VAL_CONST) && y.kind == VAL_CONST)
		return moved(x, sign < 0 ? -(uint64_t)y.a : (uint64_t)y.a);
	if (sign > 0 && x.kind == VAL_ENTRY && y.kind == VAL_CONST)
		return (struct value){.kind = VAL_TARGET, .a = x.a, .b = y.a};
	if (sign > 0 && y.kind == VAL_ENTRY && x.kind == VAL_CONST)
		return (struct value){.kind = VAL_TARGET, .a = y.a, .b = x.a};
	if (sign > 0 && x.kind == VAL_CONST && y.kind == VAL_STACK)
		return sum(y, x, sign);
	return any;
}

// Rounding down to a power of two moves the stack pointer by less than that,
// and by a multiple of 8, which every stack pointer is.
static struct value rounded_down(struct value v, struct value mask)
{
	if (v.kind != VAL_STACK || mask.kind != VAL_CONST || mask.a >= 0 || mask.a < -max_offset || (-mask.a & (-mask.a - 1)) != 0)
		return any;
	if (-mask.a > 8) {
		v = moved(v, (uint64_t)(mask.a + 8));
		v.inexact = v.kind == VAL_STACK;
	}
	return v;
}

// The result of an instruction whose first operand is its destination.
static struct value result(const struct state *s, const struct insn *in, struct code_range code)
{
	const ZydisDecodedOperand *dst = &in->op[0], *src = &in->op[1];
	bool wide = dst->size == 64;
	switch (in->i.mnemonic) {
	case ZYDIS_MNEMONIC_MOV:
		if (src->type == ZYDIS_OPERAND_TYPE_MEMORY)
			return dst->size >= 32 ? loaded_value(s, in, src, code) : any;
		if (src->type == ZYDIS_OPERAND_TYPE_IMMEDIATE && dst->size == 32)
			return const_value((int64_t)(uint32_t)src->imm.value.u);
		return wide ? state_operand(s, in, src, code) : any;
	case ZYDIS_MNEMONIC_MOVSXD:
		if (src->type == ZYDIS_OPERAND_TYPE_MEMORY)
			return loaded_value(s, in, src, code);
		return is_reg(src) && s->reg[reg_number(src->reg.value)].kind == VAL_ENTRY
		               ? s->reg[reg_number(src->reg.value)]
		               : any;
	case ZYDIS_MNEMONIC_CDQE: // sign extension of eax: a loaded table element stays one
		return s->reg[0].kind == VAL_ENTRY ? s->reg[0] : any;
	case ZYDIS_MNEMONIC_LEA:
		return wide ? address_value(s, in, src) : any;
	case ZYDIS_MNEMONIC_ADD:
		return wide ? sum(state_operand(s, in, dst, code), state_operand(s, in, src, code), +1) : any;
	case ZYDIS_MNEMONIC_SUB:
		return wide ? sum(state_operand(s, in, dst, code), state_operand(s, in, src, code), -1) : any;
	case ZYDIS_MNEMONIC_AND:
		return wide ? rounded_down(state_operand(s, in, dst, code), state_operand(s, in, src, code)) : any;
	default:
		return any;
	}
}

static void write_operands(struct state *s, const struct insn *in, struct value first)
{
	for (int k = 0; k < in->i.operand_count; k++) {
		const ZydisDecodedOperand *op = &in->op[k];
		int64_t offset;
		bool indexed;
		if (!(op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE))
			continue;
		bool known = state_address(s, op, &offset, &indexed);
		bool stored = k == 0 && op->actions == ZYDIS_OPERAND_ACTION_WRITE;
		if (is_reg(op))
			s->reg[reg_number(op->reg.value)] = k == 0 ? first : any;
		else if (known && !indexed)
			state_store(s, offset, op->size / 8, stored ? first : any);
		else if (known || s->escaped)
			forget_locals(s);
	}
}

static void note_flags(struct state *s, const struct insn *in)
{
	for (int k = 0; k < in->i.operand_count; k++) {
		const ZydisDecodedOperand *op = &in->op[k];
		if (op->type == ZYDIS_OPERAND_TYPE_REGISTER && (op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) &&
		    (ZydisRegisterGetClass(op->reg.value) == ZYDIS_REGCLASS_YMM ||
		     ZydisRegisterGetClass(op->reg.value) == ZYDIS_REGCLASS_ZMM))
			s->upper = true;
	}
	if (in->i.mnemonic == ZYDIS_MNEMONIC_VZEROUPPER || in->i.mnemonic == ZYDIS_MNEMONIC_VZEROALL)
		s->upper = false;
	if (in->i.mnemonic == ZYDIS_MNEMONIC_STD || in->i.mnemonic == ZYDIS_MNEMONIC_CLD)
		s->direction = in->i.mnemonic == ZYDIS_MNEMONIC_STD;
}

// Whether the instruction lets an address of the frame out of sight: into
// memory, or into a sum that is no longer known to be one. Addressing memory
// with it does not.
static bool lets_escape(const struct state *s, const struct insn *in, struct value result)
{
	const ZydisDecodedOperand *dst = &in->op[0];
	int64_t offset;
	bool indexed;
	if (in->i.mnemonic == ZYDIS_MNEMONIC_CMP || in->i.mnemonic == ZYDIS_MNEMONIC_TEST)
		return false;
	if (in->i.mnemonic == ZYDIS_MNEMONIC_LEA)
		return result.kind != VAL_STACK && state_address(s, &in->op[1], &offset, &indexed);
	for (int k = 0; k < in->i.operand_count_visible; k++) {
		const ZydisDecodedOperand *op = &in->op[k];
		if ((op->actions & ZYDIS_OPERAND_ACTION_MASK_READ) && is_reg(op) &&
		    s->reg[reg_number(op->reg.value)].kind == VAL_STACK &&
		    (result.kind != VAL_STACK || dst->type == ZYDIS_OPERAND_TYPE_MEMORY || in->i.operand_count_visible > 2))
			return true;
	}
	return false;
}

static const char *push(struct state *s, const struct insn *in, struct code_range code)
{
	if (in->i.operand_width != 64)
		return "pushes less than 8 bytes";
	struct value v = state_operand(s, in, &in->op[0], code);
	s->escaped |= v.kind == VAL_STACK;
	s->reg[REG_SP].a -= 8;
	state_store(s, s->reg[REG_SP].a, 8, v);
	return NULL;
}

static const char *pop(struct state *s, const struct insn *in)
{
	if (in->i.operand_width != 64)
		return "pops less than 8 bytes";
	const struct value *saved = state_slot(s, s->reg[REG_SP].a);
	struct value v = saved ? *saved : any;
	s->reg[REG_SP].a += 8;
	if (is_reg(&in->op[0]) && reg_number(in->op[0].reg.value) == REG_SP)
		return "pops into the stack pointer";
	if (is_reg(&in->op[0]))
		s->reg[reg_number(in->op[0].reg.value)] = v;
	return NULL;
}

static const char *leave(struct state *s)
{
	if (s->reg[REG_BP].kind != VAL_STACK)
		return "leaves its frame through a frame pointer that is not known";
	s->reg[REG_SP] = s->reg[REG_BP];
	const struct value *saved = state_slot(s, s->reg[REG_SP].a);
	s->reg[REG_BP] = saved ? *saved : any;
	s->reg[REG_SP].a += 8;
	return NULL;
}

const char *state_step(struct state *s, const struct insn *in, struct code_range code)
{
	switch (in->i.mnemonic) {
	case ZYDIS_MNEMONIC_PUSH:
		return push(s, in, code);
	case ZYDIS_MNEMONIC_POP:
		return pop(s, in);
	case ZYDIS_MNEMONIC_LEAVE:
		return leave(s);
	case ZYDIS_MNEMONIC_PUSHFQ:
		s->reg[REG_SP].a -= 8;
		state_forget(s, s->reg[REG_SP].a, 8);
		return NULL;
	case ZYDIS_MNEMONIC_POPFQ:
		s->reg[REG_SP].a += 8;
		return NULL;
	default:
		break;
	}
	note_flags(s, in);
	struct value v = result(s, in, code);
	if (in->i.meta.category == ZYDIS_CATEGORY_CMOV)
		v = value_join(state_operand(s, in, &in->op[0], code), state_operand(s, in, &in->op[1], code), code);
	s->escaped |= lets_escape(s, in, v);
	write_operands(s, in, v);
	if (s->reg[REG_SP].kind != VAL_STACK)
		return "changes the stack pointer by an amount that is not a constant";
	return NULL;
}

void state_call(struct state *s)
{
	static const int caller_saved[] = {0, 1, 2, 6, 7, 8, 9, 10, 11};
	for (size_t i = 0; i < sizeof caller_saved / sizeof *caller_saved; i++) {
		s->escaped |= s->reg[caller_saved[i]].kind == VAL_STACK;
		s->reg[caller_saved[i]] = any;
	}
	if (s->escaped)
		forget_locals(s);
	// what lies below the stack pointer is the callee's
	state_forget(s, s->reg[REG_SP].a - (1LL << 40), 1LL << 40);
}
