// track.h - the processor state of x86-64 that is followed along paths: the
// upper halves of vector registers, MMX, and the x87 register stack.
#ifndef NEARCALL_AMD64_TRACK_H
#define NEARCALL_AMD64_TRACK_H

#include "arch/arch.h"

const char *amd64_track(struct track *t, const struct insn *in);
bool amd64_track_join(struct track *into, const struct track *from, const char **what);
const char *amd64_track_call(struct track *t, const struct track *callee);
const char *amd64_track_leave(const struct track *t);
const char *amd64_track_go(const struct track *t, bool mended, const char **hint);

#endif
