// jumptable.h - where an indirect jump through a table of distances can go.
#ifndef NEARCALL_JUMPTABLE_H
#define NEARCALL_JUMPTABLE_H

#include "base/arena.h"
#include "model/image.h"
#include "model/value.h"

struct ground;

// The tables of an image, while it is proven.
struct tables {
	struct arena *arena;
	VEC(uint64_t) named; // addresses that code forms; sorted
	VEC(uint64_t) known; // where tables begin, as an earlier round found; sorted
	VEC(uint64_t) found; // in this round
	bool open;           // some table's length was told by no bound in the code
};

// tables_begin prepares for an image. a owns what *t holds.
void tables_begin(struct tables *t, struct arena *a, const struct ground *g);

// tables_targets lists where a jump through v, at the instruction `from`, can
// go. False when v does not come from a jump table of the image, or when
// neither the code nor the compiler's word bounds the index.
bool tables_targets(struct tables *t, const struct ground *g, uint64_t from, struct value v, uint64_t **targets,
                    size_t *n);

// tables_settle ends a round: true when it rested on the tables that it found.
bool tables_settle(struct tables *t);

#endif
