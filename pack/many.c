#include "many.h"

#include "base/diagsave.h"
#include "base/progress.h"
#include "base/workers.h"
#include "keep/record.h"
#include "tell/tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// One package, and what came of it.
struct package {
	const char *dir;
	struct arena *arena;
	struct diags d;
	struct worked worked;
	bool current, done;
};

struct many {
	const struct job *job;
	struct arena *arena;
	struct package *v;
	size_t n;
	size_t *todo, ntodo; // indices of v
	size_t ended, printed;
	size_t count[EXIT_TOOL + 1], current, warnings;
};

static void run_one(const struct job *job, const char *dir, struct diags *d)
{
	run_job(job, dir, d);
	if (job->verbose)
		diag_note(d, NC_TIMES, (struct pos){dir, 0, 0}, NULL, "%s", progress_times(d->arena, job->progress));
	progress_restart(job->progress);
}

// In a process of its own, which has no line on the terminal.
static void work_one(void *ctx, size_t i, FILE *result)
{
	struct many *m = ctx;
	struct package *p = &m->v[m->todo[i]];
	struct progress progress;
	struct job job = *m->job;
	job.progress = &progress;
	job.at_once = m->ntodo < job.at_once ? job.at_once / m->ntodo : 1;
	progress_open(&progress, false);
	run_one(&job, p->dir, &p->d);
	json_t *said = diags_save(&p->d);
	json_dumpf(said, result, JSON_COMPACT);
	json_decref(said);
}

static void print_package(struct many *m, struct package *p)
{
	enum exit_status status = diag_status(&p->d);
	progress_erase(m->job->progress);
	if (p->worked.out_len)
		fwrite(p->worked.out, 1, p->worked.out_len, stdout);
	if (p->worked.err && p->worked.status >= 0)
		fputs(p->worked.err, stderr);
	tell_diags(m->job->tell, &p->d);
	m->warnings += p->d.warnings;
	m->count[status]++;
	m->current += p->current;
	arena_free(p->arena);
}

// In the order of the packages, whichever ends first.
static void print_done(struct many *m)
{
	for (; m->printed < m->n && m->v[m->printed].done; m->printed++)
		print_package(m, &m->v[m->printed]);
}

static void ended(void *ctx, size_t i, const struct worked *w)
{
	struct many *m = ctx;
	struct package *p = &m->v[m->todo[i]];
	json_t *said = json_loads(w->result, 0, NULL);
	p->worked = *w;
	p->done = true;
	if (w->status < 0)
		diag_tool(&p->d, NC_PROGRAM_FAILED, "are there too many processes?", "%s: cannot begin with it: %s", p->dir, w->err);
	else if (!diags_load(said, &p->d) || w->status)
		diag_tool(&p->d, NC_PROGRAM_FAILED, "this is a fault of nearcall: please report it",
		          "%s: the process that built it ended with status %d", p->dir, w->status);
	json_decref(said);
	print_done(m);
	progress_item(m->job->progress, ++m->ended, m->ntodo, p->dir);
}

// The packages with work to do. What is said of the others is known.
static void find_work(struct many *m, const char *const *dirs)
{
	for (size_t i = 0; i < m->n; i++) {
		struct package *p = &m->v[i];
		p->dir = dirs[i];
		p->arena = arena_new();
		p->d.arena = p->arena;
		p->current = p->done = job_current(m->job, p->dir, &p->d);
		if (!p->current)
			m->todo[m->ntodo++] = i;
	}
}

static void do_work(struct many *m)
{
	const struct work work = {work_one, ended, m};
	if (m->job->keeper && m->ntodo)
		keeper_prepare(m->arena, m->job->keeper);
	if (m->ntodo > 1) {
		progress_stage(m->arena, m->job->progress, "building");
		workers_run(m->arena, &work, m->ntodo);
	}
	for (size_t i = 0; i < m->ntodo && m->ntodo == 1; i++) {
		struct package *p = &m->v[m->todo[i]];
		print_done(m);
		run_one(m->job, p->dir, &p->d);
		p->done = true;
	}
	print_done(m);
}

// One line over several packages, and over the warnings of any number.
static void sum_up(const struct many *m)
{
	const char *sep = ": ";
	const char *warned = m->warnings ? arena_printf(m->arena, "%zu warning%s from the C compiler", m->warnings,
	                                                m->warnings == 1 ? "" : "s") : "";
	if (m->n < 2 || m->job->action == ACTION_STACK) {
		if (*warned)
			fprintf(stderr, "nearcall: %s\n", warned);
		return;
	}
	fprintf(stderr, "nearcall: %zu packages", m->n);
	static const char *const done[] = {
		[ACTION_BUILD] = "built", [ACTION_CHECK] = "checked", [ACTION_ARCHIVE] = "packed", [ACTION_VERIFY] = "verified",
	};
	const struct {
		size_t n;
		const char *what;
	} parts[] = {
		{m->count[EXIT_DONE] - m->current, done[m->job->action]},
		{m->current, "up to date"},
		{m->count[EXIT_REFUSED], "refused"},
		{m->count[EXIT_TOOL], "failed"},
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].n) {
			fprintf(stderr, "%s%zu %s", sep, parts[i].n, parts[i].what);
			sep = ", ";
		}
	fprintf(stderr, "%s%s\n", *warned ? "; " : "", warned);
}

int many_run(const struct job *job, const char *const *dirs, size_t n)
{
	struct arena *a = arena_new();
	struct many m = {.job = job, .arena = a, .n = n};
	m.v = arena_alloc(a, n * sizeof *m.v);
	m.todo = arena_alloc(a, n * sizeof *m.todo);
	find_work(&m, dirs);
	do_work(&m);
	progress_erase(job->progress);
	sum_up(&m);
	int worst = EXIT_DONE;
	for (int s = EXIT_DONE; s <= EXIT_TOOL; s++)
		if (m.count[s])
			worst = s;
	arena_free(a);
	return worst;
}
