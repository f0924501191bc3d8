#define _GNU_SOURCE
#include "base/run.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

// Output goes to unnamed files rather than pipes: nothing to poll, and a
// program that writes much to both can never block.
struct run_result run(struct arena *a, const struct argv *v, const char *const *env, const char *dir)
{
	struct run_result r = {0};
	FILE *out = tmpfile(), *err = tmpfile();
	if (!out || !err) {
		r.err = arena_printf(a, "cannot create a temporary file: %s", strerror(errno));
		goto done;
	}

	struct argv terminated = {0};
	for (size_t i = 0; i < v->args.n; i++)
		argv_add(a, &terminated, v->args.v[i]);
	argv_add(a, &terminated, NULL);

	posix_spawn_file_actions_t fa;
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, STDIN_FILENO, "/dev/null", 0, 0);
	posix_spawn_file_actions_adddup2(&fa, fileno(out), STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&fa, fileno(err), STDERR_FILENO);
	if (dir)
		posix_spawn_file_actions_addchdir_np(&fa, dir);

	pid_t pid;
	int rc = posix_spawnp(&pid, v->args.v[0], &fa, NULL, (char *const *)terminated.args.v,
	                      env ? merged_env(a, env) : environ);
	posix_spawn_file_actions_destroy(&fa);
	if (rc) {
		r.err = arena_strdup(a, strerror(rc));
		goto done;
	}
	r.found = true;

	int status;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
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
