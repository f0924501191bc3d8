// direct.h - code that takes addresses from a global offset table, without one.
#ifndef NEARCALL_AMD64_DIRECT_H
#define NEARCALL_AMD64_DIRECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct direct;

// amd64_direct is arch.direct.
bool amd64_direct(uint8_t *p, size_t n, struct direct *d);

// amd64_forget is arch.forget.
bool amd64_forget(uint8_t *p, size_t n);

#endif
