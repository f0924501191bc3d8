// ask.h - questions to the file system.
//
// The answer is yes or no. That the system cannot answer, because a disk fails or there are no file descriptors left,
// is neither: it ends the program in words (giveup.h), since whoever takes it for "no" goes on with what is not so.
// What leads nowhere, or must not be looked at, is not there: errno then tells why.
#ifndef NEARCALL_ASK_H
#define NEARCALL_ASK_H

#include "base/arena.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

// ask_there tells whether there is something at path, ask_access whether it can be used so (R_OK, X_OK).
bool ask_there(const char *path);
bool ask_access(const char *path, int mode);

// ask_stat and ask_lstat are stat and lstat.
bool ask_stat(const char *path, struct stat *st);
bool ask_lstat(const char *path, struct stat *st);

// ask_real is the path without links; NULL if it leads nowhere.
const char *ask_real(struct arena *a, const char *path);

// ask_open opens a file for reading; NULL if it is not there. ask_fd does so without a stream: -1.
FILE *ask_open(const char *path);
int ask_fd(const char *path);

// ask_read reads up to n bytes from where fd is, fewer only at the file's end: how many. path is for words.
size_t ask_read(int fd, const char *path, void *to, size_t n);

// ask_ended is called when no more comes from a stream: it has to be the end of it.
void ask_ended(FILE *f, const char *path);

// ask_refused is called after another library has failed to read path: it returns if errno is 0, or an answer.
void ask_refused(const char *path);

// ask_folder opens a folder; NULL if there is none. ask_next is the next entry, or NULL.
DIR *ask_folder(const char *path);
const struct dirent *ask_next(DIR *d, const char *path);

#endif
