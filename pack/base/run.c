#define _GNU_SOURCE
#include "base/run.h"

#include "base/cleanup.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

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

static char *read_back(struct arena *a, FILE *f, size_t *len)
{
	long n = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : 0;
	rewind(f);
	char *p = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
	*len = n > 0 ? fread(p, 1, (size_t)n, f) : 0;
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

// The child leads a group of its own, which a signal that ends this program
// ends too, with what the child has started.
static int start(const struct argv *terminated, char **env, const char *dir, FILE *out, FILE *err, pid_t *pid)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	sigset_t old;
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, STDIN_FILENO, "/dev/null", 0, 0);
	posix_spawn_file_actions_adddup2(&fa, fileno(out), STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&fa, fileno(err), STDERR_FILENO);
	if (dir)
		posix_spawn_file_actions_addchdir_np(&fa, dir);
	posix_spawnattr_init(&attr);
	cleanup_block(&old);
	posix_spawnattr_setsigmask(&attr, &old);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	int rc = posix_spawnp(pid, terminated->args.v[0], &fa, &attr, (char *const *)terminated->args.v, env);
	if (rc == 0)
		cleanup_child(*pid);
	cleanup_unblock(&old);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&fa);
	return rc;
}

static int finish(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	cleanup_child(0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct run_result run(struct arena *a, const struct argv *v, const char *const *env, const char *dir)
{
	struct run_result r = {0};
	struct argv terminated = {0};
	FILE *out = capture(), *err = capture();
	if (!out || !err) {
		r.err = arena_printf(a, "cannot create a temporary file: %s", strerror(errno));
		goto done;
	}
	for (size_t i = 0; i < v->args.n; i++)
		argv_add(a, &terminated, v->args.v[i]);
	argv_add(a, &terminated, NULL);

	pid_t pid;
	int rc = start(&terminated, env ? merged_env(a, env) : environ, dir, out, err, &pid);
	if (rc) {
		r.err = arena_strdup(a, strerror(rc));
		goto done;
	}
	r.found = true;
	r.status = finish(pid);
	size_t err_len;
	r.out = read_back(a, out, &r.out_len);
	r.err = read_back(a, err, &err_len);
done:
	if (out)
		fclose(out);
	if (err)
		fclose(err);
	return r;
}
