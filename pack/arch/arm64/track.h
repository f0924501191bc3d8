// track.h - processor state that is followed along paths: arm64 has none.
#ifndef NEARCALL_ARM64_TRACK_H
#define NEARCALL_ARM64_TRACK_H

#include "arch/arch.h"

// Each is the member of struct arch.
const char *arm64_track(struct track *t, const struct insn *in);
bool arm64_track_join(struct track *into, const struct track *from, const char **what);
const char *arm64_track_call(struct track *t, const struct track *callee);
const char *arm64_track_leave(const struct track *t);
const char *arm64_track_go(const struct track *t, bool mended, const char **hint);
bool arm64_mends(const struct level *l);

#endif
