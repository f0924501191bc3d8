// cases.c - the fixed inputs: what has to be refused, and what runs would find.
#include "cases.h"

#include "arch/arch.h"
#include "cases_list.h"
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static int by_address(const void *va, const void *vb)
{
	const struct symbol *a = va, *b = vb;
	return a->addr < b->addr ? -1 : a->addr > b->addr;
}

// The first symbol is the entry, so f comes first in all of them.
static struct image image_of(struct arena *a, size_t i)
{
	uint8_t *bytes = arena_alloc(a, cases[i].n);
	uint64_t end = PROGRAM_BASE + cases[i].code;
	struct image img = {.arch = &arch_amd64,
			    .fd = -1,
			    .dir = ".",
			    .base = PROGRAM_BASE,
			    .align = 64,
			    .bytes = bytes,
			    .size = cases[i].n,
			    .text_end = end};
	memcpy(bytes, cases[i].bytes, cases[i].n);
	VEC_PUSH(a, &img.sections, (struct input_section){PROGRAM_BASE, end, 16, 0});
	if (cases[i].n > cases[i].code)
		VEC_PUSH(a, &img.sections, (struct input_section){end, PROGRAM_BASE + cases[i].n, 4, 0});
	for (size_t k = 0; k < COUNT(cases[i].functions) && cases[i].functions[k].name; k++)
		VEC_PUSH(a, &img.symbols,
			 (struct symbol){cases[i].functions[k].name, PROGRAM_BASE + cases[i].functions[k].at, 0, true,
					 k == 0});
	qsort(img.symbols.v, img.symbols.n, sizeof *img.symbols.v, by_address);
	for (size_t k = 0; k < img.symbols.n; k++)
		img.symbols.v[k].size =
		    (k + 1 < img.symbols.n ? img.symbols.v[k + 1].addr : end) - img.symbols.v[k].addr;
	for (unsigned k = 0; k < cases[i].elements; k++)
		VEC_PUSH(
		    a, &img.relocs,
		    (struct reloc){.addr = end + 4 * k, .type = R_X86_64_PC32, .symbol = "", .section = PROGRAM_BASE});
	return img;
}

// With the refusal switched off, the runs have to find what was refused.
int cases_run(struct cpu *cpu)
{
	int bad = 0, found = 0, refused = 0;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *a = arena_new();
		struct image img = image_of(a, i);
		struct tally count = {0};
		struct trial t = {.cpu = cpu, .seed = 12345, .runs = 200, .limit = 30000};
		struct run r = trial_image(&t, a, &img, &count);
		if (r.end == RUN_VIOLATION || cases[i].refused != !count.accepted) {
			printf("%s: %s\n", cases[i].name,
			       r.end == RUN_VIOLATION ? r.what
			       : count.accepted       ? "accepted"
						      : "refused");
			bad++;
		}
		refused += cases[i].refused;
		t.blind = true;
		r = trial_image(&t, a, &img, &count);
		found += cases[i].refused && r.end == RUN_VIOLATION;
		if (cases[i].refused && r.end != RUN_VIOLATION)
			printf("%s: it is refused, but no run tells why\n", cases[i].name);
		arena_free(a);
	}
	printf("%zu cases, %d wrong; of %d that are refused, %d would be found by running them\n", COUNT(cases), bad,
	       refused, found);
	return bad != 0;
}
