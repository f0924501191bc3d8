// objects.h - the instructions of object files and archives.
#ifndef NEARCALL_TEST_OBJECTS_H
#define NEARCALL_TEST_OBJECTS_H

#include <stdbool.h>
#include <stdint.h>

// objects_each calls fn for each word of code in the ELF file or archive: what its
// mapping symbols call data is left out. False when it cannot be read.
bool objects_each(const char *path, void (*fn)(void *ctx, uint32_t word), void *ctx);

#endif
