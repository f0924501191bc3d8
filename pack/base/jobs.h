// jobs.h - programs that run side by side.
#ifndef NEARCALL_JOBS_H
#define NEARCALL_JOBS_H

#include "base/run.h"

struct task {
	struct argv argv;
	const char *dir; // to run in, or NULL
	struct run_result result;
};

// jobs_at_once is how many processors this process may run on: a machine can
// have more.
size_t jobs_at_once(void);

// What is told after each start: how many have been started, the last of them
// being task i.
typedef void task_started(void *ctx, size_t i, size_t started);

// jobs_run runs all tasks, at most `most` at once (0: as jobs_at_once says), and
// fills in their results.
// They are started in their order; started may be NULL.
void jobs_run(struct arena *a, struct task *tasks, size_t n, size_t most, task_started *started, void *ctx);

#endif
