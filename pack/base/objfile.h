// objfile.h - reading ELF files through libelf.
#ifndef NEARCALL_OBJFILE_H
#define NEARCALL_OBJFILE_H

#include "base/arena.h"

#include <gelf.h>
#include <stdbool.h>

struct objfile {
	int fd;
	Elf *elf;
};

// objfile_open opens path for reading. On failure *why says what is wrong
// (owned by the arena) and the result is false.
bool objfile_open(struct arena *a, const char *path, struct objfile *f, const char **why);
void objfile_close(struct objfile *f);

struct elfsym {
	const char *name; // owned by the ELF file
	GElf_Sym sym;
	size_t index;
};

// objfile_symbols calls fn for each symbol of .symtab until it returns false.
// Malformed tables give fewer calls, never a crash.
void objfile_symbols(Elf *elf, bool (*fn)(void *ctx, const struct elfsym *s), void *ctx);

// objfile_input_symbols does the same for the object at path, or for each
// member of the archive at path. Files that cannot be read have no symbols.
void objfile_input_symbols(struct arena *a, const char *path, bool (*fn)(void *ctx, const struct elfsym *s), void *ctx);

// objfile_check says why the object (ET_REL) or archive at path cannot be
// used for ELF machine e_machine; NULL when it can.
const char *objfile_check(struct arena *a, const char *path, int e_machine);

#endif
