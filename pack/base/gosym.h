// gosym.h - C symbols as names of Go assembly.
#ifndef NEARCALL_GOSYM_H
#define NEARCALL_GOSYM_H

#include "base/names.h"

struct gosyms {
	struct names used; // with the number that a name of its spelling has got last
};

// gosym_name spells a C name so that cmd/asm reads it (a dot is written as a
// middle dot, anything else that is no letter, digit or underscore as an
// underscore), and makes it differ from those that were given before.
const char *gosym_name(struct gosyms *s, const char *c_name);

// gosym_path is an import path as Go's compiler has it in front of a package's
// symbols: gopkg.in/yaml%2ev3 (cmd/internal/objabi, PathToPrefix).
const char *gosym_path(struct arena *a, const char *path);

#endif
