// program.h - an executable file around an image, and where its parts are when it runs.
#ifndef NEARCALL_STEPS_PROGRAM_H
#define NEARCALL_STEPS_PROGRAM_H

#include "base/arena.h"
#include "model/image.h"

enum {
	PROGRAM_SHIFT = 0x10000000,  // of the image, from where it was linked
	PROGRAM_END = 0x0f000000,    // a return to here ends a run
	PROGRAM_STACK = 0x40000000, PROGRAM_STACK_BYTES = 16 << 20,
	PROGRAM_SCRATCH = 0x50000000, PROGRAM_SCRATCH_BYTES = 1 << 20, // for arguments to point to
};

// program_bytes is what lies from the image's base on, as the program has it in memory, variables and addresses too.
const uint8_t *program_bytes(struct arena *a, const struct image *img, uint64_t *size);

// program_write writes the file; false, with errno, when it cannot.
bool program_write(struct arena *a, const struct image *img, const char *path);

#endif
