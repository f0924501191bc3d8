// edit.h - the reduced object, changed where the linker's own means end: what
// goes through a global offset table for no need, and functions that are to be
// nothing but a fault.
#ifndef NEARCALL_EDIT_H
#define NEARCALL_EDIT_H

#include "model/build.h"
#include "model/gopkg.h"
#include "model/variant.h"

#include <gelf.h>

// A function that is cut to a trap, and where it was.
struct trap {
	size_t symbol;  // index
	size_t section; // SHN_UNDEF: it was not defined
	uint64_t value;
};

// An object that is being changed.
struct editing {
	struct build *b;
	const struct gopkg *pkg;
	Elf *elf;
	Elf_Scn *symscn;
	Elf_Data *syms;
	size_t nsyms, strndx;
	VEC(struct trap) traps;
	bool changed;
};

// Executable bytes of the object, or data, with the relocations in them.
struct code {
	Elf_Scn *scn;
	size_t index;
	uint8_t *bytes;
	size_t n;
	Elf_Data *data, *relas;
	size_t nrelas;
};

// edit_each calls fn for each section of code that has relocations.
void edit_each(struct editing *e, void (*fn)(struct editing *e, struct code *c));

// edit_each_data does so for each section of constants or variables.
void edit_each_data(struct editing *e, void (*fn)(struct editing *e, struct code *c));

// edit_reloc replaces the k-th relocation, and marks the code as changed.
void edit_reloc(struct editing *e, struct code *c, size_t k, const GElf_Rela *r);

// edit_symbol is the symbol of that index; zeros when there is none. *name may be NULL.
GElf_Sym edit_symbol(const struct editing *e, size_t index, const char **name);

// edit_object changes the object at out->path in place, and fills out->panics. Patterns that fit nothing, or
// what Go calls, are reported. True when there is something for the linker to leave out.
bool edit_object(struct build *b, const struct gopkg *pkg, struct reduced *out);

// edit_constructed does the same for constructors that nothing misses, once what edit_object
// lets go of is gone.
bool edit_constructed(struct build *b, const struct gopkg *pkg, struct reduced *out);

#endif
