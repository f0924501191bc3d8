// check.h - a second reading of the proof: every claim is confirmed or refused.
//
// It shares with *prove* only what an instruction is and what the architecture
// says. Where the prover has to find what holds where paths meet, the checker is
// told, and only has to see that each claim follows from those in front of it.
#ifndef NEARCALL_CHECK_H
#define NEARCALL_CHECK_H

#include "model/build.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/proof.h"

// check_proof confirms a proof in which nothing was refused. What it cannot
// confirm, one claim of each function, goes to b->diags as a refusal; the result
// is false then. entries[i] is called from Go, or NULL; pkg tells the promises
// (//nearcall:depth, //nearcall:calls).
bool check_proof(struct build *b, const struct image *img, const struct symbol *const *entries, size_t n,
                 const struct gopkg *pkg, const struct proof *proof);

#endif
