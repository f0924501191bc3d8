// follow.h - one function: each straight run from a point to those behind it.
#ifndef NEARCALL_FOLLOW_H
#define NEARCALL_FOLLOW_H

#include "check/known.h"

// What is common to all functions that are followed.
struct follower {
	struct basis basis;
	int *point_at; // by byte of code: of the function in hand, its point there + 1; all 0 between functions
	bool *jumped;     // by byte of code: the function that is read jumps by a table there
};

// A claim that is not confirmed, and where.
struct fault {
	uint64_t addr;
	const char *what; // NULL: all are
};

// follow_function confirms what is claimed of function i by itself, given the
// contracts of those that it calls.
struct fault follow_function(struct follower *f, size_t i);

#endif
