// data.h - which constants and variables may become data of the Go program.
#ifndef NEARCALL_DATA_AUDIT_H
#define NEARCALL_DATA_AUDIT_H

#include "link/image.h"

enum { DATA_ALIGN = 32 }; // bytes: cmd/link aligns data to its size, up to this (symalign)

// data_audit reports the variables that no //nearcall:writable of pkg names, the
// names that no variable has, and addresses and alignments that Go's data cannot
// have.
void data_audit(struct build *b, const struct gopkg *pkg, const struct image *img);

#endif
