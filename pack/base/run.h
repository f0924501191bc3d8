// run.h - start a program with an argument vector, never through a shell.
#ifndef NEARCALL_RUN_H
#define NEARCALL_RUN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

struct argv {
	VEC(const char *) args;
};

struct run_result {
	bool found;  // false: the program does not exist or cannot be started
	int status;  // exit status; 128 + signal if a signal ended it
	char *out;   // its standard output, NUL-terminated; owned by the arena
	size_t out_len;
	char *err;   // its standard error, NUL-terminated; owned by the arena
};

void argv_add(struct arena *a, struct argv *v, const char *arg);

// argv_words adds the blank-separated words of text.
void argv_words(struct arena *a, struct argv *v, const char *text);

// run starts v->args (looked up in PATH), waits, and captures its output.
// env holds extra NAME=VALUE settings, NULL-terminated, or is NULL.
// dir is the directory to run in, or NULL for the current one.
struct run_result run(struct arena *a, const struct argv *v, const char *const *env, const char *dir);

// A program that runs, and where its output goes.
struct running {
	pid_t pid;
	FILE *out, *err;
};

// run_start starts a program as run does and returns at once: 0, or the errno
// that tells why it does not run. run_finish waits for it and closes r.
int run_start(struct arena *a, const struct argv *v, const char *const *env, const char *dir, struct running *r);
struct run_result run_finish(struct arena *a, struct running *r);

// run_not_started is the result of a program that did not start, for that errno, which has to say that the program
// is not there or cannot be run: it is not returned from if the system has no room for a process.
struct run_result run_not_started(struct arena *a, const char *program, int why);

#endif
