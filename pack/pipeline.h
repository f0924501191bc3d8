// pipeline.h - one package, from its declarations to its generated files.
#ifndef NEARCALL_PIPELINE_H
#define NEARCALL_PIPELINE_H

#include "base/diag.h"
#include "base/run.h"

#include <stdbool.h>

struct keeper;
struct progress;
struct tell;
struct stackpage;

enum action { ACTION_BUILD, ACTION_ARCHIVE, ACTION_CHECK, ACTION_STACK, ACTION_VERIFY };

struct job {
	enum action action;
	struct argv archs;   // GOARCH, of each architecture to emit code for
	bool any_arch;       // nobody has named them: those that this machine has no tools for are left out
	const char *home;    // the folder of this program (home.h)
	const char *out;     // ACTION_ARCHIVE: the file to write
	bool relocs;         // ACTION_ARCHIVE: pack the reduced object
	bool verbose;        // ACTION_BUILD: say which form each call got
	struct progress *progress; // told of each stage, or NULL
	struct tell *tell;   // where diagnostics go; or NULL, to standard error
	struct stackpage *page; // ACTION_STACK: add to this page; or NULL
	bool json;           // for machines: the report of ACTION_STACK, the diagnostics of others
	bool all;            // ACTION_BUILD: packages of which nothing has changed, too
	bool commands, dry;  // ACTION_BUILD: name the programs that are run; run none
	bool hashes_only;    // ACTION_VERIFY: do not build
	bool other_compiler; // ACTION_VERIFY: one that differs may do
	size_t at_once;      // how many compilers may run at a time
	struct keeper *keeper; // ACTION_BUILD: knows what has not changed
};

// job_current tells whether nothing is to do for one package, since nothing has
// changed. What was said when it was built is in d then.
bool job_current(const struct job *job, const char *dir, struct diags *d);

// nothing_declared tells whether all that was said is that a package has no C
// functions for an architecture.
bool nothing_declared(const struct diags *d);

struct build;

// make_folder makes the folder of a build that is a part of another; false, with the reason in b->diags, if it cannot.
bool make_folder(struct build *b);

// build_package takes a package through all stages, for the architecture of b.
void build_package(struct build *b, const struct job *job, const char *dir);

// run_job does one package, for each architecture. Nothing is written when anything is refused; all
// problems are in d then.
void run_job(const struct job *job, const char *dir, struct diags *d);

#endif
