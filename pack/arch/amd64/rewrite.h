// rewrite.h - one instruction with other registers, or in another frame.
//
// Where a small function stands in its trampoline, its frame pointer goes, its
// arguments in memory are where Go has put them, and it may keep values in other
// registers. Zydis encodes what comes of that; the result is decoded again and
// compared, operand by operand, with what was wanted.
#ifndef NEARCALL_AMD64_REWRITE_H
#define NEARCALL_AMD64_REWRITE_H

#include "model/rewriting.h"

#include <stddef.h>

// amd64_rewrite is arch.rewrite.
size_t amd64_rewrite(const uint8_t *code, size_t n, const struct rewriting *w, uint8_t *out);

#endif
