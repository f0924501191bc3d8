#include "toolexec/invocation.h"

#include "base/diag.h"
#include "base/path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *invocation_value(const struct invocation *in, const char *flag)
{
	for (size_t i = 1; i + 1 < in->v.args.n; i++)
		if (strcmp(in->v.args.v[i], flag) == 0)
			return in->v.args.v[i + 1];
	return NULL;
}

bool invocation_has(const struct invocation *in, const char *word)
{
	for (size_t i = 1; i < in->v.args.n; i++)
		if (strcmp(in->v.args.v[i], word) == 0)
			return true;
	return false;
}

struct invocation invocation_read(struct arena *a, char *const *words, size_t n)
{
	struct invocation in = {0};
	for (size_t i = 0; i < n; i++)
		argv_add(a, &in.v, words[i]);
	in.tool = path_base(words[0]);
	in.import = invocation_value(&in, "-p");
	const char *out = invocation_value(&in, "-o");
	in.dir = out ? path_dir(a, out) : NULL;
	return in;
}

struct argv invocation_with(struct arena *a, const struct argv *v, const char *old, const char *word)
{
	struct argv all = {0};
	for (size_t i = 0; i < v->args.n; i++)
		argv_add(a, &all, v->args.v[i] == old ? word : v->args.v[i]);
	return all;
}

static int not_started(struct arena *a, const char *program, int why)
{
	struct diags d = {.arena = a};
	diag_tool(&d, NC_TOOLEXEC, "nearcall toolexec is for go build -toolexec=\"nearcall toolexec\"",
	          "%s cannot be started: %s", program, strerror(why));
	diag_print(&d, stderr);
	return EXIT_TOOL;
}

int invocation_run(struct arena *a, const struct argv *v)
{
	struct running r;
	int why = run_start(a, v, NULL, NULL, &r);
	if (why)
		return not_started(a, v->args.v[0], why);
	struct run_result done = run_finish(a, &r);
	fwrite(done.out, 1, done.out_len, stdout);
	fputs(done.err, stderr);
	return done.status;
}

int invocation_become(struct arena *a, const struct argv *v)
{
	char **argv = arena_alloc(a, (v->args.n + 1) * sizeof *argv);
	for (size_t i = 0; i < v->args.n; i++)
		argv[i] = arena_strdup(a, v->args.v[i]);
	execvp(argv[0], argv);
	return not_started(a, argv[0], errno);
}
