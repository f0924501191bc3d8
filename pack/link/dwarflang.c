#include "link/dwarflang.h"

#include <dwarf.h>
#include <string.h>

// DWARF's numbers; those that elfutils 0.188 has no names for as they are.
static const struct {
	unsigned value;
	enum language language;
} languages[] = {
	{DW_LANG_C89, LANG_C},
	{DW_LANG_C, LANG_C},
	{DW_LANG_C99, LANG_C},
	{DW_LANG_C11, LANG_C},
	{0x2c /* C17 */, LANG_C},
	{0x3e /* C23 */, LANG_C},
	{DW_LANG_ObjC, LANG_C},
	{DW_LANG_C_plus_plus, LANG_CXX},
	{DW_LANG_C_plus_plus_03, LANG_CXX},
	{DW_LANG_C_plus_plus_11, LANG_CXX},
	{DW_LANG_C_plus_plus_14, LANG_CXX},
	{0x2a /* C++17 */, LANG_CXX},
	{0x2b /* C++20 */, LANG_CXX},
	{0x3a /* C++23 */, LANG_CXX},
	{DW_LANG_ObjC_plus_plus, LANG_CXX},
	{DW_LANG_Rust, LANG_RUST},
	{0x27 /* Zig */, LANG_ZIG},
	{0x31 /* assembly */, LANG_ASSEMBLY},
	{DW_LANG_Mips_Assembler, LANG_ASSEMBLY},
};

const char *dwarf_producer(Dwarf_Die *die)
{
	Dwarf_Die cu;
	Dwarf_Attribute attr;
	const char *s = dwarf_diecu(die, &cu, NULL, NULL) ? dwarf_formstring(dwarf_attr(&cu, DW_AT_producer, &attr))
	                                                  : NULL;
	return s ? s : "";
}

enum language dwarf_language(Dwarf_Die *die)
{
	Dwarf_Die cu;
	Dwarf_Attribute attr;
	Dwarf_Word value;
	if (!dwarf_diecu(die, &cu, NULL, NULL))
		return LANG_UNKNOWN;
	if (strncmp(dwarf_producer(die), "zig ", 4) == 0) // it says C99
		return LANG_ZIG;
	if (dwarf_formudata(dwarf_attr(&cu, DW_AT_language, &attr), &value) != 0)
		return LANG_UNKNOWN;
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (languages[i].value == value)
			return languages[i].language;
	return LANG_UNKNOWN;
}
