// agree.h - does the machine code take what the prototype passes?
#ifndef NEARCALL_AGREE_H
#define NEARCALL_AGREE_H

#include "model/build.h"
#include "model/call.h"
#include "model/proof.h"

// bind_agrees compares a matched call with what was proven of its entry: code
// to which it matters what argument registers hold that the prototype leaves unset, or touches
// more of its caller's frame than its arguments there, follows another
// convention or has parameters that its prototype does not show. Reported;
// false then.
bool bind_agrees(struct build *b, const struct image *img, const struct proof *proof, const struct call *call,
                 const struct proven *f);

#endif
