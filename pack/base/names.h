// names.h - a set of names, each with a number.
#ifndef NEARCALL_NAMES_H
#define NEARCALL_NAMES_H

#include "base/arena.h"

#include <stdbool.h>

struct names {
	struct arena *arena;
	struct named {
		const char *name; // NULL: free
		size_t number;
	} *slots;
	size_t n, cap; // names, slots
};

// names_add puts a name, which is kept, into the set; false if it is there already.
bool names_add(struct names *s, const char *name, size_t number);

// names_find is the number of a name; NULL if it is not in the set.
size_t *names_find(const struct names *s, const char *name);

#endif
