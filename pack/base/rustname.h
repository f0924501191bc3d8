// rustname.h - the paths behind rustc's symbols, through libiberty.
#ifndef NEARCALL_RUSTNAME_H
#define NEARCALL_RUSTNAME_H

#include "base/arena.h"

#include <stdbool.h>

// rust_name is what Rust calls the function behind a symbol of either mangling,
// without hashes: "core::panicking::panic_fmt". NULL for a symbol of other languages.
const char *rust_name(struct arena *a, const char *symbol);

// symbol_is tells whether a symbol is the function that somebody has named: by
// the symbol itself or, since rustc puts hashes into those, by its path in Rust.
bool symbol_is(struct arena *a, const char *symbol, const char *name);

// name_matches tells whether pattern fits the whole name; each "*" of it stands
// for any run of characters, "::" too.
bool name_matches(const char *pattern, const char *name);

#endif
