// build.h - what every stage of one package's build shares.
#ifndef NEARCALL_BUILD_H
#define NEARCALL_BUILD_H

#include "base/arena.h"
#include "base/diag.h"

#include <stdbool.h>

struct arch;
struct progress;

struct build {
	struct arena *arena;
	struct diags *diags;
	const char *tmp;  // a folder of this build's own, removed at its end
	const char *csrc; // the toolkit's own C: nearcall.h and rt/
	const struct arch *arch;
	struct progress *progress; // told of each stage, or NULL
	bool verbose;     // say which form each call got
};

#endif
