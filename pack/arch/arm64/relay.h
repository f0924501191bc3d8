// relay.h - C functions laid out anew, so that Go's unwinder can read their frames
// at each instruction.
#ifndef NEARCALL_ARM64_RELAY_H
#define NEARCALL_ARM64_RELAY_H

#include "base/arena.h"
#include "model/image.h"
#include "model/proof.h"

// arm64_relay is arch.relay. Frames, places of code and arguments: relayparts.h.
void arm64_relay(struct arena *a, struct image *img, const struct proof *proof);

#endif
