// prove.h - stage *prove*: what the machine code of the image needs and does.
//
// Every function that an entry can reach is decoded from the final image and
// followed along each of its paths; the stack depth is known at every
// instruction, or the function is refused.
#ifndef NEARCALL_PROVE_H
#define NEARCALL_PROVE_H

#include "model/build.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/proof.h"

// prove_entries proves everything that the entries reach. Refusals go to
// b->diags. entries[i] is the image symbol of the i-th function, or NULL.
void prove_entries(struct build *b, const struct gopkg *pkg, const struct image *img,
                   const struct symbol *const *entries, size_t n, struct proof *out);

// prove_entry checks what Go wants of a C function that it calls beyond what C
// wants of it: the processor's state at its returns, unless the trampoline can mend
// that.
void prove_entry(struct build *b, const struct gopkg *pkg, const struct image *img, const struct symbol *entry, const struct proof *proof);

// bound_functions fills in the bounds from frames and call sites; recursion
// without a promise is reported.
void bound_functions(struct build *b, const struct image *img, struct proof *p);

#endif
