// invocation.h - a command of the go command's, as -toolexec hands it over.
#ifndef NEARCALL_INVOCATION_H
#define NEARCALL_INVOCATION_H

#include "base/run.h"

#include <stdbool.h>

struct invocation {
	struct argv v;      // the tool's path and its arguments
	const char *tool;   // "compile", "asm", ...
	const char *dir;    // of what it writes: the go command's own folder for the package
	const char *import; // the package's path, as symbols have it in front (-p); or NULL
};

// invocation_read takes the n words behind `nearcall toolexec`, at least one.
struct invocation invocation_read(struct arena *a, char *const *words, size_t n);

// invocation_has tells whether a word is among the arguments.
bool invocation_has(const struct invocation *in, const char *word);

// invocation_value is the word behind a flag; NULL if there is none.
const char *invocation_value(const struct invocation *in, const char *flag);

// invocation_with is the same command with another word in the place of `old`.
struct argv invocation_with(struct arena *a, const struct argv *v, const char *old, const char *word);

// invocation_run runs a command to its end and brings out what it says; the
// result is its exit status.
int invocation_run(struct arena *a, const struct argv *v);

// invocation_become runs a command in the place of this program. It returns an
// exit status if that cannot be started.
int invocation_become(struct arena *a, const struct argv *v);

#endif
