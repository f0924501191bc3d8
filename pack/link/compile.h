// compile.h - stage *compile*: C sources -> ELF objects with DWARF.
#ifndef NEARCALL_COMPILE_H
#define NEARCALL_COMPILE_H

#include "link/toolchain.h"
#include "model/gopkg.h"
#include "model/variant.h"

// compile_sources compiles the C files that pkg names. A source that does not
// compile is a refusal with the compiler's own words; the others still are compiled.
// Warnings are passed on.
void compile_sources(struct build *b, const struct toolchain *t, const struct gopkg *pkg, struct objects *out);

// compile_rt compiles one file of the toolkit's own runtime (csrc/rt/NAME.c)
// with the same compiler; returns the object's path, or NULL after reporting.
// What is read for that is added to out->read.
const char *compile_rt(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const char *name,
                       struct reduced *out);

// compile_libm compiles a file of a folder that //nearcall:libm names, without
// the package's own flags: what they say of precision is not for it. What does not
// compile is a refusal at pos. Returns the object's path, or NULL. What is read
// for that is added to out->read.
const char *compile_libm(struct build *b, const struct toolchain *t, const struct gopkg *pkg, const char *file,
                         struct pos pos, struct reduced *out);

// compile_flags are the flags that decide the code, as one line.
const char *compile_flags(struct build *b, const struct toolchain *t, const struct gopkg *pkg);

#endif
