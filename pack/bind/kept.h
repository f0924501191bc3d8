// kept.h - does C keep a pointer that Go has passed?
#ifndef NEARCALL_KEPT_H
#define NEARCALL_KEPT_H

#include "model/build.h"
#include "model/call.h"
#include "model/proof.h"

// kept_note adds a note where the entry f of a matched call stores a pointer argument,
// or one into what that points to, in memory that is there after the call: behind a
// pointer argument, or in a variable. What it calls is not looked into, nor is what
// goes through memory or vector registers: what is noted is so, and what is not may be.
void kept_note(struct build *b, const struct image *img, const struct proof *proof, const struct call *call,
               const struct proven *f);

#endif
