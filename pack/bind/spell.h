// spell.h - C declarations from types.
//
// A spelling is the text of a type with a mark where a declaration has the name:
// "int (*@)(int)" with SPELL_MARK for the @. A name is never looked for in the
// text of a type, since its typedefs may be called anything.
#ifndef NEARCALL_SPELL_H
#define NEARCALL_SPELL_H

#include "base/arena.h"

#include <stdint.h>

enum { SPELL_MARK = 1 };

// spell_plain is the spelling of a type whose name stands behind its text: "cb_t @".
const char *spell_plain(struct arena *a, const char *text);

// spell_pointer, spell_array and spell_function are those of a type that is made
// from another; n elements; parameters without the brackets.
const char *spell_pointer(struct arena *a, const char *to);
const char *spell_array(struct arena *a, const char *element, uint64_t n);
const char *spell_function(struct arena *a, const char *result, const char *parameters);

// spell_qualified_pointer is a pointer with const or the like: "char *const @".
const char *spell_qualified_pointer(struct arena *a, const char *pointer, const char *qualifier);

// spell_named is the declaration of a name; the text of the type for "".
const char *spell_named(struct arena *a, const char *spelling, const char *name);

#endif
