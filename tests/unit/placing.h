// placing.h - placements of the images that proving.h makes.
#ifndef NEARCALL_PLACING_H
#define NEARCALL_PLACING_H

#include "place/place.h"
#include "proving.h"

// placing_section adds what ld's map would tell; sorted by address.
void placing_section(struct proving *p, uint64_t start, uint64_t end, uint64_t align, uint64_t entry);

// placing_reloc: the field at addr was filled in with a place in the section.
void placing_reloc(struct proving *p, uint64_t addr, uint64_t section);

// placing_run proves and places; the proof must not fail.
struct placement placing_run(struct proving *p);

// placing_code does so with all of the code as one section.
struct placement placing_code(struct proving *p);

// placing_render gives the ops of all texts, as in place_cases.h.
const char *placing_render(struct arena *a, const struct placement *p);

#endif
