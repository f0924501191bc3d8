// tricks.c - what compilers do, and the tables.
#include "tricks.h"

#include "arch/arch.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const uint8_t scratch[] = {AX, CX, DX, SI, DI, R8, R9, R10, R11};

unsigned trick_scratch(struct gen *g)
{
	static const uint8_t kept[] = {BX, R12, R13, R14};
	unsigned k = kept[gen_pick(g, 4)];
	return (g->saved >> k & 1) && gen_chance(g, 20) ? k : scratch[gen_pick(g, COUNT(scratch))];
}

unsigned trick_any(struct gen *g)
{
	return gen_chance(g, 5) ? gen_pick(g, 16) : scratch[gen_pick(g, COUNT(scratch))];
}

bool trick_room(const struct gen *g)
{
	return g->locals > 0 || g->leaf;
}

static const int64_t red_locals = 64; // bytes of the red zone that a leaf without a frame uses

static int64_t odd_offset(struct gen *g, int64_t room)
{
	int64_t span = g->depth + 8;
	switch (gen_pick(g, 8)) {
	case 0:
		return g->depth; // the return address
	case 1:
		return g->depth + 8 * (int64_t)gen_pick(g, 12) - 24;
	case 2:
		return room + 8 * (int64_t)gen_pick(g, 4) - 16;
	case 3:
		return -8 * (int64_t)gen_pick(g, 20);
	case 4:
		return (int64_t)gen_pick(g, (unsigned)span);
	case 5:
		return 8 * (int64_t)gen_pick(g, 64) - 256;
	default:
		return 4 * (int64_t)gen_pick(g, (unsigned)(span / 4 + 1));
	}
}

void trick_place(struct gen *g, unsigned bytes, bool odd, unsigned *base, int64_t *disp)
{
	int64_t room = g->locals ? g->locals : red_locals, low = g->locals ? 0 : -red_locals;
	unsigned span = room > (int64_t)bytes ? (unsigned)((room - bytes) / 4 + 1) : 1;
	int64_t at =
	    low + (gen_chance(g, 85) ? 8 * (int64_t)gen_pick(g, span / 2 + 1) : 4 * (int64_t)gen_pick(g, span));
	if (at + bytes > low + room)
		at = low;
	if (odd)
		at = odd_offset(g, room);
	*base = SP;
	*disp = at;
	unsigned r = gen_pick(g, 16);
	if (g->framed && !g->realigned && gen_chance(g, 30)) {
		*base = BP;
		*disp = at - (g->depth - 8);
	} else if (g->aliases >> r & 1) {
		*base = r;
		*disp = at - g->alias[r];
	}
}

void trick_alias(struct gen *g)
{
	unsigned r = trick_scratch(g);
	int64_t at = 8 * (int64_t)gen_pick(g, (unsigned)(g->locals / 8 + 1));
	if (!trick_room(g) || gen_chance(g, 50))
		return;
	if (gen_chance(g, 50)) {
		emit_mem(g, 0, true, 0x8d, r, SP, NO_REG, 1, at);
	} else {
		emit_regs(g, true, 0x89, SP, r); // mov r,rsp
		at = 0;
	}
	g->aliases |= 1u << r;
	g->alias[r] = at;
}

void trick_compare(struct gen *g)
{
	if (gen_chance(g, 60))
		emit_imm(g, gen_chance(g, 50), 7, trick_any(g), gen_pick(g, 20));
	else
		emit_regs(g, gen_chance(g, 50), gen_chance(g, 50) ? 0x39 : 0x85, trick_any(g), trick_any(g));
}

static void tame_store(struct gen *g)
{
	static const uint8_t sizes[] = {1, 2, 4, 8, 8, 8, 16};
	unsigned base, bytes = sizes[gen_pick(g, COUNT(sizes))];
	int64_t disp;
	if (!trick_room(g))
		return;
	trick_place(g, bytes, false, &base, &disp);
	unsigned r = trick_any(g);
	if (bytes == 16)
		emit_mem(g, 0, false, 0x0f11, gen_pick(g, 16), base, NO_REG, 1, disp); // movups
	else if (gen_chance(g, 20) && bytes == 8)
		emit_mem_imm(g, true, 0xc7, 0, base, disp, gen_pick(g, 9), 4);
	else
		emit_mem(g, bytes == 2 ? 0x66 : 0, bytes == 8, bytes == 1 ? 0x88 : 0x89, r, base, NO_REG, 1, disp);
}

static void tame_load(struct gen *g)
{
	static const uint16_t opcodes[] = {0x8b, 0x8b, 0x8b, 0x63, 0x0fb6, 0x0fb7, 0x0fbe, 0x03, 0x2b, 0x23};
	unsigned base;
	int64_t disp;
	if (!trick_room(g))
		return;
	trick_place(g, 8, false, &base, &disp);
	emit_mem(g, 0, gen_chance(g, 70), opcodes[gen_pick(g, COUNT(opcodes))], trick_scratch(g), base, NO_REG, 1,
		 disp);
}

// Numbers that the proof may follow, and then an index of the locals.
static void tame_numbers(struct gen *g)
{
	unsigned r = trick_scratch(g), s = trick_scratch(g), base;
	int64_t disp;
	emit_mov(g, r, (int64_t)gen_pick(g, 3));
	for (unsigned n = gen_pick(g, 4); n; n--) {
		static const uint8_t groups[] = {0, 5, 4, 1, 6};
		switch (gen_pick(g, 6)) {
		case 0:
			emit_imm(g, gen_chance(g, 60), groups[gen_pick(g, 5)], r, (int64_t)gen_pick(g, 5) - 1);
			break;
		case 1:
			emit_regs(g, gen_chance(g, 60), 0x89, r, s);
			r = s;
			break;
		case 2:
			emit_regs(g, gen_chance(g, 60), 0xff, gen_pick(g, 2), r); // inc, dec
			break;
		case 3:
			emit_regs(g, true, 0x63, r, r); // movsxd
			break;
		case 4:
			emit_regs(g, gen_chance(g, 50), gen_chance(g, 50) ? 0x0fb6 : 0x0fb7, r, r);
			break;
		default:
			trick_wild(g);
		}
	}
	if (!trick_room(g) || gen_chance(g, 40))
		return;
	trick_place(g, 8, false, &base, &disp);
	emit_mem(g, 0, true, gen_chance(g, 60) ? 0x89 : 0x8b, trick_scratch(g), base, r, gen_chance(g, 50) ? 8 : 1,
		 disp);
}

static void tame_pointer(struct gen *g)
{
	static const uint8_t pointers[] = {DI, SI, DX};
	unsigned p = pointers[gen_pick(g, 3)];
	if (gen_chance(g, 50))
		emit_mem(g, 0, gen_chance(g, 70), 0x8b, trick_scratch(g), p, NO_REG, 1, 8 * (int64_t)gen_pick(g, 8));
	else
		emit_mem(g, 0, gen_chance(g, 70), 0x89, trick_any(g), p, NO_REG, 1, 8 * (int64_t)gen_pick(g, 8));
}

static void tame_call(struct gen *g)
{
	unsigned base, last = g->functions - 1;
	int64_t disp;
	if (g->leaf)
		return;
	if (g->locals == 0)
		return;
	if (gen_chance(g, 40)) { // an address of the frame as an argument
		trick_place(g, 8, false, &base, &disp);
		emit_mem(g, 0, true, 0x8d, DI, base, NO_REG, 1, disp);
	}
	if (gen_chance(g, 70) || g->self + 2 >= g->functions) {
		emit_jump(g, 0xe8, FIX_FUNCTION, g->self + 1 + gen_pick(g, last - g->self), 0);
		g->aliases &= CALLEE_SAVED;
		return;
	}
	switch (gen_pick(g, g->p->pointers ? 4 : 2)) {
	case 0:
		emit_image(g, true, 0x8d, AX, FIX_FUNCTION, last - gen_pick(g, 2), 0);
		EMIT(g, "\xff\xd0"); // call rax
		break;
	case 1: // through a slot
		trick_place(g, 8, false, &base, &disp);
		emit_image(g, true, 0x8d, AX, FIX_FUNCTION, last - gen_pick(g, 2), 0);
		emit_mem(g, 0, true, 0x89, AX, base, NO_REG, 1, disp);
		for (unsigned n = gen_pick(g, 3); n; n--)
			gen_chance(g, g->nasty) ? trick_nasty(g) : trick_tame(g);
		if (base == SP || base == BP || (g->aliases >> base & 1))
			emit_mem(g, 0, false, 0xff, 2, base, NO_REG, 1, disp);
		break;
	case 2:
		emit_image(g, true, 0x8b, AX, FIX_POINTERS, 0, 8 * (int)gen_pick(g, 4));
		EMIT(g, "\xff\xd0");
		break;
	default:
		emit_image(g, true, 0x8d, AX, FIX_POINTERS, 0, 0);
		emit_imm(g, false, 4, SI, 3); // and esi,3
		emit_mem(g, 0, false, 0xff, 2, AX, SI, 8, 0);
	}
	g->aliases &= CALLEE_SAVED;
}

static void tame_arithmetic(struct gen *g)
{
	static const uint16_t opcodes[] = {0x89, 0x01, 0x29, 0x31, 0x21, 0x09, 0x11, 0x19, 0x85, 0x39};
	if (gen_chance(g, 30))
		trick_wild(g);
	else
		emit_regs(g, gen_chance(g, 60), opcodes[gen_pick(g, COUNT(opcodes))], trick_any(g), trick_scratch(g));
}

static void tame_constant(struct gen *g)
{
	emit_image(g, gen_chance(g, 50), gen_chance(g, 70) ? 0x8b : 0x8d, trick_scratch(g), FIX_CONSTANTS, 0,
		   8 * (int)gen_pick(g, 8));
}

static void tame_units(struct gen *g)
{
	switch (gen_pick(g, 4)) {
	case 0:
	case 1:
		EMIT(g, "\xd9\xe8"); // fld1
		EMIT(g, "\xdd\xd8"); // fstp st0
		break;
	case 2:
		EMIT(g, "\x0f\xef\xc0"); // pxor mm0,mm0
		EMIT(g, "\x0f\x77");
		break;
	default:
		EMIT(g, "\xc5\xfc\x57\xc0"); // vxorps ymm0
		EMIT(g, "\xc5\xf8\x77");     // vzeroupper
	}
}

static void tame_push(struct gen *g)
{
	unsigned r = trick_any(g), n = 1 + gen_pick(g, 2);
	if (r == SP)
		return;
	for (unsigned i = 0; i < n; i++)
		emit_push(g, r);
	g->depth += 8 * (int64_t)n;
	for (unsigned i = 0; i < 16; i++)
		g->alias[i] += 8 * (int64_t)n;
	if (gen_chance(g, 30) && g->locals)
		tame_store(g);
	for (unsigned i = 0; i < n; i++)
		emit_pop(g, trick_scratch(g));
	g->depth -= 8 * (int64_t)n;
	for (unsigned i = 0; i < 16; i++)
		g->alias[i] -= 8 * (int64_t)n;
}

static void tame_string(struct gen *g)
{
	unsigned base;
	int64_t disp;
	if (!trick_room(g))
		return;
	trick_place(g, 16, false, &base, &disp);
	emit_mem(g, 0, true, 0x8d, DI, base, NO_REG, 1, disp);
	emit_mov(g, CX, gen_pick(g, 3));
	if (gen_chance(g, 50))
		EMIT(g, "\xf3\x48\xab"); // rep stosq
	else
		EMIT(g, "\xf3\xaa"); // rep stosb
}

void trick_tame(struct gen *g)
{
	static void (*const tricks[])(struct gen *) = {
	    tame_store,   tame_store,   tame_store,  tame_load,   tame_load,       tame_numbers,    tame_numbers,
	    tame_pointer, tame_pointer, tame_call,   tame_call,   tame_arithmetic, tame_arithmetic, tame_constant,
	    tame_units,   tame_push,    tame_string, trick_alias, trick_alias,
	};
	tricks[gen_pick(g, COUNT(tricks))](g);
}

// The index is bounded: as it should be, by one too many, at another width, of
// another register, before it is loaded anew, as a signed number; or not.
static unsigned bound_index(struct gen *g, unsigned n, unsigned away)
{
	unsigned how = gen_pick(g, 16), off = gen_chance(g, 10) ? 1 : 0;
	switch (how) {
	case 0:
	case 1:
	case 2:
		emit_imm(g, false, 7, DI, n - 1 + off);
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0); // ja
		if (how != 0)
			EMIT(g, "\x89\xff"); // mov edi,edi
		break;
	case 3:
	case 4:
		emit_imm(g, true, 7, DI, n - 1 + off);
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0);
		break;
	case 5:
		emit_imm(g, true, 7, DI, n + off);
		emit_jump(g, 0x0f83, FIX_LABEL, away, 0); // jae
		break;
	case 6:
	case 7:
		emit_imm(g, gen_chance(g, 50), 4, DI,
			 n - 1); // and: wrong unless n is a power of two, or a table of that size
		break;
	case 8:
		EMIT(g, "\x40\x80\xff\x03"); // cmp dil,3
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0);
		EMIT(g, "\x40\x0f\xb6\xff"); // movzx edi,dil
		break;
	case 9:
		EMIT(g, "\x40\x0f\xb6\xff");
		EMIT(g, "\x40\x80\xff\x03");
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0);
		break;
	case 10:
		emit_imm(g, true, 7, DI, n - 1);
		emit_jump(g, 0x0f8f, FIX_LABEL, away, 0); // jg
		break;
	case 11:
		emit_imm(g, true, 7, SI, n - 1);
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0);
		break;
	case 12:
		emit_imm(g, true, 7, DI, n - 1);
		trick_tame(g);
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0);
		break;
	case 13:
		emit_imm(g, true, 7, DI, n - 1);
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0);
		trick_tame(g);
		break;
	case 14:
		emit_imm(g, true, 7, DI, n - 1);
		emit_jump(g, 0x0f87, FIX_LABEL, away, 0);
		emit_regs(g, true, 0x89, DI, R9);
		trick_wild(g);
		return R9;
	default:
		emit_imm(g, true, 7, DI, -(int64_t)n);
		emit_jump(g, 0x0f86, FIX_LABEL, away, 0); // jbe
	}
	return DI;
}

void trick_table(struct gen *g)
{
	struct program *p = g->p;
	unsigned t = p->tables, n = 1 + gen_pick(g, 6), end = emit_new_label(g), first = p->labels;
	if (t == PROGRAM_TABLES || p->labels + n + 2 > PROGRAM_LABELS)
		return;
	if (gen_chance(g, 40))
		n = 4;
	p->tables++;
	p->table[t].n = (uint8_t)n;
	for (unsigned i = 0; i < n; i++)
		p->table[t].to[i] = (uint16_t)emit_new_label(g);
	unsigned r = bound_index(g, n, end);
	int bias = gen_chance(g, 15) ? 4 * (int)gen_pick(g, 4) : 0;
	emit_image(g, true, 0x8d, DX, FIX_TABLE, t, bias);
	if (gen_chance(g, 70)) {
		emit_mem(g, 0, true, 0x63, AX, DX, r, 4, -bias);
	} else {
		emit_mem(g, 0, false, 0x8b, AX, DX, r, 4, -bias);
		EMIT(g, "\x48\x98"); // cdqe
	}
	if (bias)
		emit_image(g, true, 0x8d, DX, FIX_TABLE, t, gen_chance(g, 90) ? 0 : 4);
	EMIT(g, "\x48\x01\xd0\xff\xe0"); // add rax,rdx; jmp rax
	for (unsigned i = 0; i < n; i++) {
		emit_label(g, first + i);
		trick_tame(g);
		if (gen_chance(g, 80))
			emit_jump(g, 0xe9, FIX_LABEL, end, 0);
	}
	emit_label(g, end);
}
