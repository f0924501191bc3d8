// build.h - what every stage of one package's build shares.
#ifndef NEARCALL_BUILD_H
#define NEARCALL_BUILD_H

#include "base/arena.h"
#include "base/diag.h"

#include <stdbool.h>
#include <stdio.h>

struct arch;
struct genfiles;
struct progress;

struct build {
	struct arena *arena;
	struct diags *diags;
	const char *tmp;  // a folder of this build's own, removed at its end
	const char *csrc; // the toolkit's own C: nearcall.h and rt/
	const struct arch *arch;
	struct progress *progress; // told of each stage, or NULL
	size_t jobs;      // how many compilers may run at once
	bool verbose;     // say which form each call got
	FILE *commands;   // programs that are run are named here first; or NULL
	struct genfiles *instead; // takes the generated files of the module carrier; NULL: they are written
	bool other_compiler; // than that of the committed files
	bool dry;         // they are only named: nothing is run or written
	VEC(const char *) licences; // files that the notices were taken from
};

#endif
