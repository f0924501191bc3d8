// length.h - how many bytes cmd/asm makes of what stands in front of a body, and
// of what follows it.
#ifndef NEARCALL_AMD64_LENGTH_H
#define NEARCALL_AMD64_LENGTH_H

#include "place/fuse.h"

// length_of_front is the sum over the lines of text: moves of arguments, in a
// function without a frame. It is for alignment alone: of others it may be wrong.
uint64_t length_of_front(const char *text);

// length_of_return makes the bytes of text, what stores a result and RET, where
// that is a return alone, or one behind one store into Go's frame. Else it leaves
// s->nret as it is.
void length_of_return(const char *text, struct surroundings *s);

#endif
