// read.h - stage *read*: body-less Go declarations -> signature model.
//
// The reading is done by Go's own front end, in the program nearcall-godecl
// beside this one; this side only turns its JSON into structs.
#ifndef NEARCALL_READ_H
#define NEARCALL_READ_H

#include "base/run.h"
#include "model/gopkg.h"

// read_package fills *pkg for the package in dir, for GOARCH arch. godecl is
// the path of nearcall-godecl. Problems go to d. Returns false when there is
// nothing that later stages could work on.
bool read_package(struct arena *a, struct diags *d, const char *godecl, const char *arch, const char *dir,
                  struct gopkg *pkg);

// read_json is the second half: json (n bytes) as nearcall-godecl prints it.
bool read_json(struct arena *a, struct diags *d, const char *json, size_t n, struct gopkg *pkg);

// run_godecl runs v, a command line of nearcall-godecl. If it cannot be started
// or fails, that is reported in the words `failed`, and the result is false.
bool run_godecl(struct arena *a, struct diags *d, const struct argv *v, const char *failed, struct run_result *r);

#endif
