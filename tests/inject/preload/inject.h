// inject.h - what the library that makes calls fail shares between its files.
//
// A point is one call of a function listed in functions.h, by the program that the
// library is loaded into or by a library of it. Points are numbered from 1 on. The
// environment says what happens (inject.c):
//
//	INJECT_LOG=FILE    points go to FILE, one a line: what is called, and from where
//	INJECT_KIND=KIND   memory, calls or interrupts: which points there are
//	INJECT_AT=N        point N fails, and is the only one in FILE; without it none does
//	INJECT_ON=1        all after N fail, too
#ifndef NEARCALL_INJECT_H
#define NEARCALL_INJECT_H

#include <stdbool.h>

enum fn {
#define FUNCTION(name, error, kinds) FN_##name,
#include "functions.h"
#undef FUNCTION
	FNS
};

enum kind { MEMORY = 1, CALLS = 2, INTERRUPTS = 4 };

// fails counts a point and tells whether it is to fail; errno is set then.
bool fails(enum fn f);

// interrupting tells whether points of the kind interrupts are there.
bool interrupting(void);

// next returns the function that the program would have got without this library.
void *next(enum fn f);

#endif
