// tricks.h - what the generator's functions do, once.
#ifndef NEARCALL_HOSTILE_TRICKS_H
#define NEARCALL_HOSTILE_TRICKS_H

#include "emit.h"

// trick_tame does something that a compiler might; trick_nasty, that none does.
void trick_tame(struct gen *g);
void trick_nasty(struct gen *g);

void trick_alias(struct gen *g);   // a register gets an address of the stack
void trick_compare(struct gen *g); // sets the flags
void trick_table(struct gen *g);   // a jump through a table

// What both kinds use.
unsigned trick_scratch(struct gen *g); // a register that may be written
unsigned trick_any(struct gen *g);     // one that may be read
// trick_place is a place of so many bytes: among the locals; or (odd) anywhere.
void trick_place(struct gen *g, unsigned bytes, bool odd, unsigned *base, int64_t *disp);
bool trick_room(const struct gen *g); // whether there are locals
void trick_wild(struct gen *g);       // any instruction that is allowed

#endif
