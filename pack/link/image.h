// image.h - stage *image*: the reduced object -> code and constants at fixed
// distances from each other (model/image.h).
#ifndef NEARCALL_LINK_IMAGE_H
#define NEARCALL_LINK_IMAGE_H

#include "model/build.h"
#include "model/gopkg.h"
#include "model/variant.h"

struct toolchain;

// image_link links the reduced object. The result must be closed, also after
// a failure.
bool image_link(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const struct reduced *r,
                struct image *img);
// image_show names that link, of an object that is not there.
void image_show(struct build *b, const struct toolchain *t, const struct reduced *r);
void image_close(struct image *img);

// image_open reads a linked image of code for arch from an open ELF file (which it then owns).
bool image_open(struct arena *a, const struct arch *arch, Elf *elf, int fd, const char *dir, struct image *img,
                const char **why);

// How the image gets into a Go program.
enum carriage {
	CARRY_APART, // the module carrier: constants with addresses, and variables that the package names, become
	             // Go's data
	CARRY_WHOLE, // the archive carrier: as an object without relocations and variables
	CARRY_LOOSE, // the same with -relocs: as the reduced object
};

// image_audit reports everything that keeps the image from being carried like
// that: undefined symbols, surviving relocations, writable and thread-local data.
void image_audit(struct build *b, const struct gopkg *pkg, const struct image *img, enum carriage how);

#endif
