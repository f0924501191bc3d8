// reduce.h - stage *reduce*: objects and archives -> one object with only what
// the named symbols reach.
#ifndef NEARCALL_REDUCE_H
#define NEARCALL_REDUCE_H

#include "link/toolchain.h"
#include "model/gopkg.h"
#include "model/variant.h"

// check_inputs reports the files that are not objects or archives for b->arch.
bool check_inputs(struct build *b, const struct gopkg *pkg);

// reduce_objects fills *out. C symbols that no input defines are reported, and
// the functions that want them are left out. Returns false when nothing is left.
bool reduce_objects(struct build *b, const struct toolchain *t, const struct gopkg *pkg,
                    const struct objects *objs, struct reduced *out);

// reduce_show names the link that would be, as far as it is known before there are objects.
void reduce_show(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const struct objects *objs,
                 struct reduced *out);

#endif
