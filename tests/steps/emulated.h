// emulated.h - a program as program.h lays it out, on Unicorn's processor in this process: a step costs no
// message to another one, and one machine runs all programs.
#ifndef NEARCALL_STEPS_EMULATED_H
#define NEARCALL_STEPS_EMULATED_H

#include "machine.h"

#include "model/image.h"

struct uc_struct;

struct emulated {
	struct machine machine;
	struct uc_struct *engine;
	uint8_t *stack, *scratch;    // the memory itself
	uint64_t code, code_bytes;   // where the program is now
	size_t loads;                // since it was started
};

// emulated_start makes the machine; false, with a message, when it cannot. emulated_end ends it.
bool emulated_start(struct emulated *e);
void emulated_end(struct emulated *e);

// emulated_load puts the image in the place of the last one; false: the machine is gone. Unicorn does not give back the
// memory of code that it has translated: now and then a new machine takes over.
bool emulated_load(struct emulated *e, struct arena *a, const struct image *img);

#endif
