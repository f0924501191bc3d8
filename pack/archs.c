// archs.c - one package, for each architecture that it is built for.
//
// Each is a build of its own, of the Go files that are for it.
#include "pipeline.h"

#include "arch/arch.h"
#include "base/ask.h"
#include "base/files.h"
#include "base/progress.h"
#include "emit/gofiles.h"
#include "home.h"
#include "keep/record.h"
#include "model/build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *named_tmp(void)
{
	const char *given = getenv("TMPDIR");
	return given && *given ? given : "/tmp";
}

// The folder is absolute: some programs are run in other folders.
static bool make_tmp(struct build *b)
{
	const char *named = named_tmp();
	const char *base = ask_real(b->arena, named);
	char *tmp = base ? arena_printf(b->arena, "%s/nearcall.XXXXXX", base) : NULL;
	if (!tmp || !folder_make(tmp)) {
		diag_tool(b->diags, NC_TEMP_FOLDER,
		          "set TMPDIR to a folder that can be written", "cannot create a folder in %s: %s", named,
		          strerror(errno));
		return false;
	}
	b->tmp = tmp;
	return true;
}

static bool open_build(struct build *b, const struct job *job, struct arena *a, struct diags *d)
{
	*b = (struct build){
		.arena = a, .diags = d, .csrc = home_csrc(a, d, job->home),
		.verbose = job->verbose, .progress = job->progress, .jobs = job->at_once,
		.commands = job->commands ? stderr : NULL, .dry = job->dry,
	};
	return b->csrc && make_tmp(b);
}

static bool same_text(const char *x, const char *y)
{
	return x == y || (x && y && strcmp(x, y) == 0);
}

static bool is_said(const struct diags *d, const struct diag *e)
{
	for (size_t i = 0; i < d->list.n; i++) {
		const struct diag *o = &d->list.v[i];
		if (o->code == e->code && same_text(o->pos.file, e->pos.file) && o->pos.line == e->pos.line &&
		    o->pos.col == e->pos.col && same_text(o->message, e->message) && same_text(o->detail, e->detail))
			return true;
	}
	return false;
}

// What is said for several architectures is said once.
static void add_said(struct diags *into, const struct diags *d)
{
	into->warnings += d->warnings;
	for (size_t i = 0; i < d->list.n; i++)
		if (!is_said(into, &d->list.v[i])) {
			struct diag e = d->list.v[i];
			e.order = into->list.n;
			VEC_PUSH(into->arena, &into->list, e);
		}
}

static void build_architecture(const struct build *b, const struct job *job, const char *dir, size_t i, struct diags *d)
{
	struct build at = *b;
	struct genfiles files = {{0}};
	*d = (struct diags){.arena = b->arena};
	at.diags = d;
	at.arch = arch_find(job->archs.args.v[i]);
	if (job->archs.args.n > 1) {
		at.tmp = arena_printf(b->arena, "%s/%s", b->tmp, at.arch->name);
		if (!make_folder(&at))
			return;
	}
	if (job->action == ACTION_VERIFY)
		at.instead = &files;
	build_package(&at, job, dir);
}

// What was said for each architecture. A package need not have C functions for
// each, only for one.
static void say_all(const struct job *job, struct diags *each, struct diags *into)
{
	const char *refused = NULL;
	size_t there = 0, done = 0;
	for (size_t i = 0; i < job->archs.args.n; i++) {
		if (nothing_declared(&each[i]))
			continue;
		there++;
		done += diag_status(&each[i]) == EXIT_DONE;
		if (diag_status(&each[i]) != EXIT_DONE)
			refused = refused ? arena_printf(into->arena, "%s, %s", refused, job->archs.args.v[i]) : job->archs.args.v[i];
		add_said(into, &each[i]);
	}
	if (!there)
		add_said(into, &each[0]);
	if (refused && done)
		diag_note(into, NC_ARCH_REFUSED, (struct pos){NULL, 0, 0}, "-arch names the architectures to build for",
		          "this is of the build for %s", refused);
}

bool job_current(const struct job *job, const char *dir, struct diags *d)
{
	size_t n = job->archs.args.n;
	struct diags *each = arena_alloc(d->arena, n * sizeof *each);
	if (!job->keeper || job->all || job->verbose)
		return false;
	for (size_t i = 0; i < n; i++) {
		each[i] = (struct diags){.arena = d->arena};
		if (!record_current(job->keeper, job->archs.args.v[i], dir, &each[i]))
			return false;
	}
	say_all(job, each, d);
	return true;
}

// What the programs that are run leave behind goes with the folder of this build.
void run_job(const struct job *job, const char *dir, struct diags *d)
{
	struct build b;
	const char *tmp = getenv("TMPDIR") ? arena_strdup(d->arena, getenv("TMPDIR")) : NULL;
	if (!open_build(&b, job, d->arena, d))
		return;
	if (b.commands)
		fprintf(b.commands, "WORK=%s\n", b.tmp);
	setenv("TMPDIR", b.tmp, 1);
	struct diags *each = arena_alloc(b.arena, job->archs.args.n * sizeof *each);
	for (size_t i = 0; i < job->archs.args.n; i++)
		build_architecture(&b, job, dir, i, &each[i]);
	say_all(job, each, d);
	progress_stage(b.arena, b.progress, NULL);
	folder_remove(b.tmp);
	if (tmp)
		setenv("TMPDIR", tmp, 1);
	else
		unsetenv("TMPDIR");
}
