// falsify.h - proofs that claim more than is true.
#ifndef NEARCALL_FALSIFY_H
#define NEARCALL_FALSIFY_H

#include "arch/arch.h"
#include "model/image.h"
#include "model/proof.h"

struct lies {
	struct arena *arena;
	const struct arch *arch;
	const struct image *img;
	struct proof *proof; // a copy that may be changed
	uint64_t rng;
};

// A way to claim more: apply changes one claim chosen at random; false when the
// proof has none of that sort. What it does makes a claim stronger than the code
// allows, whichever it hits: the comment at each tells why.
struct lie {
	const char *name;
	bool (*apply)(struct lies *l);
};

extern const struct lie lies[];
extern const size_t lies_n;

// proof_copy copies what a lie may change.
struct proof *proof_copy(struct arena *a, const struct proof *p);

#endif
