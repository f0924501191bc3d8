// signature.h - the explicit form of //nearcall:func, for objects without DWARF.
//
//	//nearcall:func sum_u64(ptr, u64) u64
//
// docs/manual.md has the grammar.
#ifndef NEARCALL_SIGNATURE_H
#define NEARCALL_SIGNATURE_H

#include "base/arena.h"
#include "model/ctype.h"

// signature_parse reads text, "(ptr, u64) u64", as the prototype of the C
// function name. On a mistake the result is NULL and *why says what and where.
const struct proto *signature_parse(struct arena *a, const char *name, const char *text, struct pos pos,
                                    const char **why);

#endif
