#define _GNU_SOURCE
#include "base/jobs.h"

#include "base/cleanup.h"

#include <errno.h>
#include <sched.h>
#include <sys/wait.h>

size_t jobs_at_once(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	size_t n = (size_t)CPU_COUNT(&set);
	return n < CLEANUP_CHILDREN ? n : CLEANUP_CHILDREN;
}

struct slot {
	struct task *task;
	struct running running;
};

// The slot of a program that has ended. Children's children, which come to this
// process when their parents end, are let go.
static size_t wait_for_one(const struct slot *slots, size_t n)
{
	for (;;) {
		siginfo_t info = {0};
		if (waitid(P_ALL, 0, &info, WEXITED | WNOWAIT) != 0) {
			if (errno != EINTR)
				return 0;
			continue;
		}
		for (size_t i = 0; i < n; i++)
			if (slots[i].running.pid == info.si_pid)
				return i;
		waitpid(info.si_pid, NULL, WNOHANG);
	}
}

static void finish_one(struct arena *a, struct slot *slots, size_t *running)
{
	size_t i = wait_for_one(slots, *running);
	slots[i].task->result = run_finish(a, &slots[i].running);
	slots[i] = slots[--*running];
}

// What cannot start beside others waits for one of them: processes, memory or
// file descriptors may be few. False: even alone it does not start.
static bool start_one(struct arena *a, struct slot *slots, size_t *running, struct task *t)
{
	for (;;) {
		struct slot *s = &slots[*running];
		s->task = t;
		int rc = run_start(a, &t->argv, NULL, t->dir, &s->running);
		if (rc == 0) {
			++*running;
			return true;
		}
		if (rc == ENOENT || !*running) {
			t->result = run_not_started(a, t->argv.args.v[0], rc);
			return false;
		}
		finish_one(a, slots, running);
	}
}

void jobs_run(struct arena *a, struct task *tasks, size_t n, size_t most, task_started *started, void *ctx)
{
	size_t running = 0;
	most = most ? most : jobs_at_once();
	struct slot *slots = arena_alloc(a, most * sizeof *slots);
	for (size_t i = 0; i < n; i++) {
		if (running == most)
			finish_one(a, slots, &running);
		if (start_one(a, slots, &running, &tasks[i]) && started)
			started(ctx, i, i + 1);
	}
	while (running)
		finish_one(a, slots, &running);
}
