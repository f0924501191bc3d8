// cache.h - a folder of the user's with what can be made again.
#ifndef NEARCALL_CACHE_H
#define NEARCALL_CACHE_H

#include "base/arena.h"

// cache_folder is NEARCALL_CACHE, or nearcall in XDG_CACHE_HOME or ~/.cache. It
// is made if it is not there. NULL if there is to be none, or can be none.
const char *cache_folder(struct arena *a);

// cache_write writes a file of the cache, as a whole or not at all. What cannot
// be written is not there: nobody needs to know.
void cache_write(struct arena *a, const char *path, const char *text, size_t n);

// cache_used says that the file at path is of use.
void cache_used(const char *path);

// cache_trim removes, once a day, the files that have been of no use for weeks.
void cache_trim(struct arena *a, const char *folder);

#endif
