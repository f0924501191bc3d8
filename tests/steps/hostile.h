// hostile.h - functions of arm64 assembly that no compiler would write: frames opened, used and closed in all ways, with
// a mistake in many of them.
#ifndef NEARCALL_STEPS_HOSTILE_H
#define NEARCALL_STEPS_HOSTILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// hostile_write writes n of them, 1000 at most, into the C file `path`, in assembly outside of functions; names gets
// theirs, which stay. false: see errno.
bool hostile_write(const char *path, uint64_t *rng, size_t n, const char **names);

#endif
