// detection.h - the Go code that chooses a level of the CPU when a package is initialised.
#ifndef NEARCALL_DETECTION_H
#define NEARCALL_DETECTION_H

#include "base/buf.h"

// What of it is an architecture's own, as text of Go.
struct detection {
	const char *feature;  // the type nearcallFeature
	const char *lacks;    // a condition: the machine has not the feature f
	const char *asks;     // the functions that it calls, with an empty line behind each
	const char *declared; // those of them that are assembly
	void (*write_level)(struct buf *out, const char *level); // an element of nearcallLevels
};

// detection_write appends it all, for levels of those names, the lowest first.
void detection_write(struct buf *out, const struct detection *d, const char *const *levels, size_t n);

#endif
