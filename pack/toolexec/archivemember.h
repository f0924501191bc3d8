// archivemember.h - one more object in a Go archive.
#ifndef NEARCALL_ARCHIVEMEMBER_H
#define NEARCALL_ARCHIVEMEMBER_H

#include "base/diag.h"

#include <stdbool.h>

// archive_append puts the object at path behind what is in the archive, which has
// to be there, under a name of at most 16 bytes. What goes wrong is reported.
bool archive_append(struct diags *d, const char *archive, const char *name, const char *object);

#endif
