// image.h - code and constants at fixed distances from each other.
//
// The image is position-independent. Where it is carried whole, it holds no
// relocation and no writable data. The module carrier takes both: constants that
// hold addresses, and variables behind the image, become data of the Go program,
// whose linker fills the addresses in. The linked ELF file stays open: it carries the symbols, the DWARF and
// the CFI that prove and bind read.
#ifndef NEARCALL_MODEL_IMAGE_H
#define NEARCALL_MODEL_IMAGE_H

#include "base/arena.h"
#include "base/diag.h"

#include <elfutils/libdw.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdint.h>

struct arch;

struct symbol {
	const char *name;
	uint64_t addr, size; // bytes; addr is absolute in the image's own addresses
	bool function, global;
};

// A place that the linker filled in, and what with (ld --emit-relocs).
struct reloc {
	uint64_t addr;
	uint32_t type;      // ELF's number, for arch.reloc_kind
	const char *symbol; // "" for a section
	bool undefined;     // the symbol has no definition
	bool absolute;      // it means a number, and no place in the image
	bool dynamic;       // left for the dynamic linker: the image is not whole
	uint64_t value;     // S + A
	uint64_t section;   // where the section that the symbol is in starts; 0: not known
	const char *elsewhere; // the section that the symbol is in, when the image leaves that out; or NULL
};

// A section of the reduced object: [start, end) of the image, or of the variables
// behind it.
struct input_section {
	uint64_t start, end, align;
	uint64_t entry; // bytes of one constant, when each stands for itself; or 0
};

// A part of the link beside the image: variables, and what must be empty,
// thread-local data and the global offset table.
struct extent {
	uint64_t addr, size;
};

// Code [start, end) of a compile unit.
struct unit_range {
	uint64_t start, end;
	Dwarf_Die unit;
};

// A definition in DWARF, by an address at which its code starts.
struct function_die {
	uint64_t start;
	Dwarf_Die die;
};

// Where code of a relaid image was before: at `at`, what came from `from`. It
// holds up to the next one's.
struct origin {
	uint64_t at, from;
};

struct image {
	const struct arch *arch; // of its code
	const uint8_t *bytes;
	uint64_t base, size;      // of the image; base is never 0
	uint64_t text_end;        // code lies in [base, text_end), constants behind it
	uint64_t align;           // bytes, a power of two
	VEC(struct symbol) symbols; // sorted by address; those with a name
	size_t functions_end; // behind the last function among the symbols; 0: it is not known
	VEC(struct reloc) relocs;   // of code and constants, sorted by address
	VEC(struct input_section) sections; // sorted by address; empty when not known
	struct extent data, tls, got;
	const uint8_t *data_bytes;  // what the variables hold at first; NULL: zeros
	int fd;
	Elf *elf;
	Dwarf *dwarf; // NULL when the objects carry none
	VEC(struct unit_range) units; // sorted by address
	VEC(struct function_die) definitions; // sorted by address, then by their place in DWARF
	VEC(struct origin) origins; // sorted by at; empty: it is as it was linked. DWARF speaks of places before
	const char *opaque; // why its frames cannot be relaid for Go's unwinder; or NULL
	const char *reduced; // the object that it was linked from; NULL when not known
	const char *dir; // of the package, for the paths of C files
	struct pos fallback; // what stands for a place that DWARF does not know
};

// image_origin is where the code at addr was when the image was linked: the place
// that DWARF and CFI know it by.
uint64_t image_origin(const struct image *img, uint64_t addr);

// image_first_reloc is the index of the first relocation at or behind addr.
size_t image_first_reloc(const struct image *img, uint64_t addr);

// image_reloc_at is the first relocation at exactly addr; NULL if there is none.
const struct reloc *image_reloc_at(const struct image *img, uint64_t addr);

// image_pointer_at is the address that a constant or variable holds at exactly
// addr, as a relocation; NULL if there is none.
const struct reloc *image_pointer_at(const struct image *img, uint64_t addr);

// image_object_at is the variable or constant with a name that holds addr; NULL
// if there is none.
const struct symbol *image_object_at(const struct image *img, uint64_t addr);

// extent_holds tells whether addr is in e.
bool extent_holds(const struct extent *e, uint64_t addr);

// image_undefined tells whether an instruction or constant in [start, end)
// refers to a symbol without definition.
bool image_undefined(const struct image *img, uint64_t start, uint64_t end);

// image_holds_addresses tells whether [start, end) has an address that is left for the
// program's linker to fill in.
bool image_holds_addresses(const struct image *img, uint64_t start, uint64_t end);

// image_first_symbol is the index of the first symbol at or behind addr.
size_t image_first_symbol(const struct image *img, uint64_t addr);

// image_symbol finds the global or local symbol of that name; NULL if none.
const struct symbol *image_symbol(const struct image *img, const char *name);

// image_function_at finds the function symbol whose range holds addr; NULL if none.
const struct symbol *image_function_at(const struct image *img, uint64_t addr);

// image_label is the name of a symbol at exactly addr that is no function's; NULL if there is none.
const char *image_label(const struct image *img, uint64_t addr);

// image_section finds the section of the reduced object that holds addr; NULL
// if none does.
const struct input_section *image_section(const struct image *img, uint64_t addr);

// image_home is the start of the section of the constant or variable that an
// operand with its relocation at field means, or 0: compilers fold offsets into
// operands, so that its address may lie in another.
uint64_t image_home(const struct image *img, uint64_t field, uint64_t addr);

// image_unit is what the place that a relocation means is moved with, as one: the
// start of its section, or of its element where constants are merged; in code, the
// place itself.
uint64_t image_unit(const struct image *img, const struct reloc *r);

// image_points tells whether the section that starts at home is of constants, and
// holds addresses.
bool image_points(const struct image *img, uint64_t home);

#endif
