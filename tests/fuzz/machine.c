// machine.c - runs accepted code on a machine of its own, which knows nothing
// of the prover: the stack pointer must stay above the bound.
//
// Moves, sums and the stack are done as the processor does; what any other
// instruction writes, and which way a branch goes, is chance. Stores that C
// makes through computed pointers are taken to stay within their objects, as
// the prover does: a run ends where one falls onto the stack otherwise.
#include "fuzz.h"

#include <Zydis/Zydis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STACK = 1 << 16, ABOVE = 1 << 10, MAX_STEPS = 4000, RSP = 4, RBP = 5 };

static const uint64_t top = 0x7ff000010000; // the stack pointer at the entry, when aligned

struct machine {
	const struct image *img;
	uint64_t reg[16], entry, lowest, chance;
	uint8_t stack[STACK + ABOVE]; // [top - STACK, top + ABOVE)
	VEC(uint64_t) returns;        // what calls have pushed
	struct arena *arena;
	ZydisDecodedInstruction i;
	ZydisDecodedOperand op[ZYDIS_MAX_OPERAND_COUNT];
	uint64_t at;
	bool ended;
};

static uint64_t chance(struct machine *m)
{
	m->chance = m->chance * 6364136223846793005 + 1442695040888963407;
	return m->chance >> 16 | m->chance << 48;
}

static int number(ZydisRegister reg)
{
	ZydisRegister full = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg);
	return full < ZYDIS_REGISTER_RAX || full > ZYDIS_REGISTER_R15 ? -1 : (int)(full - ZYDIS_REGISTER_RAX);
}

static bool on_stack(uint64_t addr, uint64_t n)
{
	return addr >= top - STACK && addr <= top + ABOVE - n;
}

static uint64_t load(struct machine *m, uint64_t addr, unsigned bits)
{
	uint64_t v = chance(m), n = bits / 8;
	if (n > 8)
		return v;
	if (on_stack(addr, n) || (addr >= m->img->base && addr - m->img->base <= m->img->size && m->img->size - (addr - m->img->base) >= n)) {
		v = 0;
		memcpy(&v, on_stack(addr, n) ? m->stack + (addr - (top - STACK)) : m->img->bytes + (addr - m->img->base), n);
	}
	return v;
}

static void store(struct machine *m, uint64_t addr, uint64_t v, unsigned bits)
{
	for (unsigned k = 0; k < bits / 8; k++, v = k % 8 ? v >> 8 : chance(m))
		if (on_stack(addr + k, 1))
			m->stack[addr + k - (top - STACK)] = (uint8_t)v;
}

static uint64_t address(struct machine *m, const ZydisDecodedOperand *op)
{
	int base = number(op->mem.base), index = number(op->mem.index);
	uint64_t a = op->mem.disp.has_displacement ? (uint64_t)op->mem.disp.value : 0;
	if (op->mem.base == ZYDIS_REGISTER_RIP || op->mem.base == ZYDIS_REGISTER_EIP)
		a += m->at + m->i.length;
	a += base >= 0 ? m->reg[base] : 0;
	a += index >= 0 ? m->reg[index] * op->mem.scale : 0;
	return m->i.address_width == 32 ? (uint32_t)a : a;
}

// What is not a plain general register reads as chance.
static uint64_t read_op(struct machine *m, const ZydisDecodedOperand *op)
{
	if (op->type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
		return op->imm.value.u;
	if (op->type == ZYDIS_OPERAND_TYPE_MEMORY)
		return load(m, address(m, op), op->size);
	if (op->type != ZYDIS_OPERAND_TYPE_REGISTER || number(op->reg.value) < 0)
		return chance(m);
	bool high = op->reg.value >= ZYDIS_REGISTER_AH && op->reg.value <= ZYDIS_REGISTER_BH;
	return m->reg[number(op->reg.value)] >> (high ? 8 : 0);
}

static void write_op(struct machine *m, const ZydisDecodedOperand *op, uint64_t v)
{
	if (op->type == ZYDIS_OPERAND_TYPE_MEMORY) {
		uint64_t a = address(m, op);
		int base = number(op->mem.base);
		bool plain = (base == RSP || base == RBP) && op->mem.index == ZYDIS_REGISTER_NONE;
		for (unsigned k = 0; !plain && k < op->size / 8; k++)
			m->ended |= on_stack(a + k, 1);
		store(m, a, v, op->size);
		return;
	}
	int n = op->type == ZYDIS_OPERAND_TYPE_REGISTER ? number(op->reg.value) : -1;
	if (n < 0)
		return;
	if (op->size == 64)
		m->reg[n] = v;
	else if (op->size == 32)
		m->reg[n] = (uint32_t)v;
	else
		m->reg[n] = (m->reg[n] & ~0xffffULL) | (v & 0xffff); // near enough
}

static void push(struct machine *m, uint64_t v)
{
	m->reg[RSP] -= 8;
	store(m, m->reg[RSP], v, 64);
}

static uint64_t pop(struct machine *m)
{
	uint64_t v = load(m, m->reg[RSP], 64);
	m->reg[RSP] += 8;
	return v;
}

// Any other instruction: chance, in everything that it writes.
static void scramble(struct machine *m)
{
	for (int k = 0; k < m->i.operand_count; k++) {
		const ZydisDecodedOperand *op = &m->op[k];
		if (!(op->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE))
			continue;
		fuzz_check(op->type != ZYDIS_OPERAND_TYPE_REGISTER || number(op->reg.value) != RSP,
		           "code that changes the stack pointer in an unknown way is accepted");
		write_op(m, op, chance(m));
	}
}

static void compute(struct machine *m)
{
	const ZydisDecodedOperand *dst = &m->op[0], *src = &m->op[1];
	if (m->i.meta.category == ZYDIS_CATEGORY_CMOV) {
		write_op(m, dst, read_op(m, chance(m) % 2 ? src : dst));
		return;
	}
	switch (m->i.mnemonic) {
	case ZYDIS_MNEMONIC_PUSH:
		push(m, read_op(m, dst));
		break;
	case ZYDIS_MNEMONIC_PUSHFQ:
		push(m, chance(m));
		break;
	case ZYDIS_MNEMONIC_POP:
		write_op(m, dst, pop(m));
		break;
	case ZYDIS_MNEMONIC_POPFQ:
		pop(m);
		break;
	case ZYDIS_MNEMONIC_LEAVE:
		m->reg[RSP] = m->reg[RBP];
		m->reg[RBP] = pop(m);
		break;
	case ZYDIS_MNEMONIC_MOV:
	case ZYDIS_MNEMONIC_MOVZX:
		write_op(m, dst, read_op(m, src));
		break;
	case ZYDIS_MNEMONIC_MOVSXD:
		write_op(m, dst, (uint64_t)(int64_t)(int32_t)read_op(m, src));
		break;
	case ZYDIS_MNEMONIC_CDQE:
		m->reg[0] = (uint64_t)(int64_t)(int32_t)m->reg[0];
		break;
	case ZYDIS_MNEMONIC_LEA:
		write_op(m, dst, address(m, src));
		break;
	case ZYDIS_MNEMONIC_ADD:
		write_op(m, dst, read_op(m, dst) + read_op(m, src));
		break;
	case ZYDIS_MNEMONIC_SUB:
		write_op(m, dst, read_op(m, dst) - read_op(m, src));
		break;
	case ZYDIS_MNEMONIC_AND:
		write_op(m, dst, read_op(m, dst) & read_op(m, src));
		break;
	default:
		scramble(m);
	}
}

static void step(struct machine *m)
{
	uint64_t next = m->at + m->i.length, to = m->op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE ? 0 : read_op(m, &m->op[0]);
	if (m->op[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE && m->op[0].imm.is_relative)
		ZydisCalcAbsoluteAddress(&m->i, &m->op[0], m->at, &to);
	switch (m->i.meta.category) {
	case ZYDIS_CATEGORY_RET:
		m->ended = m->returns.n == 0;
		if (m->ended)
			break;
		next = pop(m);
		fuzz_check(next == m->returns.v[--m->returns.n], "code that returns to elsewhere is accepted");
		break;
	case ZYDIS_CATEGORY_CALL:
		m->ended = to < m->img->base || to >= m->img->text_end; // an undefined symbol: the audit's business
		if (m->ended)
			break;
		VEC_PUSH(m->arena, &m->returns, next);
		push(m, next);
		next = to;
		break;
	case ZYDIS_CATEGORY_UNCOND_BR:
		next = to;
		break;
	case ZYDIS_CATEGORY_COND_BR:
		next = chance(m) % 2 ? to : next;
		break;
	default:
		compute(m);
	}
	m->at = next;
}

void fuzz_run(struct arena *a, const struct image *img, const struct proven *f, uint64_t seed)
{
	struct machine *m = arena_alloc(a, sizeof *m);
	ZydisDecoder decoder;
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	*m = (struct machine){.img = img, .arena = a, .chance = seed, .at = f->addr};
	for (int i = 0; i < 16; i++)
		m->reg[i] = chance(m);
	m->reg[RSP] = m->entry = top - 8 * (seed % 8);
	for (int n = 0; n < MAX_STEPS && !m->ended; n++) {
		uint64_t at = m->at - img->base;
		if (m->at < img->base || m->at >= img->text_end ||
		    !ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, img->bytes + at, img->text_end - m->at, &m->i, m->op)))
			return; // chance has made a pointer of something
		if (m->i.mnemonic == ZYDIS_MNEMONIC_UD2 || m->i.mnemonic == ZYDIS_MNEMONIC_UD1 ||
		    m->i.mnemonic == ZYDIS_MNEMONIC_INT3 || m->i.mnemonic == ZYDIS_MNEMONIC_HLT)
			return;
		step(m);
		uint64_t depth = m->entry - m->reg[RSP];
		if ((int64_t)depth > 0 && depth > f->bound) {
			fprintf(stderr, "%s: depth %llu, bound %llu\n", f->name, (unsigned long long)depth, (unsigned long long)f->bound);
			fuzz_check(false, "a stack pointer below the bound");
		}
	}
}
