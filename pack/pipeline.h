// pipeline.h - one package, from its declarations to its generated files.
#ifndef NEARCALL_PIPELINE_H
#define NEARCALL_PIPELINE_H

#include "base/diag.h"
#include "base/run.h"

#include <stdbool.h>

struct progress;

enum action { ACTION_BUILD, ACTION_ARCHIVE, ACTION_CHECK, ACTION_STACK };

struct job {
	enum action action;
	struct argv archs;   // GOARCH, of each architecture to emit code for
	const char *home;    // the folder of this program (home.h)
	const char *out;     // ACTION_ARCHIVE: the file to write
	bool relocs;         // ACTION_ARCHIVE: pack the reduced object
	bool verbose;        // ACTION_BUILD: say which form each call got
	struct progress *progress; // told of each stage, or NULL
	bool json;           // ACTION_STACK: for machines
};

// run_job does one package. Nothing is written when anything is refused; all
// problems are in d then.
void run_job(const struct job *job, const char *dir, struct diags *d);

#endif
