#include "pipeline.h"

#include "arch/arch.h"
#include "base/files.h"
#include "base/names.h"
#include "base/path.h"
#include "base/progress.h"
#include "bind/agree.h"
#include "bind/bind.h"
#include "check/check.h"
#include "emit/carrier.h"
#include "home.h"
#include "link/compile.h"
#include "link/image.h"
#include "link/reduce.h"
#include "link/toolchain.h"
#include "place/align.h"
#include "place/place.h"
#include "prove/prove.h"
#include "read/read.h"
#include "report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void stage(struct build *b, const char *name)
{
	progress_stage(b->arena, b->progress, name);
}

static const char *named_tmp(void)
{
	const char *given = getenv("TMPDIR");
	return given && *given ? given : "/tmp";
}

// The folder is absolute: some programs are run in other folders.
static bool make_tmp(struct build *b)
{
	const char *named = named_tmp();
	char *base = realpath(named, NULL);
	char *tmp = base ? arena_printf(b->arena, "%s/nearcall.XXXXXX", base) : NULL;
	free(base);
	if (!tmp || !folder_make(tmp)) {
		diag_tool(b->diags, "set TMPDIR to a folder that can be written", "cannot create a folder in %s: %s", named,
		          strerror(errno));
		return false;
	}
	b->tmp = tmp;
	return true;
}

static bool open_build(struct build *b, const struct job *job, struct arena *a, struct diags *d)
{
	*b = (struct build){
		.arena = a, .diags = d, .arch = arch_find(job->archs.args.v[0]), .csrc = home_csrc(a, d, job->home),
		.verbose = job->verbose, .progress = job->progress,
	};
	return b->csrc && make_tmp(b);
}

// What the manual describes as to come is refused by name.
static void refuse_unsupported(struct build *b, const struct gopkg *pkg)
{
	if (pkg->cpu.n > 1)
		diag_refuse(b->diags, pkg->cpu.v[1].pos, "name one level, or make a package per level and choose in Go",
		            "//nearcall:cpu with several levels is not supported yet");
	for (size_t i = 0; i < pkg->funcs.n; i++)
		if (pkg->funcs.v[i].blocking)
			diag_refuse(b->diags, pkg->funcs.v[i].pos, "remove the directive, and keep calls short: C is not preempted",
			            "%s: //nearcall:blocking is not supported yet", pkg->funcs.v[i].name);
}

// A terminal gets colour, unless it says it has none (no-color.org).
static bool wants_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	return isatty(STDOUT_FILENO) && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

static bool emit(struct build *b, const struct job *job, const struct product *p)
{
	switch (job->action) {
	case ACTION_BUILD:
		return carry_module(b, p);
	case ACTION_ARCHIVE:
		return carry_archive(b, p, job->out, job->relocs);
	case ACTION_STACK:
		progress_erase(b->progress);
		if (job->json)
			report_stack_json(p, stdout);
		else
			report_stack(b->arena, p, wants_colour(), stdout);
		return true;
	default:
		return true;
	}
}

// Of several symbols of a name, image_symbol's choice: the last global one, or the first.
static void name_symbols(const struct image *img, struct names *out)
{
	for (size_t i = 0; i < img->symbols.n; i++)
		if (!names_add(out, img->symbols.v[i].name, i) && img->symbols.v[i].global)
			*names_find(out, img->symbols.v[i].name) = i;
}

// The C functions of the image that Go declarations are bound to.
static const struct symbol **find_entries(struct build *b, const struct image *img, const struct reduced *r)
{
	const struct symbol **entries = arena_alloc(b->arena, r->funcs.n * sizeof *entries);
	struct names names = {.arena = b->arena};
	name_symbols(img, &names);
	for (size_t i = 0; i < r->funcs.n; i++) {
		const size_t *found = names_find(&names, r->funcs.v[i]->c_name);
		const struct symbol *s = found ? &img->symbols.v[*found] : NULL;
		entries[i] = s && s->addr >= img->base && s->addr < img->text_end ? s : NULL;
		if (!entries[i])
			diag_refuse(b->diags, r->funcs.v[i]->pos,
			            "//nearcall:func takes the name of a C function; one whose every path is undefined has no code",
			            "%s: %s is not a function", r->funcs.v[i]->name, r->funcs.v[i]->c_name);
	}
	return entries;
}

static void bind_all(struct build *b, const struct image *img, const struct reduced *r,
                     const struct symbol **entries, struct product *p)
{
	for (size_t i = 0; i < r->funcs.n; i++) {
		struct call call;
		if (entries[i] && bind_function(b, img, r->funcs.v[i], entries[i], &call))
			VEC_PUSH(b->arena, &p->calls, call);
	}
}

// What the prototypes say must be what the code does.
static void agree_all(struct build *b, const struct variant *v, const struct product *p)
{
	for (size_t i = 0; i < p->calls.n; i++) {
		const struct call *call = &p->calls.v[i];
		const struct proven *f = proof_of(&v->proof, call->entries.v[0]->addr);
		if (!f)
			continue;
		bind_agrees(b, &v->image, call, f);
		prove_entry(b, p->pkg, &v->image, call->entries.v[0], &v->proof);
	}
}

// The pipeline of docs/design-notes.md. Each stage reports what it refuses and the next
// ones go on with the rest, so that one run shows all problems.
static void build_package(struct build *b, const struct job *job, const char *dir)
{
	struct toolchain tools = {0};
	struct gopkg pkg = {0};
	struct product product = {.pkg = &pkg, .tools = &tools};

	stage(b, "reading");
	const char *godecl = home_godecl(b->arena, b->diags, job->home);
	if (!godecl || !toolchain_find(b, &tools) || !read_package(b->arena, b->diags, godecl, b->arch->name, dir, &pkg))
		return;
	refuse_unsupported(b, &pkg);
	if (job->action == ACTION_BUILD || job->action == ACTION_CHECK)
		module_refuse_foreign(b, &pkg);
	VEC_PUSH(b->arena, &product.variants, (struct variant){.level = pkg.cpu.n ? pkg.cpu.v[0].path : ""});
	struct variant *v = &product.variants.v[0];
	stage(b, "compiling");
	compile_sources(b, &tools, &pkg, &v->objects);
	stage(b, "reducing");
	bool whole = check_inputs(b, &pkg) && v->objects.paths.n == pkg.sources.n && !pkg.partial;
	if (!whole || !reduce_objects(b, &tools, &pkg, &v->objects, &v->reduced))
		return;
	stage(b, "linking");
	if (image_link(b, &pkg, &v->reduced, &v->image)) {
		const struct symbol **entries = find_entries(b, &v->image, &v->reduced);
		stage(b, "auditing");
		image_audit(b, &v->image, job->relocs);
		stage(b, "binding");
		bind_all(b, &v->image, &v->reduced, entries, &product);
		stage(b, "proving");
		prove_entries(b, &pkg, &v->image, entries, v->reduced.funcs.n, &v->proof);
		agree_all(b, v, &product);
		stage(b, "checking");
		if (diag_status(b->diags) == EXIT_DONE && check_proof(b, &v->image, entries, v->reduced.funcs.n, &pkg, &v->proof)) {
			stage(b, "placing");
			if (job->action != ACTION_ARCHIVE)
				align_lower(b->arena, &v->image, &v->proof);
			place_image(b->arena, &v->image, &v->proof, &v->placement);
			stage(b, "writing");
			emit(b, job, &product);
		}
	}
	image_close(&v->image);
}

// What the programs that are run leave behind goes with the folder of this build.
void run_job(const struct job *job, const char *dir, struct diags *d)
{
	struct build b;
	const char *tmp = getenv("TMPDIR") ? arena_strdup(d->arena, getenv("TMPDIR")) : NULL;
	if (!open_build(&b, job, d->arena, d))
		return;
	setenv("TMPDIR", b.tmp, 1);
	build_package(&b, job, dir);
	stage(&b, NULL);
	folder_remove(b.tmp);
	if (tmp)
		setenv("TMPDIR", tmp, 1);
	else
		unsetenv("TMPDIR");
}
