// compiled.h - C, compiled and linked as a build does it, and its proof.
#ifndef NEARCALL_COMPILED_H
#define NEARCALL_COMPILED_H

#include "arch/arch.h"
#include "model/build.h"
#include "model/gopkg.h"
#include "model/proof.h"

enum { MOST_FUNCTIONS = 16 };

// What to compile. Both lists end with NULL; the compiler is that of the environment (CC).
struct compiled_source {
	const struct arch *arch;
	const char *text;
	const char *const *functions; // the entries
	const char *const *flags;
	const struct depth *depths;
	size_t ndepths;
};

struct compiled {
	struct arena *arena;
	struct diags diags;
	struct build b;
	struct gopkg pkg;
	struct image img;
	const struct symbol *entries[MOST_FUNCTIONS];
	size_t n;
	struct proof proof;
};

// compiled_new compiles and proves; where something is refused, c->diags tell of it, and the
// test fails. compiled_free releases what it made.
void compiled_new(struct compiled *c, const struct compiled_source *s);
void compiled_free(struct compiled *c);

// compiled_confirms tells whether the checker confirms a proof of c->img; *text is what it says.
bool compiled_confirms(const struct compiled *c, struct arena *a, const struct proof *proof, const char **text);

#endif
