// runtime.h - what of csrc/rt stands behind which undefined symbol, and what to
// say of those that nothing stands behind.
#ifndef NEARCALL_RUNTIME_H
#define NEARCALL_RUNTIME_H

#include "codes/codes.h"

#include <stdbool.h>
#include <stddef.h>

// runtime_file returns the name of the file of csrc/rt that defines symbol,
// without .c, or NULL.
const char *runtime_file(const char *symbol);

// A function that C calls and that has no body here.
struct missing {
	enum nc_code code;
	const char *what; // behind "f": "is compiled with a stack protector"; NULL: "needs NAME, which is not defined"
	const char *hint; // what to do, and where
};

// missing_explain says what to do without symbol. Never fails: at worst there is the general hint.
struct missing missing_explain(const char *symbol);

#endif
