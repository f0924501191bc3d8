// program.c - lays instructions and constants out, and fills in distances.
#include "program.h"

#include <Zydis/Zydis.h>
#include <stdio.h>
#include <string.h>

struct places {
	uint64_t label[PROGRAM_LABELS], function[PROGRAM_FUNCTIONS], table[PROGRAM_TABLES], constants, pointers, code,
	    size;
};

enum { POINTERS = 4 };

// Where everything goes; 0: nowhere.
static struct places lay_out(const struct program *p)
{
	struct places at = {0};
	uint64_t addr = PROGRAM_BASE;
	for (unsigned i = 0; i < p->n; i++) {
		const struct item *it = &p->item[i];
		if (it->kind == ITEM_LABEL)
			at.label[it->to] = addr;
		else if (it->kind == ITEM_FUNCTION)
			at.function[it->to] = addr;
		addr += it->kind == ITEM_CODE ? it->n : 0;
	}
	at.code = addr;
	for (unsigned i = 0; i < p->tables; i++) {
		at.table[i] = (addr + 3) & ~3ULL;
		addr = at.table[i] + 4 * p->table[i].n;
	}
	at.constants = (addr + 15) & ~15ULL;
	addr = at.constants + PROGRAM_CONSTANTS;
	at.pointers = addr;
	at.size = addr + (p->pointers ? 8 * POINTERS : 0) - PROGRAM_BASE;
	return at;
}

static uint64_t target(const struct places *at, const struct item *it)
{
	switch (it->fix) {
	case FIX_LABEL:
		return at->label[it->to];
	case FIX_FUNCTION:
		return at->function[it->to];
	case FIX_TABLE:
		return at->table[it->to];
	case FIX_CONSTANTS:
		return at->constants;
	default:
		return at->pointers;
	}
}

static bool put_code(struct arena *a, const struct program *p, const struct places *at, uint8_t *bytes,
		     struct image *img)
{
	uint64_t addr = PROGRAM_BASE;
	for (unsigned i = 0; i < p->n; i++) {
		const struct item *it = &p->item[i];
		if (it->kind != ITEM_CODE)
			continue;
		memcpy(bytes + (addr - PROGRAM_BASE), it->code, it->n);
		if (it->fix) {
			uint64_t to = target(at, it);
			int32_t distance = (int32_t)(int64_t)(to + (uint64_t)it->add - addr - it->n);
			if (!to || (size_t)it->at + sizeof distance > it->n)
				return false;
			memcpy(bytes + (addr - PROGRAM_BASE) + it->at, &distance, sizeof distance);
			if (it->fix >= FIX_TABLE)
				VEC_PUSH(
				    a, &img->relocs,
				    (struct reloc){
					.addr = addr + it->at, .type = R_X86_64_PC32, .symbol = "", .section = to});
		}
		addr += it->n;
	}
	return true;
}

static bool put_constants(struct arena *a, const struct program *p, const struct places *at, uint8_t *bytes,
			  struct image *img)
{
	for (unsigned i = 0; i < p->tables; i++) {
		VEC_PUSH(a, &img->sections,
			 (struct input_section){at->table[i], at->table[i] + 4 * p->table[i].n, 4, 0});
		for (unsigned k = 0; k < p->table[i].n; k++) {
			uint64_t addr = at->table[i] + 4 * k, to = at->label[p->table[i].to[k]];
			int32_t distance = (int32_t)(int64_t)(to - at->table[i]);
			if (!to)
				return false;
			memcpy(bytes + (addr - PROGRAM_BASE), &distance, sizeof distance);
			VEC_PUSH(
			    a, &img->relocs,
			    (struct reloc){.addr = addr, .type = R_X86_64_PC32, .symbol = "", .section = PROGRAM_BASE});
		}
	}
	VEC_PUSH(a, &img->sections, (struct input_section){at->constants, at->constants + PROGRAM_CONSTANTS, 16, 0});
	for (int i = 0; i < PROGRAM_CONSTANTS; i++)
		bytes[at->constants - PROGRAM_BASE + (unsigned)i] = (uint8_t)(i % 8 ? 0 : i);
	if (!p->pointers)
		return true;
	VEC_PUSH(a, &img->sections, (struct input_section){at->pointers, at->pointers + 8 * POINTERS, 8, 0});
	for (unsigned k = 0; k < POINTERS; k++) {
		uint64_t to = at->function[p->functions - 1 - k % 2];
		if (!to)
			return false;
		VEC_PUSH(a, &img->relocs,
			 (struct reloc){.addr = at->pointers + 8 * k,
					.type = R_X86_64_RELATIVE,
					.symbol = "",
					.dynamic = true,
					.value = to});
	}
	return true;
}

bool program_link(struct arena *a, const struct arch *arch, const struct program *p, struct image *img)
{
	struct places at = lay_out(p);
	uint8_t *bytes = arena_alloc(a, at.size);
	*img = (struct image){.arch = arch,
			      .fd = -1,
			      .dir = ".",
			      .base = PROGRAM_BASE,
			      .align = 64,
			      .bytes = bytes,
			      .size = at.size,
			      .text_end = at.code};
	if (at.code == PROGRAM_BASE || p->functions == 0 || (p->pointers && p->functions < 2))
		return false;
	VEC_PUSH(a, &img->sections, (struct input_section){PROGRAM_BASE, at.code, 16, 0});
	if (!put_code(a, p, &at, bytes, img) || !put_constants(a, p, &at, bytes, img))
		return false;
	for (unsigned f = 0; f < p->functions; f++) {
		uint64_t start = at.function[f], end = f + 1 < p->functions ? at.function[f + 1] : at.code;
		if (!start || end <= start)
			return false;
		VEC_PUSH(a, &img->symbols,
			 (struct symbol){arena_printf(a, "f%u", f), start, end - start, true, f == 0});
	}
	return true;
}

void program_print(const struct program *p)
{
	struct places at = lay_out(p);
	uint64_t addr = PROGRAM_BASE;
	for (unsigned i = 0; i < p->n; i++) {
		const struct item *it = &p->item[i];
		ZydisDisassembledInstruction d;
		uint8_t code[ITEM_BYTES];
		bool known;
		if (it->kind != ITEM_CODE) {
			printf(it->kind == ITEM_LABEL ? "L%u:\n" : "f%u:\n", it->to);
			continue;
		}
		memcpy(code, it->code, sizeof code);
		int32_t distance = (int32_t)(int64_t)(it->fix ? target(&at, it) + (uint64_t)it->add - addr - it->n : 0);
		if (it->fix)
			memcpy(code + it->at, &distance, sizeof distance);
		for (unsigned k = 0; k < it->n; k += known ? d.info.length : 1) {
			known = ZYAN_SUCCESS(
			    ZydisDisassembleIntel(ZYDIS_MACHINE_MODE_LONG_64, addr + k, code + k, it->n - k, &d));
			printf("  %5llx  ", (unsigned long long)addr + k);
			for (unsigned b = k; b < ITEM_BYTES; b++)
				printf(b < it->n && b < k + (known ? d.info.length : 1u) ? "%02x" : "  ", code[b]);
			printf("  %s\n", known ? d.text : "?");
		}
		addr += it->n;
	}
	for (unsigned i = 0; i < p->tables; i++) {
		printf("  table at %llx:", (unsigned long long)at.table[i]);
		for (unsigned k = 0; k < p->table[i].n; k++)
			printf(" L%u", p->table[i].to[k]);
		printf("\n");
	}
}
