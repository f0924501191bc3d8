// spell.h - C declarations from the texts of types.
//
// The text of a type has at most one place for a name, behind the star of a
// pointer to a function: "int (*)(int)". Elsewhere the name follows the type.
#ifndef NEARCALL_SPELL_H
#define NEARCALL_SPELL_H

#include "base/arena.h"

#include <stdbool.h>

// spell_named puts a name where a declaration of the type has it: "int (*f)(int)".
const char *spell_named(struct arena *a, const char *type, const char *name);

// spell_function is the text of a function type, for spell_pointer alone.
const char *spell_function(struct arena *a, const char *result, const char *parameters);

// spell_pointer is the text of a pointer to a type; function tells whether that is
// a function's, from spell_function.
const char *spell_pointer(struct arena *a, const char *type, bool function);

#endif
