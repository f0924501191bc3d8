// wrapelf.h - the image as an ELF object that needs no relocation.
#ifndef NEARCALL_WRAPELF_H
#define NEARCALL_WRAPELF_H

#include "model/image.h"
#include "model/build.h"

// A global name for a place in the image.
struct export {
	const char *name;
	uint64_t addr; // in the image's own addresses
};

// wrap_image writes an ET_REL file with one section of code, the image, at
// path; the image's functions are local symbols in it, the exports global
// hidden ones. false after reporting.
bool wrap_image(struct build *b, const struct image *img, const struct export *exports, size_t n, const char *path);

#endif
