// cfi.h - the unwind information, as a second opinion on the stack depth.
#ifndef NEARCALL_CFI_H
#define NEARCALL_CFI_H

#include "model/image.h"
#include "prove/state.h"

struct cfi {
	const struct arch *arch;
	Dwarf_CFI *table;    // of .eh_frame; NULL when there is none, or it is of frames that are relaid
	Dwarf_Frame *row;    // the one last asked for, valid in [start, end)
	Dwarf_Addr start, end;
	int reg;             // number of the CFA's register, -1 when it is no such sum
	int64_t offset;
};

// cfi_open prepares for the image; cfi_close releases what lookups allocate.
void cfi_open(struct cfi *c, const struct arch *arch, const struct image *img);
void cfi_close(struct cfi *c);

// cfi_agrees tells whether the unwind information gives the same stack depth
// at addr as the state does. Where either does not know, they agree.
bool cfi_agrees(struct cfi *c, uint64_t addr, const struct state *s);

#endif
