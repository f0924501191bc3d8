// assembly.h - the text of nearcall_amd64.s, for both carriers.
#ifndef NEARCALL_ASSEMBLY_H
#define NEARCALL_ASSEMBLY_H

#include "place.h"
#include "product.h"

// How a trampoline names the C function it calls, in the operand of CALL.
typedef const char *target_fn(struct arena *a, const struct product *p, const struct bound *call, void *ctx);

// assembly_text writes head, trampolines and, unless placement is NULL, the C
// functions: as they are placed, or, where they cannot be parted, as one TEXT
// with the name IMAGE_SYMBOL.
bool assembly_text(struct build *b, const struct product *p, target_fn *target, void *ctx,
                   struct placement *placement, struct genfile *out);

#define IMAGE_SYMBOL "image<>"

#endif
