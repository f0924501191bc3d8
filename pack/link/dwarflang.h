// dwarflang.h - the language that a piece of debug information is about.
#ifndef NEARCALL_DWARFLANG_H
#define NEARCALL_DWARFLANG_H

#include <elfutils/libdw.h>

enum language { LANG_UNKNOWN, LANG_C, LANG_CXX, LANG_RUST, LANG_ZIG, LANG_ASSEMBLY };

// dwarf_language is the language of the compile unit that die is in.
enum language dwarf_language(Dwarf_Die *die);

#endif
