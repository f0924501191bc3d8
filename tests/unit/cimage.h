// cimage.h - images of small C and assembly files.
#ifndef NEARCALL_CIMAGE_H
#define NEARCALL_CIMAGE_H

#include "model/build.h"
#include "model/image.h"

struct cimage {
	struct arena *arena;
	struct diags diags;
	struct build b; // b.tmp: a folder of the image's own, with x.o, x.c and the linker's files
	struct image img;
};

// cimage_new compiles source as the file `name` with a command line such as
// "gcc -O1 -g", and links it. It aborts when that cannot be done. The sources
// of the image lie in pkg/.
struct cimage *cimage_new(const char *command, const char *name, const char *source);

// cimage_for does so for any architecture, with its linker.
struct cimage *cimage_for(const struct arch *arch, const char *ld, const char *command, const char *name,
                          const char *source);
void cimage_free(struct cimage *c);

// shell runs a line in the folder dir, which has to succeed.
void shell(const char *dir, const char *line);

// write_text makes or replaces the file dir/name.
void write_text(const char *dir, const char *name, const char *text);

#endif
