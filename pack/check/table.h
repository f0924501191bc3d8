// table.h - what a claimed jump table has to be.
#ifndef NEARCALL_CHECK_TABLE_H
#define NEARCALL_CHECK_TABLE_H

#include "check/known.h"

// table_element reads the element at an address of a table of distances from
// `from`: *to is where it leads, which is in the code; false when it is none.
bool table_element(const struct basis *b, uint64_t at, uint64_t from, uint64_t *to);

// table_is_whole tells whether a jump through v has no elements but the claimed.
bool table_is_whole(const struct basis *b, const struct table_claim *t, struct value v);

// table_is_noted tells whether *place* knows of it.
bool table_is_noted(const struct flow *f, const struct table_claim *t);

#endif
