// jobs.h - programs that run side by side.
#ifndef NEARCALL_JOBS_H
#define NEARCALL_JOBS_H

#include "base/run.h"

struct task {
	struct argv argv;
	const char *dir; // to run in, or NULL
	struct run_result result;
};

// What is told after each start: how many have been started, the last of them
// being task i.
typedef void task_started(void *ctx, size_t i, size_t started);

// jobs_run runs all tasks, as many at once as this process has processors, and
// fills in their results. They are started in their order; started may be NULL.
void jobs_run(struct arena *a, struct task *tasks, size_t n, task_started *started, void *ctx);

#endif
