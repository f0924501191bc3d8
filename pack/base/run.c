#define _GNU_SOURCE
#include "base/run.h"

#include "base/cleanup.h"
#include "base/giveup.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

void argv_add(struct arena *a, struct argv *v, const char *arg)
{
	VEC_PUSH(a, &v->args, arg);
}

void argv_words(struct arena *a, struct argv *v, const char *text)
{
	for (;;) {
		text += strspn(text, " \t");
		size_t n = strcspn(text, " \t");
		if (!n)
			return;
		argv_add(a, v, arena_strndup(a, text, n));
		text += n;
	}
}

// A later setting of a name must replace the earlier one: which of two a
// program sees is not defined.
static char **merged_env(struct arena *a, const char *const *extra)
{
	VEC(char *) v = {0};
	for (char **e = environ; *e; e++) {
		bool replaced = false;
		for (const char *const *x = extra; *x && !replaced; x++)
			replaced = strncmp(*e, *x, (size_t)(strchr(*x, '=') - *x) + 1) == 0;
		if (!replaced)
			VEC_PUSH(a, &v, *e);
	}
	for (const char *const *x = extra; *x; x++)
		VEC_PUSH(a, &v, arena_strdup(a, *x));
	VEC_PUSH(a, &v, NULL);
	return v.v;
}

// What a program has said is in memory: that it cannot be read is for want of that.
static char *read_back(struct arena *a, FILE *f, size_t *len)
{
	long n = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	if (n < 0 || fseek(f, 0, SEEK_SET) != 0)
		give_up_memory();
	char *p = arena_alloc(a, (size_t)n + 1);
	*len = fread(p, 1, (size_t)n, f);
	if (*len != (size_t)n)
		give_up_memory();
	return p;
}

// Output goes to files in memory rather than pipes: nothing to poll, and a
// program that writes much to both can never block.
static FILE *capture(void)
{
	int fd = memfd_create("output", MFD_CLOEXEC);
	FILE *f = fd >= 0 ? fdopen(fd, "w+") : NULL;
	if (!f && fd >= 0)
		close(fd);
	return f;
}

static int set_up(posix_spawn_file_actions_t *fa, const struct running *r, const char *dir)
{
	int rc = posix_spawn_file_actions_addopen(fa, STDIN_FILENO, "/dev/null", 0, 0);
	if (!rc)
		rc = posix_spawn_file_actions_adddup2(fa, fileno(r->out), STDOUT_FILENO);
	if (!rc)
		rc = posix_spawn_file_actions_adddup2(fa, fileno(r->err), STDERR_FILENO);
	if (!rc && dir)
		rc = posix_spawn_file_actions_addchdir_np(fa, dir);
	return rc;
}

// The child leads a group of its own, which a signal that ends this program
// ends too, with what the child has started.
static int spawn(struct running *r, const struct argv *terminated, char **env, const char *dir)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	sigset_t old;
	posix_spawn_file_actions_init(&fa);
	posix_spawnattr_init(&attr);
	int rc = set_up(&fa, r, dir);
	cleanup_block(&old);
	posix_spawnattr_setsigmask(&attr, &old);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	if (!rc)
		rc = posix_spawnp(&r->pid, terminated->args.v[0], &fa, &attr, (char *const *)terminated->args.v, env);
	if (rc == 0)
		cleanup_child(r->pid);
	cleanup_unblock(&old);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&fa);
	return rc;
}

static void close_both(struct running *r)
{
	if (r->out)
		fclose(r->out);
	if (r->err)
		fclose(r->err);
	*r = (struct running){0};
}

int run_start(struct arena *a, const struct argv *v, const char *const *env, const char *dir, struct running *r)
{
	struct argv terminated = {0};
	*r = (struct running){.out = capture(), .err = capture()};
	int rc = r->out && r->err ? 0 : errno;
	for (size_t i = 0; i < v->args.n; i++)
		argv_add(a, &terminated, v->args.v[i]);
	argv_add(a, &terminated, NULL);
	if (!rc)
		rc = spawn(r, &terminated, env ? merged_env(a, env) : environ, dir);
	if (rc)
		close_both(r);
	return rc;
}

// Its number stays taken until its group is named no more: the group that a
// signal ends is never somebody else's.
static int reap(pid_t pid)
{
	int status = 0;
	siginfo_t info;
	sigset_t old;
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0)
		if (errno != EINTR)
			give_up(NC_PROGRAM_FAILED, NULL, "cannot wait for a program: %s", strerror(errno));
	cleanup_block(&old);
	pid_t ended;
	do
		ended = waitpid(pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	cleanup_child_ended(pid);
	cleanup_unblock(&old);
	if (ended < 0)
		give_up(NC_PROGRAM_FAILED, NULL, "cannot wait for a program: %s", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct run_result run_finish(struct arena *a, struct running *r)
{
	size_t err_len;
	struct run_result res = {.found = true, .status = reap(r->pid)};
	res.out = read_back(a, r->out, &res.out_len);
	res.err = read_back(a, r->err, &err_len);
	close_both(r);
	return res;
}

struct run_result run_not_started(struct arena *a, const char *program, int why)
{
	static const int not_there[] = {ENOENT, ENOTDIR, EACCES, EPERM, ENOEXEC, ELOOP, ENAMETOOLONG};
	size_t i = 0;
	while (i < sizeof not_there / sizeof *not_there && not_there[i] != why)
		i++;
	if (i == sizeof not_there / sizeof *not_there)
		give_up(NC_PROGRAM_FAILED, "are there too many processes, or open files?", "cannot start %s: %s", program, strerror(why));
	return (struct run_result){.err = arena_strdup(a, strerror(why))};
}

struct run_result run(struct arena *a, const struct argv *v, const char *const *env, const char *dir)
{
	struct running r;
	int rc = run_start(a, v, env, dir, &r);
	return rc ? run_not_started(a, v->args.v[0], rc) : run_finish(a, &r);
}
