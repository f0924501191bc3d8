// files.h - writing files so that a reader sees the old one or the new one.
#ifndef NEARCALL_FILES_H
#define NEARCALL_FILES_H

#include "base/diag.h"

#include <stdbool.h>

// A file to write: its name in a folder and its text. One without text is to be
// removed, if nearcall has written it.
struct genfile {
	const char *name;
	const char *text;
	size_t len;
};

// files_replace brings n files of a folder up to date, one after the other in
// the order given, each atomically. All are written before the first is put in
// place, so that failures, which are reported (status 3), come before any
// change. Two that replace files of one folder do so after one another. Nothing
// is written if all are what they are to be.
bool files_replace(struct diags *d, const char *dir, const struct genfile *files, size_t n);

// file_replace does so for one file, at path.
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

// file_generated tells whether nearcall has written the file at path.
bool file_generated(const char *path);

// folder_make makes a folder of ours from a template that ends in XXXXXX, which
// it fills in. A signal that ends the program removes it, too. Folders are
// removed in the reverse order of their making.
bool folder_make(char *template);

// folder_remove removes the folder that was made last, with all that is in it.
void folder_remove(const char *path);

#endif
