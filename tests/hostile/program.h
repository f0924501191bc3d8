// program.h - a program as a list of instructions that can be dropped, changed
// and linked again.
#ifndef NEARCALL_HOSTILE_PROGRAM_H
#define NEARCALL_HOSTILE_PROGRAM_H

#include "model/image.h"

enum {
	PROGRAM_BASE = 0x10000,
	PROGRAM_ITEMS = 800,
	PROGRAM_TABLES = 8,
	PROGRAM_ELEMENTS = 12,
	PROGRAM_FUNCTIONS = 8,
	PROGRAM_LABELS = 400,
	PROGRAM_CONSTANTS = 64,
	ITEM_BYTES = 15
};

enum item_kind { ITEM_CODE, ITEM_LABEL, ITEM_FUNCTION };
enum fix_kind { FIX_NONE, FIX_LABEL, FIX_FUNCTION, FIX_TABLE, FIX_CONSTANTS, FIX_POINTERS };

struct item {
	uint8_t kind, n, code[ITEM_BYTES];
	uint8_t fix, at; // four bytes at `at` are the distance from the item's end
	uint16_t to;     // of ITEM_LABEL and ITEM_FUNCTION: which it is
	int16_t add;
};

struct program {
	struct item item[PROGRAM_ITEMS];
	unsigned n, labels, functions, tables;
	struct {
		uint8_t n;
		uint16_t to[PROGRAM_ELEMENTS]; // labels
	} table[PROGRAM_TABLES];
	bool pointers; // constants hold the addresses of the last two functions, one after the other
};

// program_link makes an image; the first function is its entry. false: not all
// that is referred to is there.
bool program_link(struct arena *a, const struct arch *arch, const struct program *p, struct image *img);

// program_print disassembles it.
void program_print(const struct program *p);

#endif
