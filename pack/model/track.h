// track.h - processor state that is followed along paths, beside registers and
// memory.
#ifndef NEARCALL_TRACK_H
#define NEARCALL_TRACK_H

#include <stdint.h>

// What an architecture follows along paths besides registers and memory: modes
// that have to be as they were before Go goes on. The walk only carries it.
struct track {
	uint8_t upper;  // vector registers in a state that slows others down
	uint8_t media;  // a register file that shares its place with another's is in use
	int8_t pushed;  // registers on a register stack
};

#endif
