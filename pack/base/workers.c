#define _GNU_SOURCE
#include "base/workers.h"

#include "base/ask.h"
#include "base/cleanup.h"
#include "base/diag.h"
#include "base/giveup.h"
#include "base/jobs.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

// One process: what it writes goes to files in memory.
struct worker {
	size_t item;
	pid_t pid;
	int result, out, err;
};

static int memory_file(void)
{
	return memfd_create("worker", MFD_CLOEXEC);
}

static void close_files(struct worker *w)
{
	int *const files[] = {&w->result, &w->out, &w->err};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (*files[i] >= 0)
			close(*files[i]);
		*files[i] = -1;
	}
}

static _Noreturn void be_worker(const struct work *work, const struct worker *w)
{
	if (dup2(w->out, STDOUT_FILENO) < 0 || dup2(w->err, STDERR_FILENO) < 0)
		_exit(EXIT_TOOL);
	FILE *result = fdopen(w->result, "w");
	if (result)
		work->run(work->ctx, w->item, result);
	bool ok = result && fclose(result) == 0 && fflush(NULL) == 0;
	_exit(ok ? 0 : EXIT_TOOL);
}

// 0, or the errno that tells why there is no process.
static int start(const struct work *work, struct worker *w)
{
	sigset_t old;
	w->result = memory_file(), w->out = memory_file(), w->err = memory_file();
	fflush(NULL);
	cleanup_block(&old);
	w->pid = w->result < 0 || w->out < 0 || w->err < 0 ? -1 : fork();
	int why = w->pid < 0 ? errno : 0;
	if (w->pid == 0) {
		setpgid(0, 0);
		cleanup_forked();
		cleanup_unblock(&old);
		be_worker(work, w);
	}
	if (w->pid > 0) {
		setpgid(w->pid, w->pid); // whoever is first
		cleanup_child(w->pid);
	} else
		close_files(w);
	cleanup_unblock(&old);
	return why;
}

static const char *read_back(struct arena *a, int fd, size_t *len)
{
	off_t size = lseek(fd, 0, SEEK_END);
	if (size < 0 || lseek(fd, 0, SEEK_SET) < 0)
		give_up_memory();
	char *text = arena_alloc(a, (size_t)size + 1);
	*len = ask_read(fd, "what a process has left", text, (size_t)size);
	return text;
}

// The worker that has ended, of n that run.
static size_t wait_for_one(const struct worker *v, size_t n, int *status)
{
	sigset_t old;
	for (;;) {
		siginfo_t info = {0};
		if (waitid(P_ALL, 0, &info, WEXITED | WNOWAIT) != 0) {
			if (errno != EINTR)
				give_up(NC_PROGRAM_FAILED, NULL, "cannot wait for a process: %s", strerror(errno));
			continue;
		}
		size_t i = 0;
		while (i < n && v[i].pid != info.si_pid)
			i++;
		cleanup_block(&old);
		waitpid(info.si_pid, status, 0);
		if (i < n)
			cleanup_child_ended(info.si_pid);
		cleanup_unblock(&old);
		if (i < n)
			return i;
	}
}

static void finish_one(struct arena *a, const struct work *work, struct worker *v, size_t *running)
{
	int status = 0;
	size_t len, i = wait_for_one(v, *running, &status);
	struct worked done = {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
	done.result = read_back(a, v[i].result, &len);
	done.out = read_back(a, v[i].out, &done.out_len);
	done.err = read_back(a, v[i].err, &len);
	size_t item = v[i].item;
	close_files(&v[i]);
	v[i] = v[--*running];
	work->ended(work->ctx, item, &done);
}

// What cannot start beside others waits for one of them.
static void start_one(struct arena *a, const struct work *work, struct worker *v, size_t *running, size_t item)
{
	for (;;) {
		v[*running] = (struct worker){.item = item};
		int why = start(work, &v[*running]);
		if (!why) {
			++*running;
			return;
		}
		if (!*running) {
			work->ended(work->ctx, item,
			            &(struct worked){.result = "", .out = "", .err = strerror(why), .status = -1});
			return;
		}
		finish_one(a, work, v, running);
	}
}

void workers_run(struct arena *a, const struct work *work, size_t n)
{
	size_t most = jobs_at_once(), running = 0;
	struct worker *v = arena_alloc(a, (most + 1) * sizeof *v);
	for (size_t i = 0; i < n; i++) {
		if (running == most)
			finish_one(a, work, v, &running);
		start_one(a, work, v, &running, i);
	}
	while (running)
		finish_one(a, work, v, &running);
}
