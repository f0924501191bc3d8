// many.h - the packages of one command line, side by side.
#ifndef NEARCALL_MANY_H
#define NEARCALL_MANY_H

#include "pipeline.h"

// many_run does a job for the packages in n folders and prints what is to be
// said of each, in their order, and a line that sums up if there are several.
// Those of which nothing has changed are passed over; of the others as many are
// done at a time as there are processors. Returns the worst exit status.
int many_run(const struct job *job, const char *const *dirs, size_t n);

#endif
