// gen.c - functions as compilers write them, with things in them that none does.
#include "gen.h"

#include "emit.h"
#include "tricks.h"

#include <string.h>

enum { SHAPES = 5 };

static const uint8_t keepers[] = {BX, R12, R13, R14, R15};

// A frame of some shape; what it has saved, and how to give it back.
struct frame {
	unsigned shape;
	uint8_t pushed[5];
	unsigned n;
};

static void open_frame(struct gen *g, struct frame *f)
{
	*f = (struct frame){.shape = g->leaf && gen_chance(g, 40) ? 0 : 1 + gen_pick(g, SHAPES - 1)};
	g->depth = 0;
	g->locals = 0;
	g->framed = g->realigned = false;
	g->saved = 0;
	if (f->shape == 0)
		return;
	if (f->shape >= 2) {
		EMIT(g, "\x55\x48\x89\xe5"); // push rbp; mov rbp,rsp
		g->depth = 8;
		g->framed = true;
		g->saved |= 1u << BP;
	}
	for (f->n = gen_pick(g, 4); g->depth < 8 * (int64_t)(f->n + (f->shape >= 2));) {
		unsigned i = (unsigned)(g->depth / 8) - (f->shape >= 2);
		f->pushed[i] = keepers[i];
		emit_push(g, f->pushed[i]);
		g->saved |= 1u << f->pushed[i];
		g->depth += 8;
	}
	if (f->shape == 3) {
		static const int sizes[] = {-16, -32, -64, -8};
		emit_imm(g, true, 4, SP, sizes[gen_pick(g, 4)]); // and rsp,-32
		g->realigned = true;
	}
	g->locals = 16 * (int64_t)(1 + gen_pick(g, 5)) + ((g->depth & 8) ? 0 : 8);
	emit_imm(g, true, 5, SP, g->locals); // sub rsp
	g->depth += g->locals;
	trick_alias(g);
}

static void close_frame(struct gen *g, const struct frame *f)
{
	int64_t pushed = 8 * (int64_t)f->n;
	if (f->shape == 0)
		return;
	if (f->shape >= 2 && (f->shape == 3 || gen_chance(g, 40))) {
		if (f->n == 0 && gen_chance(g, 60)) {
			EMIT(g, "\xc9");
			return;
		}
		emit_mem(g, 0, true, 0x8d, SP, BP, NO_REG, 1, -pushed); // lea rsp,[rbp-n]
	} else {
		emit_imm(g, true, 0, SP, g->locals);
	}
	for (unsigned i = f->n; i > 0; i--)
		emit_pop(g, f->pushed[i - 1]);
	if (f->shape >= 2)
		EMIT(g, "\x5d");
}

static void leave(struct gen *g, const struct frame *f)
{
	bool tail = !g->leaf && gen_chance(g, 20);
	unsigned to = g->self + 1 + (tail ? gen_pick(g, g->functions - g->self - 1) : 0);
	close_frame(g, f);
	if (tail && gen_chance(g, 25) && to + 2 >= g->functions && g->self + 2 < g->functions) {
		emit_image(g, true, 0x8d, AX, FIX_FUNCTION, to, 0);
		EMIT(g, "\xff\xe0"); // jmp rax
	} else if (tail) {
		emit_jump(g, 0xe9, FIX_FUNCTION, to, 0);
	} else {
		EMIT(g, "\xc3");
	}
}

static void body(struct gen *g, unsigned n, unsigned nest);

// A branch over some of it, or a loop around it.
static void branch(struct gen *g, unsigned nest)
{
	unsigned over = emit_new_label(g);
	trick_compare(g);
	emit_jump(g, 0x0f80 + gen_pick(g, 16), FIX_LABEL, over, 0);
	body(g, 1 + gen_pick(g, 3), nest + 1);
	emit_label(g, over);
}

static void loop(struct gen *g, unsigned nest)
{
	unsigned again = emit_new_label(g);
	static const uint8_t counters[] = {R8, R9, R10, BX};
	unsigned r = counters[gen_pick(g, g->saved >> BX & 1 ? 4 : 3)];
	emit_mov(g, r, 1 + gen_pick(g, 5));
	emit_label(g, again);
	body(g, 1 + gen_pick(g, 3), nest + 1);
	emit_imm(g, true, 5, r, 1); // sub r,1
	emit_jump(g, 0x0f85, FIX_LABEL, again, 0);
}

static void body(struct gen *g, unsigned n, unsigned nest)
{
	for (; n; n--) {
		unsigned how = nest < 3 ? gen_pick(g, 12) : 2;
		if (how == 0)
			branch(g, nest);
		else if (how == 1)
			loop(g, nest);
		else if (gen_chance(g, g->nasty))
			trick_nasty(g);
		else
			trick_tame(g);
	}
}

static void early_return(struct gen *g, const struct frame *f)
{
	unsigned on = emit_new_label(g);
	trick_compare(g);
	emit_jump(g, 0x0f80 + gen_pick(g, 16), FIX_LABEL, on, 0);
	leave(g, f);
	emit_label(g, on);
}

static void function(struct gen *g)
{
	struct frame f;
	emit_function(g, g->self);
	g->leaf = g->self + 1 >= g->functions;
	open_frame(g, &f);
	if (gen_chance(g, 5))
		EMIT(g, "\xf3\x0f\x1e\xfa"); // endbr64
	body(g, 1 + gen_pick(g, 6), 0);
	if (gen_chance(g, 25))
		early_return(g, &f);
	if (gen_chance(g, 18))
		trick_table(g);
	if (gen_chance(g, 40))
		body(g, 1 + gen_pick(g, 3), 0);
	leave(g, &f);
}

static unsigned any_code(struct gen *g)
{
	unsigned i = gen_pick(g, g->p->n);
	for (unsigned n = 0; n < g->p->n && g->p->item[i].kind != ITEM_CODE; n++)
		i = (i + 1) % g->p->n;
	return i;
}

static void mutate(struct gen *g)
{
	struct program *p = g->p;
	unsigned i = any_code(g), k = any_code(g);
	struct item *it = &p->item[i], other = p->item[k];
	int fixed = it->fix ? it->at : 99;
	switch (gen_pick(g, 6)) {
	case 0:
		memmove(it, it + 1, (p->n - i - 1) * sizeof *it);
		p->n--;
		break;
	case 1:
		p->item[k] = *it;
		*it = other;
		break;
	case 2:
		if (p->n < PROGRAM_ITEMS) {
			memmove(it + 1, it, (p->n - i) * sizeof *it);
			*it = other;
			p->n++;
		}
		break;
	case 3: // a bit
		k = gen_pick(g, it->n);
		if ((int)k < fixed)
			it->code[k] ^= (uint8_t)(1 << gen_pick(g, 8));
		break;
	case 4: // the last byte: mostly an immediate or a displacement
		if (!it->fix)
			it->code[it->n - 1] = (uint8_t)(it->code[it->n - 1] + (gen_chance(g, 50) ? 8 : -8));
		break;
	default:
		it->add = (int16_t)(it->add + (int)gen_pick(g, 9) - 4);
	}
}

void gen_mutate(struct program *p, uint64_t seed)
{
	mutate(&(struct gen){.p = p, .rng = seed});
}

void gen_program(struct program *p, uint64_t seed, bool change)
{
	struct gen g = {.p = p, .rng = seed};
	memset(p, 0, offsetof(struct program, item));
	p->n = p->labels = p->tables = 0;
	p->functions = g.functions = 1 + gen_pick(&g, 4);
	p->pointers = g.functions > 2 && gen_chance(&g, 30);
	g.nasty = gen_chance(&g, 30) ? 0 : 4 + gen_pick(&g, 16);
	for (; g.self < g.functions; g.self++)
		function(&g);
	EMIT(&g, "\xcc");
	if (change)
		mutate(&g);
}
