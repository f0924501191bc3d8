// unset.h - does anything come of registers that hold nothing at the entry?
#ifndef NEARCALL_UNSET_H
#define NEARCALL_UNSET_H

#include "model/image.h"
#include "model/proof.h"

// unset_used are those of the registers on whose value at the entry of f something
// depends that others see: an address, a store, where control goes, or the result of
// so many bytes, in those registers. What f calls is not looked into, nor are words
// that it pushes.
regset unset_used(const struct image *img, const struct proof *proof, const struct proven *f, regset registers,
                  regset results, uint64_t bytes);

#endif
