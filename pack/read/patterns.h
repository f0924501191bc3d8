// patterns.h - the packages that a command line asks for.
#ifndef NEARCALL_PATTERNS_H
#define NEARCALL_PATTERNS_H

#include "base/diag.h"

struct folders {
	VEC(const char *) list; // as people would name them, each once
};

// find_packages turns n arguments into folders: a folder stands for itself,
// an import path or a pattern such as ./... for what the go command makes of
// it, seen for GOARCH arch. godecl is the path of nearcall-godecl; it is asked
// only when an argument is no folder. Packages without directives that a
// pattern matches are passed over. What stands for nothing is reported.
void find_packages(struct arena *a, struct diags *d, const char *godecl, const char *arch, char *const *args, size_t n,
                   struct folders *out);

#endif
