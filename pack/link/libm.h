// libm.h - undefined functions of math.h, out of the folder that //nearcall:libm names.
#ifndef NEARCALL_LIBM_H
#define NEARCALL_LIBM_H

#include "link/toolchain.h"
#include "model/gopkg.h"

// libm_file returns the path of the file that defines symbol in a folder of
// pkg->libm, or NULL; *pos gets the place of the directive.
const char *libm_file(struct build *b, const struct gopkg *pkg, const char *symbol, struct pos *pos);

#endif
