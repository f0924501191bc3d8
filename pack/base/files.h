// files.h - writing files so that a reader sees the old one or the new one.
#ifndef NEARCALL_FILES_H
#define NEARCALL_FILES_H

#include "base/diag.h"

#include <stdbool.h>

// file_replace writes path atomically: to a temporary name beside it, then
// renamed. Failures are reported (status 3), and leave the old file alone.
bool file_replace(struct diags *d, const char *path, const char *text, size_t len);

struct file_text {
	char *text; // NUL-terminated, owned by the arena
	size_t len;
};

// file_read reads all of a file; failures are reported (status 3).
bool file_read(struct diags *d, const char *path, struct file_text *out);

// Who a file is of: nearcall, by the first line, or somebody else.
enum file_origin { FILE_ABSENT, FILE_GENERATED, FILE_FOREIGN };

// file_origin looks at what is at path. That it cannot be read is reported
// (status 3) and makes it foreign.
enum file_origin file_origin(struct diags *d, const char *path);

// file_remove_generated removes the file at path if nearcall has written it.
void file_remove_generated(struct diags *d, const char *path);

// folder_remove removes a temporary folder of ours with all that is in it.
void folder_remove(const char *path);

#endif
