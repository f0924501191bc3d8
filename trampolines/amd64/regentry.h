// regentry.h - register entries, from Go's register convention (arch/amd64/goabi.h)
// to the System V ABI (see emitter.h).
#ifndef NEARCALL_REGENTRY_H
#define NEARCALL_REGENTRY_H

#include "trampolines/asmtext.h"
#include "trampolines/trampoline.h"

const char *regentry_plan(struct arena *a, const struct trampoline *tr, struct register_plan *out);
struct written regentry_write(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan,
                              bool frame);
void regentry_value(struct asmtext *t, const char *variable, const char *symbol);

// regentry_front and regentry_behind append what stands around a body.
void regentry_front(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan);
void regentry_behind(struct asmtext *t, const struct trampoline *tr, const struct register_plan *plan);

#endif
