// emit.c - prefix, REX, opcode, ModRM, SIB: bytes as the manuals have them.
#include "emit.h"

#include "arch/arch.h"

#include <string.h>

unsigned gen_pick(struct gen *g, unsigned n)
{
	g->rng += 0x9e3779b97f4a7c15;
	uint64_t z = g->rng;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (unsigned)((z ^ (z >> 31)) % n);
}

bool gen_chance(struct gen *g, unsigned percent)
{
	return gen_pick(g, 100) < percent;
}

static struct item *new_item(struct gen *g, enum item_kind kind)
{
	static struct item full; // a program that is too long ends anyhow
	struct item *it = g->p->n < PROGRAM_ITEMS ? &g->p->item[g->p->n++] : &full;
	*it = (struct item){.kind = kind};
	return it;
}

static void put(struct item *it, unsigned byte)
{
	if (it->n < ITEM_BYTES)
		it->code[it->n++] = (uint8_t)byte;
}

static void put_number(struct item *it, int64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		put(it, (unsigned)(v >> 8 * i) & 255);
}

static void finish(struct gen *g, const struct item *it)
{
	struct insn in;
	if (arch_amd64.decode(it->code, it->n, 0, &in))
		g->aliases &= ~in.writes;
}

void emit(struct gen *g, const char *bytes, size_t n)
{
	struct item *it = new_item(g, ITEM_CODE);
	for (size_t i = 0; i < n; i++)
		put(it, (uint8_t)bytes[i]);
	finish(g, it);
}

static void put_opcode(struct item *it, unsigned prefix, bool wide, unsigned opcode, unsigned reg, unsigned index,
		       unsigned base)
{
	unsigned rex = 0x40 | (unsigned)wide << 3 | (reg >> 3 & 1) << 2 | (index == NO_REG ? 0 : index >> 3 & 1) << 1 |
		       (base >> 3 & 1);
	if (prefix)
		put(it, prefix);
	put(it, rex);
	if (opcode > 0xff)
		put(it, opcode >> 8);
	put(it, opcode & 255);
}

void emit_regs(struct gen *g, bool wide, unsigned opcode, unsigned reg, unsigned rm)
{
	struct item *it = new_item(g, ITEM_CODE);
	put_opcode(it, 0, wide, opcode, reg, NO_REG, rm);
	put(it, 0xc0 | (reg & 7) << 3 | (rm & 7));
	finish(g, it);
}

static void put_memory(struct item *it, unsigned reg, unsigned base, unsigned index, unsigned scale, int64_t disp)
{
	bool small = disp >= -128 && disp < 128;
	bool sib = index != NO_REG || (base & 7) == SP;
	unsigned s = scale == 8 ? 3 : scale == 4 ? 2 : scale == 2 ? 1 : 0;
	if (base == NO_REG) { // no base: a displacement of four bytes
		put(it, (reg & 7) << 3 | 4);
		put(it, s << 6 | (index & 7) << 3 | 5);
		put_number(it, disp, 4);
		return;
	}
	put(it, (small ? 0x40u : 0x80u) | (reg & 7) << 3 | (sib ? 4 : base & 7));
	if (sib)
		put(it, s << 6 | (index == NO_REG ? 4 : index & 7) << 3 | (base & 7));
	put_number(it, disp, small ? 1 : 4);
}

void emit_mem(struct gen *g, unsigned prefix, bool wide, unsigned opcode, unsigned reg, unsigned base, unsigned index,
	      unsigned scale, int64_t disp)
{
	struct item *it = new_item(g, ITEM_CODE);
	put_opcode(it, prefix, wide, opcode, reg, index, base == NO_REG ? 0 : base);
	put_memory(it, reg, base, index, scale, disp);
	finish(g, it);
}

void emit_mem_imm(struct gen *g, bool wide, unsigned opcode, unsigned ext, unsigned base, int64_t disp, int64_t imm,
		  unsigned bytes)
{
	struct item *it = new_item(g, ITEM_CODE);
	put_opcode(it, 0, wide, opcode, ext, NO_REG, base);
	put_memory(it, ext, base, NO_REG, 1, disp);
	put_number(it, imm, bytes);
	finish(g, it);
}

void emit_image(struct gen *g, bool wide, unsigned opcode, unsigned reg, enum fix_kind fix, unsigned to, int add)
{
	struct item *it = new_item(g, ITEM_CODE);
	put_opcode(it, 0, wide, opcode, reg, NO_REG, 0);
	put(it, (reg & 7) << 3 | 5);
	it->fix = (uint8_t)fix;
	it->at = it->n;
	it->to = (uint16_t)to;
	it->add = (int16_t)add;
	put_number(it, 0, 4);
	finish(g, it);
}

void emit_imm(struct gen *g, bool wide, unsigned ext, unsigned rm, int64_t imm)
{
	struct item *it = new_item(g, ITEM_CODE);
	bool small = imm >= -128 && imm < 128;
	put_opcode(it, 0, wide, small ? 0x83 : 0x81, ext, NO_REG, rm);
	put(it, 0xc0 | ext << 3 | (rm & 7));
	put_number(it, imm, small ? 1 : 4);
	finish(g, it);
}

void emit_mov(struct gen *g, unsigned reg, int64_t imm)
{
	struct item *it = new_item(g, ITEM_CODE);
	put_opcode(it, 0, true, 0xc7, 0, NO_REG, reg);
	put(it, 0xc0 | (reg & 7));
	put_number(it, imm, 4);
	finish(g, it);
}

void emit_push(struct gen *g, unsigned reg)
{
	emit(g, (char[]){(char)(0x40 | reg >> 3), (char)(0x50 | (reg & 7))}, 2);
}

void emit_pop(struct gen *g, unsigned reg)
{
	emit(g, (char[]){(char)(0x40 | reg >> 3), (char)(0x58 | (reg & 7))}, 2);
}

void emit_jump(struct gen *g, unsigned opcode, enum fix_kind fix, unsigned to, int add)
{
	struct item *it = new_item(g, ITEM_CODE);
	if (opcode > 0xff)
		put(it, opcode >> 8);
	put(it, opcode & 255);
	it->fix = (uint8_t)fix;
	it->at = it->n;
	it->to = (uint16_t)to;
	it->add = (int16_t)add;
	put_number(it, 0, 4);
}

unsigned emit_new_label(struct gen *g)
{
	return g->p->labels < PROGRAM_LABELS - 1 ? g->p->labels++ : g->p->labels;
}

void emit_label(struct gen *g, unsigned label)
{
	new_item(g, ITEM_LABEL)->to = (uint16_t)label;
	g->aliases = 0; // known on all paths or not: nothing is lost
}

void emit_function(struct gen *g, unsigned function)
{
	new_item(g, ITEM_FUNCTION)->to = (uint16_t)function;
	g->aliases = 0;
}
