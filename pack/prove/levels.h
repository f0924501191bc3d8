// levels.h - which CPU levels the code of each function has to make do with.
//
// //nearcall:cpu beside a function holds for what that function reaches; what two
// functions reach, both have to allow.
#ifndef NEARCALL_LEVELS_H
#define NEARCALL_LEVELS_H

#include "arch/arch.h"
#include "model/proof.h"

// One level that is declared, and what it holds for.
struct reaching {
	struct level level;
	const char **through; // by function of the proof: a Go function that reaches it with this level; or NULL
};

struct levels {
	VEC(struct reaching) of; // the package's own first
	const struct proof *proof;
	const struct symbol *last; // the symbol that was asked about last
	VEC(int) owners;           // the functions whose code is in it
};

// levels_of finds out what reaches what. The entries are C functions that Go ones
// stand for, or NULL. The proof has its call sites and its claims.
struct levels levels_of(struct arena *a, const struct arch *arch, const struct gopkg *pkg,
                        const struct symbol *const *entries, size_t n, const struct proof *proof);

// levels_through tells which Go function reaches the code of the image function s
// with that level: "" when nobody is known to reach it, which the package's level
// is for; NULL when that level does not matter to it.
const char *levels_through(struct arena *a, struct levels *l, size_t level, const struct symbol *s);

#endif
