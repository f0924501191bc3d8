// certify.h - what a walk has found out, written down as claims.
#ifndef NEARCALL_CERTIFY_H
#define NEARCALL_CERTIFY_H

#include "model/certificate.h"
#include "prove/walk.h"

// certify_points adds what is known at the leaders of a finished walk.
void certify_points(struct arena *a, const struct ground *g, const struct leaders *l, struct function_claims *out);

// certify_contract is a reply, and the arguments that it rests on.
struct contract certify_contract(const struct walk_reply *r, const struct value args[VALUE_ARGS],
                                 bool sealed);

#endif
