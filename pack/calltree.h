// calltree.h - what reports say of calls: which is the deepest, and by what names.
#ifndef NEARCALL_CALLTREE_H
#define NEARCALL_CALLTREE_H

#include "model/product.h"

// calltree_deepest is the call that makes f's bound what it is; NULL when its own frame does.
const struct call_site *calltree_deepest(const struct proof *p, const struct proven *f);

// calltree_shown tells whether f's i-th call gets a line: of several calls of one
// function the deepest does.
bool calltree_shown(const struct proof *p, const struct proven *f, size_t i);

// calltree_ground says what f's bound rests on: "proven", or the promises.
const char *calltree_ground(struct arena *a, const struct proof *p, const struct proven *f);

// calltree_name is what people call the function behind a symbol: its path in
// Rust or C++, without hashes and parameters; else the symbol.
const char *calltree_name(struct arena *a, const char *symbol);

// calltree_fit shortens a name to room bytes, in its middle: both ends tell most.
const char *calltree_fit(struct arena *a, const char *name, size_t room);

#endif
