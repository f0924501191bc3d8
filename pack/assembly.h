// assembly.h - the text of nearcall_amd64.s, for both carriers.
#ifndef NEARCALL_ASSEMBLY_H
#define NEARCALL_ASSEMBLY_H

#include "product.h"

// How a trampoline names the C function it calls, in the operand of CALL.
typedef const char *target_fn(struct arena *a, const struct product *p, const struct bound *call, void *ctx);

// assembly_text writes head, trampolines and, when with_image, the image.
bool assembly_text(struct build *b, const struct product *p, target_fn *target, void *ctx, bool with_image,
                   struct genfile *out);

// The name of the image's TEXT in the module carrier.
#define IMAGE_SYMBOL "image<>"

#endif
