// carrier.h - stage *emit*: the two ways of bringing image and trampolines
// into a Go program.
#ifndef NEARCALL_CARRIER_H
#define NEARCALL_CARRIER_H

#include "model/build.h"
#include "model/product.h"

// module_refuse_foreign refuses a package that has files of others where
// carry_module writes its own.
void module_refuse_foreign(struct build *b, const struct gopkg *pkg);

// carry_module writes the package's generated Go assembly into its folder:
// image and trampolines as nearcall_ARCH.s. Files are replaced atomically.
bool carry_module(struct build *b, const struct product *p);

// carry_archive compiles the package and packs it, its trampolines and one
// ELF object into the Go archive `out`. With relocs the object is the reduced
// one; otherwise the image wrapped as an object without relocations.
bool carry_archive(struct build *b, const struct product *p, const char *out, bool relocs);

#endif
