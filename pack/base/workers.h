// workers.h - the same work over many items, each in a process of its own, as
// many at once as there are processors.
#ifndef NEARCALL_WORKERS_H
#define NEARCALL_WORKERS_H

#include "base/arena.h"

#include <stdio.h>

// What a process has left.
struct worked {
	const char *result;   // what it has written to its result, NUL-terminated
	const char *out, *err; // and to standard output and error
	size_t out_len;
	int status; // 0, or what ended it: 128 + signal
};

struct work {
	void (*run)(void *ctx, size_t i, FILE *result); // in a process of its own
	void (*ended)(void *ctx, size_t i, const struct worked *w); // in this one, in the order of their end
	void *ctx;
};

// workers_run does the work of items 0 to n-1, which begin in this order. What
// cannot have a process has an errno as text in err, and status -1.
void workers_run(struct arena *a, const struct work *w, size_t n);

#endif
