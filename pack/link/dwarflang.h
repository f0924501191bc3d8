// dwarflang.h - the language and the compiler that a piece of debug information is of.
#ifndef NEARCALL_DWARFLANG_H
#define NEARCALL_DWARFLANG_H

#include <elfutils/libdw.h>

enum language { LANG_UNKNOWN, LANG_C, LANG_CXX, LANG_RUST, LANG_ZIG, LANG_ASSEMBLY };

// dwarf_language is the language of the compile unit that die is in.
enum language dwarf_language(Dwarf_Die *die);

// dwarf_producer is the compiler of that unit, as it names itself; "" when
// unknown. Owned by libdw.
const char *dwarf_producer(Dwarf_Die *die);

#endif
