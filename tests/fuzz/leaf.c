// leaf.c - leaf functions that chance makes up; leaf.h.
#include "leaf.h"

#include <stdlib.h>
#include <string.h>

enum { LOCALS = 4, CONSTANTS = 3 };

const uint8_t leaf_args[LEAF_ARGS] = {DI, SI, DX, CX, 8, 9}, leaf_results[LEAF_RESULTS] = {AX, DX};
static const uint8_t pool[] = {AX, CX, DX, SI, DI, 8, 9, 10, 11};

unsigned leaf_pick(struct leaf *l, unsigned n)
{
	return feed_byte(&l->feed) % n;
}

static void put(struct leaf *l, uint8_t byte)
{
	if (l->n < LEAF_CODE)
		l->code[l->n++] = byte;
}

static void put_all(struct leaf *l, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(l, (uint8_t)bytes[i]);
}

#define PUT(l, bytes) put_all(l, bytes, sizeof(bytes) - 1)

// An instruction with two registers: REX, the opcode, ModRM.
static void registers(struct leaf *l, bool wide, unsigned opcode, unsigned reg, unsigned rm)
{
	put(l, (uint8_t)(0x40 | wide << 3 | (reg >> 3) << 2 | rm >> 3));
	if (opcode > 0xff)
		put(l, (uint8_t)(opcode >> 8));
	put(l, (uint8_t)opcode);
	put(l, (uint8_t)(0xc0 | (reg & 7) << 3 | (rm & 7)));
}

// One with a place on the stack, `at` bytes from rsp or rbp.
static void on_stack(struct leaf *l, unsigned opcode, unsigned reg, unsigned base, int at)
{
	put(l, (uint8_t)(0x48 | (reg >> 3) << 2));
	put(l, (uint8_t)opcode);
	put(l, (uint8_t)(0x40 | (reg & 7) << 3 | base));
	if (base == SP)
		put(l, 0x24);
	put(l, (uint8_t)at);
}

static unsigned some_register(struct leaf *l)
{
	return pool[leaf_pick(l, sizeof pool)];
}

// One that holds something; the first that does, if what chance says does not.
static unsigned known(struct leaf *l)
{
	unsigned r = some_register(l);
	for (size_t i = 0; i < sizeof pool && !(l->defined >> r & 1); i++)
		r = pool[i];
	if (!(l->defined >> r & 1)) {
		registers(l, true, 0x31, r, r); // xor r,r
		l->defined |= 1u << r;
	}
	return r;
}

static void place_on_stack(struct leaf *l, unsigned opcode, unsigned reg)
{
	unsigned k = leaf_pick(l, LOCALS);
	if (l->on_stack && leaf_pick(l, 2)) { // an argument
		k %= LEAF_STACK_ARGS;
		if (l->framed && leaf_pick(l, 2))
			on_stack(l, opcode, reg, BP, 16 + 8 * (int)k);
		else
			on_stack(l, opcode, reg, SP, l->room + (l->framed ? 16 : 8) + 8 * (int)k);
	} else if (l->framed && leaf_pick(l, 2)) {
		on_stack(l, opcode, reg, BP, -8 * (int)(k + 1));
	} else {
		on_stack(l, opcode, reg, SP, l->room - 8 * (int)(k + 1));
	}
}

static void instruction(struct leaf *l)
{
	static const uint8_t two[] = {0x89, 0x01, 0x29, 0x31, 0x21, 0x09, 0x11};
	bool wide = leaf_pick(l, 3);
	unsigned s = known(l), t = known(l), r = some_register(l);
	switch (leaf_pick(l, 24)) {
	case 0:
	case 1:
		registers(l, wide, 0x89, s, r); // mov r,s
		break;
	case 2:
	case 3:
		registers(l, true, 0x39, s, t); // for adc: the carry is known
		registers(l, wide, two[1 + leaf_pick(l, 6)], s, t);
		return;
	case 4:
		registers(l, wide, 0x0faf, t, s); // imul t,s
		return;
	case 5: // lea r,[s+t+n]
		put(l, (uint8_t)(0x48 | (r >> 3) << 2 | (t >> 3) << 1 | s >> 3));
		PUT(l, "\x8d");
		put(l, (uint8_t)(0x44 | (r & 7) << 3));
		put(l, (uint8_t)((t & 7) << 3 | (s & 7)));
		put(l, (uint8_t)leaf_pick(l, 100));
		break;
	case 6:
		registers(l, false, 0x0fb6, r, s); // movzx r,s8
		break;
	case 7:
		registers(l, true, 0x39, s, t);
		registers(l, false, 0x0f90 + leaf_pick(l, 16), 0, t); // setcc t8
		return;
	case 8:
		registers(l, true, 0x39, s, t);
		registers(l, wide, 0x0f40 + leaf_pick(l, 16), t, s); // cmovcc t,s
		return;
	case 9:
		if (!(l->defined >> CX & 1))
			return;
		registers(l, wide, 0xd3, 4 + leaf_pick(l, 2), t); // shl or shr t,cl
		return;
	case 10:
		if (!(l->defined >> AX & 1))
			return;
		registers(l, true, 0xf7, 4, s); // mul s
		l->defined |= 1u << DX;
		return;
	case 11:
		put(l, (uint8_t)(0x48 | t >> 3)); // bswap t
		PUT(l, "\x0f");
		put(l, (uint8_t)(0xc8 | (t & 7)));
		return;
	case 12:
		registers(l, wide, leaf_pick(l, 2) ? 0x87 : 0x0fc1, s, t); // xchg, xadd
		return;
	case 13:
		registers(l, true, 0xc7, 0, r); // mov r,n
		put(l, (uint8_t)leaf_pick(l, 256));
		PUT(l, "\x01\x02\xf3");
		break;
	case 14:
		registers(l, wide, 0x83, leaf_pick(l, 2) ? 0 : 6, t); // add or xor t,n
		put(l, (uint8_t)leaf_pick(l, 256));
		return;
	case 15:
	case 16:
		place_on_stack(l, 0x8b, r);
		break;
	case 17:
		place_on_stack(l, 0x89, s);
		return;
	case 18:
		place_on_stack(l, 0x03, t); // add t,[...]
		return;
	case 19: // lea of a place, and a store through it; the address is not a result
		if (r == s)
			return;
		place_on_stack(l, 0x8d, r);
		put(l, (uint8_t)(0x48 | (s >> 3) << 2 | r >> 3));
		PUT(l, "\x89");
		put(l, (uint8_t)(0x40 | (s & 7) << 3 | (r & 7)));
		PUT(l, "\x00");
		l->defined &= ~(1u << r);
		return;
	case 20: // of a constant
		if (l->fixes == LEAF_INSNS)
			return;
		put(l, (uint8_t)(0x48 | (r >> 3) << 2));
		PUT(l, "\x8b");
		put(l, (uint8_t)(5 | (r & 7) << 3));
		l->fix[l->fixes].constant = leaf_pick(l, CONSTANTS);
		l->fix[l->fixes++].at = l->n;
		PUT(l, "\0\0\0\0");
		break;
	case 21:
		PUT(l, "\x66");
		registers(l, false, 0x01, s, t); // add t16,s16
		return;
	case 22:
		put(l, (uint8_t)(0x40 | s >> 3)); // push s; pop r
		put(l, (uint8_t)(0x50 | (s & 7)));
		put(l, (uint8_t)(0x40 | r >> 3));
		put(l, (uint8_t)(0x58 | (r & 7)));
		break;
	default:
		if (!(l->defined >> AX & 1))
			return;
		if (leaf_pick(l, 4))
			PUT(l, "\x48\x99"); // cqo
		else
			PUT(l, "\x0f\xb6\xd4"); // movzx edx,ah
		r = DX;
	}
	l->defined |= 1u << r;
}

// What is jumped to reads the first argument and the last two.
static const uint8_t callee_reads[] = {DI, 8, 9};

static void define(struct leaf *l, unsigned r)
{
	if (!(l->defined >> r & 1))
		registers(l, true, 0x89, known(l), r);
	l->defined |= 1u << r;
}

// It changes all registers that are no argument's.
const uint8_t *leaf_callee(const struct leaf *l, size_t *n)
{
	static const uint8_t code[] = {
		0x0f, 0x29, 0x44, 0x24, 0xe8,      // movaps [rsp-0x18], xmm0: left out if it does not align
		0x4a, 0x8d, 0x04, 0x47,            // lea rax, [rdi+r8*2]
		0x4b, 0x8d, 0x54, 0x89, 0x07,      // lea rdx, [r9+r9*4+7]
		0x45, 0x31, 0xd2, 0x45, 0x31, 0xdb, // xor r10d, r10d; xor r11d, r11d
		0x31, 0xc9, 0xc3,                  // xor ecx, ecx; ret
	};
	size_t left_out = l->callee_aligns ? 0 : 5;
	*n = sizeof code - left_out;
	return code + left_out;
}

static void jump_away(struct leaf *l)
{
	PUT(l, "\xe9");
	if (l->tails < LEAF_TAILS)
		l->tail[l->tails++] = l->n;
	PUT(l, "\0\0\0\0");
}

static void give_back(struct leaf *l)
{
	bool away = leaf_pick(l, 4) == 0;
	for (size_t i = 0; i < sizeof callee_reads && away; i++)
		define(l, callee_reads[i]);
	for (size_t i = 0; i < l->nresults; i++)
		if (!(l->defined >> leaf_results[i] & 1)) {
			registers(l, true, 0x89, known(l), leaf_results[i]);
			l->defined |= 1u << leaf_results[i];
		}
	if (l->nargs && (l->defined >> leaf_args[0] & 1) && l->nresults == 1 && leaf_pick(l, 2))
		registers(l, true, 0x01, leaf_args[0], AX); // the sum at the very end
	if (l->room) {
		PUT(l, "\x48\x83\xc4");
		put(l, l->room);
	}
	if (l->framed)
		PUT(l, "\x5d");
	if (away)
		jump_away(l);
	else
		PUT(l, "\xc3");
}

// Instructions, now and then behind a branch over them, which may end early.
void leaf_make(struct leaf *l, struct arena *a, struct feed feed)
{
	*l = (struct leaf){.arena = a, .feed = feed};
	l->nargs = leaf_pick(l, LEAF_ARGS + 1);
	l->nresults = leaf_pick(l, 3);
	unsigned how = leaf_pick(l, 16);
	l->framed = how & 1;
	l->on_stack = how & 2;
	l->callee_aligns = how & 8;
	for (size_t i = 0; i < l->nargs; i++)
		l->defined |= 1u << leaf_args[i];
	if (l->framed)
		PUT(l, "\x55\x48\x89\xe5");
	if (how & 4) {
		l->room = 8 * LOCALS;
		PUT(l, "\x48\x83\xec\x20");
	}
	for (unsigned n = leaf_pick(l, LEAF_INSNS); n; n--) {
		if (leaf_pick(l, 6)) {
			instruction(l);
			continue;
		}
		registers(l, true, 0x39, known(l), known(l)); // cmp
		unsigned before = l->defined;
		put(l, (uint8_t)(0x70 + leaf_pick(l, 16)));
		size_t jump = l->n;
		PUT(l, "\0");
		instruction(l);
		if (leaf_pick(l, 2))
			give_back(l);
		l->code[jump < LEAF_CODE ? jump : LEAF_CODE - 1] = (uint8_t)(l->n - jump - 1);
		l->defined &= before;
	}
	give_back(l);
}

static void link_constants(const struct leaf *l, struct image *img, uint8_t *bytes, uint64_t constants)
{
	for (unsigned i = 0; i < 16 * CONSTANTS; i++)
		bytes[constants + i] = (uint8_t)(i * 29 + 3);
	for (unsigned i = 0; i < CONSTANTS; i++) {
		uint64_t at = LEAF_BASE + constants + 16 * i;
		VEC_PUSH(l->arena, &img->sections, (struct input_section){at, at + 16, 16, 0});
	}
	for (size_t i = 0; i < l->fixes; i++) {
		uint64_t at = LEAF_BASE + constants + 16 * l->fix[i].constant;
		int32_t distance = (int32_t)(at + 8 * (i % 2) - (LEAF_BASE + l->fix[i].at + 4));
		memcpy(bytes + l->fix[i].at, &distance, sizeof distance);
		VEC_PUSH(l->arena, &img->relocs, (struct reloc){.addr = LEAF_BASE + l->fix[i].at, .type = R_X86_64_PC32, .symbol = "", .section = at});
	}
}

// The constants lie behind the code, a section for each.
uint8_t *leaf_link(struct leaf *l, struct image *img)
{
	size_t n;
	const uint8_t *callee = leaf_callee(l, &n);
	l->callee = (l->n + 15) / 16 * 16;
	uint64_t end = l->callee + n, constants = (end + 15) / 16 * 16;
	VEC_PUSH(l->arena, &img->sections, (struct input_section){LEAF_BASE, LEAF_BASE + l->n, 16, 0});
	VEC_PUSH(l->arena, &img->sections, (struct input_section){LEAF_BASE + l->callee, LEAF_BASE + end, 16, 0});
	img->text_end = LEAF_BASE + end;
	img->size = constants + 16 * CONSTANTS;
	uint8_t *bytes = malloc(img->size);
	fuzz_check(bytes, "no memory");
	memset(bytes, 0xcc, img->size);
	memcpy(bytes, l->code, l->n);
	memcpy(bytes + l->callee, callee, n);
	for (size_t i = 0; i < l->tails; i++) {
		int32_t distance = (int32_t)(l->callee - (l->tail[i] + 4));
		memcpy(bytes + l->tail[i], &distance, sizeof distance);
	}
	link_constants(l, img, bytes, constants);
	img->bytes = bytes;
	VEC_PUSH(l->arena, &img->symbols, (struct symbol){"f", LEAF_BASE, l->n, true, true});
	VEC_PUSH(l->arena, &img->symbols, (struct symbol){"g", LEAF_BASE + l->callee, n, true, false});
	return bytes;
}
