// home.h - where the parts of the toolkit lie beside this program.
//
// Installed they are in PREFIX/libexec and PREFIX/share, and the program in
// PREFIX/bin: the whole prefix may be moved. In a build folder nearcall-godecl
// is beside the program, and csrc beside the folder or one above it.
#ifndef NEARCALL_HOME_H
#define NEARCALL_HOME_H

#include "base/diag.h"

// home_folder is the folder that the running program lies in, links resolved.
const char *home_folder(struct arena *a);

// home_godecl is the path of nearcall-godecl, for a program in the folder
// home; NULL after reporting (status 3) where it was looked for.
const char *home_godecl(struct arena *a, struct diags *d, const char *home);

// home_csrc is the folder with nearcall.h and rt/: NEARCALL_CSRC, if that is
// set, else the one that belongs to the program; NULL after reporting.
const char *home_csrc(struct arena *a, struct diags *d, const char *home);

#endif
