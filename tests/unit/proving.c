#include "proving.h"

#include "arch/arch.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SYMBOLS = 5 };

static int by_address(const void *va, const void *vb)
{
	const struct symbol *a = va, *b = vb;
	return a->addr < b->addr ? -1 : a->addr > b->addr;
}

struct proving *proving_new(const char *code, size_t n, const struct code_symbol *symbols, const void *constants,
                            size_t constants_size)
{
	struct arena *a = arena_new();
	struct proving *p = arena_alloc(a, sizeof *p);
	p->arena = p->diags.arena = a;
	// of exactly this size: reading past the image shows
	p->bytes = malloc(n + constants_size);
	if (!p->bytes)
		abort();
	memcpy(p->bytes, code, n);
	if (constants_size)
		memcpy(p->bytes + n, constants, constants_size);
	p->img = (struct image){
		.arch = &arch_amd64, .bytes = p->bytes, .base = CODE_BASE, .size = n + constants_size, .text_end = CODE_BASE + n,
		.align = 64, .fd = -1, .dir = "pkg",
	};
	for (size_t i = 0; i < MAX_SYMBOLS && symbols[i].name; i++)
		VEC_PUSH(a, &p->img.symbols, (struct symbol){.name = symbols[i].name, .addr = CODE_BASE + symbols[i].offset,
		                                             .size = symbols[i].size, .function = true, .global = i == 0});
	qsort(p->img.symbols.v, p->img.symbols.n, sizeof *p->img.symbols.v, by_address);
	VEC_PUSH(a, &p->pkg.cflags, "-march=x86-64-v3");
	return p;
}

const struct proven *proving_run(struct proving *p)
{
	struct build b = {.arena = p->arena, .diags = &p->diags, .arch = p->img.arch};
	const struct symbol *entry = &p->img.symbols.v[0];
	prove_entries(&b, &p->pkg, &p->img, &entry, 1, &p->proof);
	prove_entry(&b, &p->pkg, &p->img, entry, &p->proof);
	return diag_status(&p->diags) == EXIT_DONE ? proof_of(&p->proof, entry->addr) : NULL;
}

void proving_free(struct proving *p)
{
	free(p->bytes);
	arena_free(p->arena);
}
