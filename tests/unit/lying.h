// lying.h - whether the checker denies each falsified proof of a list of images.
#ifndef NEARCALL_LYING_H
#define NEARCALL_LYING_H

#include "compiled.h"

struct lying {
	uint64_t rng;
	size_t of[64]; // lies told, of each kind
	bool out[64];  // kinds that are left out
	size_t all, missed;
};

// lying_new begins with a seed that it prints: SEED in the environment, or the time.
struct lying lying_new(void);

// lying_about tells lies of all kinds in turn about the proof of c.
void lying_about(struct lying *l, const struct compiled *c, int rounds, const char *name);

// lying_ends fails if one was confirmed, or of a kind there was none, or there were
// fewer than least.
void lying_ends(const struct lying *l, size_t least);

// A kind of lies that an architecture has nothing for is left out.
void lying_leaves_out(struct lying *l, const char *kind);

#endif
