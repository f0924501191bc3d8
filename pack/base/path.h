// path.h - lexical work on slash-separated paths; path_of_program alone asks the file system.
#ifndef NEARCALL_PATH_H
#define NEARCALL_PATH_H

#include "base/arena.h"

#include <stdbool.h>

// path_clean resolves ".", ".." and doubled slashes, like Go's path.Clean.
const char *path_clean(struct arena *a, const char *path);

// path_join joins and cleans; an absolute path stands alone.
const char *path_join(struct arena *a, const char *dir, const char *path);

// path_dir is all but the last element, "." when there is only one.
const char *path_dir(struct arena *a, const char *path);

const char *path_base(const char *path);

// path_operand spells a path so that no program takes it for an option, or for a
// file with more arguments.
const char *path_operand(struct arena *a, const char *path);

// path_rel is the way from the folder `from` to `to`; both absolute and clean.
const char *path_rel(struct arena *a, const char *from, const char *to);

// path_inside tells whether path is dir or lies below it; both clean.
bool path_inside(const char *dir, const char *path);

// path_of_program is the file that PATH has for a program, links resolved; NULL if
// there is none.
const char *path_of_program(struct arena *a, const char *program);

#endif
