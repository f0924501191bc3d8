// nasty.c - what no compiler does.
#include "tricks.h"

#include "arch/arch.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

// Bytes at random, until they are an instruction that is allowed, neither jumps
// nor writes what has to be kept; memory, if any, among the locals.
void trick_wild(struct gen *g)
{
	static const struct gopkg pkg; // the plain level
	static struct arena *told;     // of words that nobody reads
	const struct level level = arch_amd64.level(&pkg, "");
	const char *hint;
	struct insn in;
	for (int tries = 0; tries < 60; tries++) {
		uint8_t b[24] = {0};
		size_t n = 0;
		if (gen_chance(g, 12))
			b[n++] = (uint8_t[]){0x66, 0xf2, 0xf3}[gen_pick(g, 3)];
		if (gen_chance(g, 70))
			b[n++] = (uint8_t)(0x40 | gen_pick(g, 16));
		if (gen_chance(g, 50))
			b[n++] = 0x0f;
		b[n++] = (uint8_t)gen_pick(g, 256);
		if (g->locals >= 24 && gen_chance(g, 30)) {
			b[n++] = (uint8_t)(0x44 | gen_pick(g, 8) << 3);
			b[n++] = 0x24; // [rsp+...]
			b[n++] = (uint8_t)gen_pick(g, (unsigned)g->locals - 16);
		} else {
			b[n++] = (uint8_t)(0xc0 | gen_pick(g, 64));
		}
		for (int i = 0; i < 4; i++)
			b[n + (size_t)i] = (uint8_t)gen_pick(g, 256);
		if (!arch_amd64.decode(b, 15, 0, &in) || in.length > 15 || in.length < n - 1 || in.width)
			continue;
		if (in.kind == INSN_RETURN || in.kind == INSN_CALL || in.kind == INSN_JUMP || in.kind == INSN_BRANCH ||
		    in.kind == INSN_TRAP || in.kind == INSN_PUSH || in.kind == INSN_POP || in.kind == INSN_LEAVE)
			continue;
		if ((in.writes >> SP & 1) || (in.writes & CALLEE_SAVED & ~g->saved & ~(1u << BP)) ||
		    (in.writes >> BP & 1))
			continue;
		if (in.marks && gen_chance(g, 98))
			continue;
		if (in.accesses && (in.access[0].at.base != SP || in.accesses > 1) && gen_chance(g, 80))
			continue;
		if (!told)
			told = arena_new();
		if (arch_amd64.forbidden(told, b, &in, &hint) || arch_amd64.missing(told, &level, b, &in, &hint))
			continue;
		emit(g, (const char *)b, in.length);
		return;
	}
}

static void odd_store(struct gen *g)
{
	unsigned base;
	int64_t disp;
	trick_place(g, 8, gen_chance(g, 60), &base, &disp);
	emit_mem(g, 0, gen_chance(g, 70), 0x89, trick_any(g), base, NO_REG, 1, disp);
}

static void odd_load(struct gen *g)
{
	unsigned base, r = trick_scratch(g);
	int64_t disp;
	trick_place(g, 8, true, &base, &disp);
	emit_mem(g, 0, gen_chance(g, 80), 0x8b, r, base, NO_REG, 1, disp);
	if (gen_chance(g, 50))
		emit_mem(g, 0, true, 0x89, trick_any(g), r, NO_REG, 1, 8 * (int64_t)gen_pick(g, 6) - 16);
}

static void pop_to_memory(struct gen *g)
{
	unsigned base;
	int64_t disp;
	emit_push(g, trick_any(g));
	trick_place(g, 8, gen_chance(g, 50), &base, &disp);
	emit_mem(g, 0, false, 0x8f, 0, base, NO_REG, 1, disp);
}

static void push_memory(struct gen *g)
{
	unsigned base;
	int64_t disp;
	trick_place(g, 8, gen_chance(g, 50), &base, &disp);
	emit_mem(g, 0, false, 0xff, 6, base, NO_REG, 1, disp);
	emit_pop(g, trick_scratch(g));
}

// An address goes out of sight and comes back.
static void launder(struct gen *g)
{
	unsigned base, r = trick_scratch(g), s = trick_scratch(g);
	int64_t disp;
	trick_place(g, 8, false, &base, &disp);
	emit_mem(g, 0, true, 0x8d, r, base, NO_REG, 1, disp);
	switch (gen_pick(g, 9)) {
	case 0:
		emit_mem(g, 0, true, 0x8d, s, NO_REG, r, 2, 0); // lea s,[r*2]
		emit_regs(g, true, 0xd1, 5, s);                 // shr s,1
		break;
	case 1:
		emit_regs(g, true, 0xf7, 2, r); // not, twice
		emit_regs(g, true, 0xf7, 2, r);
		s = r;
		break;
	case 2:
		emit_regs(g, true, 0x87, r, s); // xchg
		break;
	case 3:
		emit_regs(g, true, 0x0fc8 + (r & 7), 0, r); // not quite bswap: the second byte is a ModRM
		s = r;
		break;
	case 4: // movq xmm0,r; movq s,xmm0
		emit_mem(g, 0, true, 0x89, r, SP, NO_REG, 1, -16);
		emit_mem(g, 0, true, 0x8b, s, SP, NO_REG, 1, -16);
		break;
	case 5:
		emit_regs(g, true, 0x31, s, s);
		emit_regs(g, true, 0x09, r, s); // or
		break;
	case 6:
		trick_compare(g);
		emit_regs(g, gen_chance(g, 80), 0x0f40 + gen_pick(g, 16), s, r); // cmov
		break;
	case 7:
		emit_regs(g, true, 0x0fc1, s, r); // xadd r,s
		break;
	default:
		emit_mov(g, s, gen_pick(g, 3));
		emit_regs(g, true, 0x01, r, s); // add s,r
	}
	emit_mem(g, 0, gen_chance(g, 80), 0x89, trick_any(g), s, NO_REG, 1, 8 * (int64_t)gen_pick(g, 5) - 8);
}

// Addresses rounded down, from offsets of any kind, and stores through them.
static void round_down(struct gen *g)
{
	static const int sizes[] = {-8, -16, -32, -64, -4, -2};
	static const uint8_t kept[] = {AX, CX, R8, R10};
	unsigned r = kept[gen_pick(g, 4)];
	unsigned n = 1 + gen_pick(g, 2);
	for (unsigned i = 0; i < n; i++) {
		emit_mem(g, 0, true, 0x8d, r, SP, NO_REG, 1,
			 (gen_chance(g, 50) ? 4 : 8) * (int64_t)gen_pick(g, 10) + 16);
		emit_imm(g, true, 4, r, sizes[gen_pick(g, COUNT(sizes))]);
		emit_mem(g, 0, true, 0x89, trick_any(g), r, NO_REG, 1, 8 * (int64_t)gen_pick(g, 4));
		r = kept[gen_pick(g, 4)];
	}
}

static void odd_string(struct gen *g)
{
	static const char *const stores[] = {"\xf3\x48\xab", "\xf3\xaa",     "\x48\xab",     "\xaa",
					     "\xf2\x48\xab", "\x67\xf3\xab", "\xf3\x48\xa5", "\x48\xa5"};
	static const uint8_t lengths[] = {3, 2, 2, 1, 3, 3, 3, 2};
	unsigned base, how = gen_pick(g, COUNT(stores));
	int64_t disp;
	trick_place(g, 8, gen_chance(g, 60), &base, &disp);
	emit_mem(g, 0, true, 0x8d, DI, base, NO_REG, 1, disp);
	if (gen_chance(g, 60))
		emit_mov(g, CX, gen_pick(g, 6));
	else if (gen_chance(g, 50))
		emit_imm(g, false, 4, CX, 7);
	if (how >= 6)
		emit_mem(g, 0, true, 0x8d, SI, SP, NO_REG, 1, 8 * (int64_t)gen_pick(g, 8));
	emit(g, stores[how], lengths[how]);
}

// A number that an instruction changes which is no sum; then an index, or the
// stack pointer's way.
static void hidden_number(struct gen *g)
{
	unsigned base;
	int64_t disp;
	emit_mov(g, CX, 1 + gen_pick(g, 3));
	if (gen_chance(g, 30))
		emit_mov(g, AX, 1 + gen_pick(g, 3));
	switch (gen_pick(g, 9)) {
	case 0:
	case 1: { // loop, loope, loopne to the next instruction
		static const char *const loops[] = {"\xe2\x00", "\xe1\x00", "\xe0\x00"};
		emit(g, loops[gen_pick(g, 3)], 2);
		break;
	}
	case 2:
		emit_regs(g, true, 0x0fc1, trick_scratch(g), CX); // xadd
		break;
	case 3:
		emit_regs(g, gen_chance(g, 70), 0x0fb1, trick_scratch(g), CX); // cmpxchg
		break;
	case 4:
		emit_regs(g, true, 0xf7, 2 + gen_pick(g, 4), CX); // not, neg, mul, imul
		break;
	case 5:
		emit_regs(g, gen_chance(g, 70), 0xd1, gen_pick(g, 8), CX); // rol ... sar
		break;
	case 6:
		emit(g, (char[]){(char)0xb5, (char)gen_pick(g, 4)}, 2); // mov ch,n
		break;
	case 7:
		emit(g, (char[]){(char)0xb1, (char)gen_pick(g, 4)}, 2); // mov cl,n
		break;
	default:
		trick_wild(g);
	}
	trick_place(g, 8, false, &base, &disp);
	if (gen_chance(g, 15) && g->locals) {
		emit_mem(g, 0, true, 0x8d, SP, SP, CX, 8, 0); // lea rsp,[rsp+rcx*8]
		emit_regs(g, true, 0xf7, 3, CX);              // neg rcx
		emit_mem(g, 0, true, 0x8d, SP, SP, CX, 8, 0);
	} else {
		emit_mem(g, 0, true, 0x89, trick_any(g), base, CX, 8, disp);
	}
}

static void bit_string(struct gen *g)
{
	static const uint16_t opcodes[] = {0x0fab, 0x0fb3, 0x0fbb, 0x0fa3};
	unsigned base, r = trick_scratch(g);
	int64_t disp;
	trick_place(g, 8, false, &base, &disp);
	if (gen_chance(g, 50))
		emit_mov(g, r, gen_pick(g, 1024));
	emit_mem(g, 0, gen_chance(g, 70), opcodes[gen_pick(g, 4)], r, base, NO_REG, 1, disp);
}

// What a callee-saved register holds, moved about.
static void keep_oddly(struct gen *g)
{
	static const uint8_t kept[] = {BX, R12, R13, BP};
	unsigned r = kept[gen_pick(g, g->framed ? 3 : 4)], s = trick_scratch(g), base;
	int64_t disp;
	switch (gen_pick(g, 8)) {
	case 0:
		emit_regs(g, true, 0x89, r, s);
		emit_mov(g, r, 5);
		if (gen_chance(g, 50))
			trick_tame(g);
		emit_regs(g, true, 0x89, s, r);
		break;
	case 1:
		trick_place(g, 8, false, &base, &disp);
		emit_mem(g, 0, true, 0x89, r, base, NO_REG, 1, disp);
		emit_mov(g, r, 5);
		trick_tame(g);
		emit_mem(g, 0, true, 0x8b, r, base, NO_REG, 1, disp);
		break;
	case 2:
		emit_regs(g, false, 0x89, r, r); // mov ebx,ebx
		break;
	case 3:
		emit_regs(g, true, 0x87, r, s);
		emit_regs(g, true, 0x87, r, s);
		break;
	case 4: // by halves, out of its slot
		emit_push(g, r);
		emit_mem(g, 0, false, 0x8b, AX, SP, NO_REG, 1, 0);
		emit_mem(g, 0, false, 0x8b, CX, SP, NO_REG, 1, 4);
		emit_regs(g, true, 0xc1, 4, CX);
		g->p->item[g->p->n - 1].code[g->p->item[g->p->n - 1].n++] = 32; // shl rcx,32
		emit_regs(g, true, 0x09, CX, AX);
		emit_pop(g, r);
		emit_mem(g, 0, true, 0x89, trick_any(g), AX, NO_REG, 1, -8 * (int64_t)gen_pick(g, 5));
		break;
	case 5: // through a vector register
		emit_push(g, r);
		emit_mem(g, 0, false, 0x0f10, 0, SP, NO_REG, 1, 0);
		emit_pop(g, r);
		EMIT(g, "\x66\x48\x0f\x7e\xc0"); // movq rax,xmm0
		emit_mem(g, 0, true, 0x89, trick_any(g), AX, NO_REG, 1, -8 * (int64_t)gen_pick(g, 5));
		break;
	case 6:
		emit_push(g, r);
		emit_mem(g, 0, true, 0x8b, s, SP, NO_REG, 1, 0);
		emit_pop(g, r);
		emit_mem(g, 0, true, 0x89, trick_any(g), s, NO_REG, 1, -8 * (int64_t)gen_pick(g, 5));
		break;
	default:
		emit(g, (char[]){0x40, (char)0xb3, 1}, 3); // mov bl,1
	}
}

// The stack pointer goes elsewhere and comes back.
static void move_stack(struct gen *g)
{
	int64_t n = 8 * (int64_t)(1 + gen_pick(g, 4));
	unsigned s = trick_scratch(g);
	switch (gen_pick(g, 8)) {
	case 0:
		emit_regs(g, true, 0x89, SP, s);
		emit_imm(g, true, 5, SP, n);
		trick_tame(g);
		emit_regs(g, true, 0x89, s, SP);
		break;
	case 1:
		emit_mov(g, s, n);
		emit_regs(g, true, 0x29, s, SP);
		emit_regs(g, true, 0x01, s, SP);
		break;
	case 2:
		emit_imm(g, true, 5, SP, 4);
		emit_imm(g, true, 4, SP, -8);
		emit_imm(g, true, 0, SP, gen_chance(g, 50) ? 8 : 4);
		break;
	case 3:
		emit_regs(g, true, 0x87, SP, s);
		emit_regs(g, true, 0x87, SP, s);
		break;
	case 4:
		EMIT(g, "\xc8\x10\x00\x00"); // enter 16,0
		EMIT(g, "\xc9");
		break;
	case 5: { // by a loop
		unsigned again = emit_new_label(g);
		emit_mov(g, R9, 3);
		emit_label(g, again);
		emit_imm(g, true, 5, SP, 8);
		emit_imm(g, true, 5, R9, 1);
		emit_jump(g, 0x0f85, FIX_LABEL, again, 0);
		emit_imm(g, true, 0, SP, 24);
		break;
	}
	case 6: // saved in a slot of its own
		emit_mem(g, 0, true, 0x89, SP, SP, NO_REG, 1, 0);
		trick_tame(g);
		emit_mem(g, 0, true, 0x8b, SP, SP, NO_REG, 1, 0);
		break;
	default:
		emit(g, "\x66\x50\x66\x59", 4); // push ax; pop cx
	}
}

static void odd_units(struct gen *g)
{
	static const char *const units[] = {"\xd9\xe8", "\x0f\xef\xc0", "\xc5\xfc\x57\xc0",     "\xfd\xfc",
					    "\x9c\x59", "\x51\x9d",     "\xc5\xfe\x6f\x04\x24", "\xd9\xf7\x90"};
	static const uint8_t lengths[] = {2, 3, 4, 2, 2, 2, 5, 3};
	unsigned how = gen_pick(g, COUNT(units));
	emit(g, units[how], lengths[how]);
}

static void into_instructions(struct gen *g)
{
	switch (gen_pick(g, 3)) {
	case 0:
		EMIT(g, "\xeb\x01\x48\x31\xc0"); // jmp .+1, over a prefix
		break;
	case 1: {
		unsigned to = emit_new_label(g);
		trick_compare(g);
		emit_jump(g, 0x0f80 + gen_pick(g, 16), FIX_LABEL, to, 1 + (int)gen_pick(g, 2));
		emit_label(g, to);
		EMIT(g, "\x48\xb8\x90\x90\x90\x90\x90\x90\x90\x90"); // mov rax,nops
		break;
	}
	default: {
		unsigned to = emit_new_label(g);
		trick_compare(g);
		emit_jump(g, 0x0f80 + gen_pick(g, 16), FIX_LABEL, to, 1);
		emit_label(g, to);
		emit_push(g, R8 + gen_pick(g, 4)); // with or without its REX
		emit_pop(g, trick_scratch(g));
	}
	}
}

// A range, and then an index of that range.
static void range(struct gen *g)
{
	unsigned base, r = trick_scratch(g);
	int64_t disp;
	unsigned over = emit_new_label(g);
	trick_place(g, 8, false, &base, &disp);
	emit_imm(g, gen_chance(g, 50), 7, r, gen_pick(g, 4));
	if (gen_chance(g, 20))
		trick_wild(g);
	emit_jump(g, gen_chance(g, 50) ? 0x0f87 : 0x0f83, FIX_LABEL, over, 0);
	if (gen_chance(g, 50))
		trick_wild(g);
	emit_mem(g, 0, true, 0x89, trick_any(g), base, r, 8, disp);
	emit_label(g, over);
}

static void overflow_arguments(struct gen *g)
{
	if (g->leaf || g->locals < 16)
		return;
	emit_image(g, true, 0x8d, AX, FIX_FUNCTION, g->functions - 1, 0);
	emit_mem(g, 0, true, 0x89, AX, SP, NO_REG, 1, 0);
	emit_mem(g, 0, true, 0x8d, DI, SP, NO_REG, 1, 0);
	emit_jump(g, 0xe8, FIX_FUNCTION, g->self + 1, 0);
	g->aliases &= CALLEE_SAVED;
}

static void argument_call(struct gen *g)
{
	if (gen_chance(g, 50)) {
		emit_mem(g, 0, false, 0xff, 2, SP, NO_REG, 1, g->depth + 8); // call [the first stack argument]
	} else {
		emit_image(g, true, 0x8d, SI, FIX_FUNCTION, g->functions - 1, 0);
		EMIT(g, "\xff\xd7"); // call rdi
	}
	g->aliases &= CALLEE_SAVED;
}

void trick_nasty(struct gen *g)
{
	static void (*const tricks[])(struct gen *) = {
	    odd_store,     odd_store,     odd_store,         odd_load,   odd_load,   pop_to_memory,      push_memory,
	    launder,       launder,       launder,           round_down, round_down, odd_string,         odd_string,
	    hidden_number, hidden_number, hidden_number,     bit_string, keep_oddly, keep_oddly,         move_stack,
	    move_stack,    odd_units,     into_instructions, range,      range,      overflow_arguments, argument_call,
	    trick_wild,    trick_wild,
	};
	tricks[gen_pick(g, COUNT(tricks))](g);
}
