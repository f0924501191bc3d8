// giveup.h - the end of the program where the system fails it.
//
// What is wrong with the input is collected and reported (diag.h). Where there is no memory, or the system cannot tell
// what is in a file that is there, nothing can be said of the input: the program ends at once.
#ifndef NEARCALL_GIVEUP_H
#define NEARCALL_GIVEUP_H

#include "codes/codes.h"

#include <stddef.h>

// give_up ends what the program has started, removes its folders, says why on standard error, and exits with status 3.
// A hint of NULL is that of the code. It allocates nothing.
_Noreturn void give_up(enum nc_code code, const char *hint, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

// give_up_memory does so for want of memory.
_Noreturn void give_up_memory(void);

// must_alloc and must_realloc are malloc and realloc that give up, for libraries that can be told to use others.
void *must_alloc(size_t n);
void *must_realloc(void *p, size_t n);

#endif
