// hash.h - SHA-256, as the heads of generated files and their seal show it.
#ifndef NEARCALL_HASH_H
#define NEARCALL_HASH_H

#include "base/arena.h"

enum { HASH_DIGITS = 64 };

// hash_hex gives the SHA-256 of n bytes as HASH_DIGITS small hexadecimal digits.
const char *hash_hex(struct arena *a, const void *bytes, size_t n);

// hash_open is called once, before anything is hashed: the library that does it has no way on without memory.
void hash_open(void);

#endif
