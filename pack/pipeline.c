#include "pipeline.h"

#include "arch/arch.h"
#include "base/files.h"
#include "base/names.h"
#include "base/path.h"
#include "base/progress.h"
#include "bind/agree.h"
#include "bind/bind.h"
#include "bind/kept.h"
#include "check/check.h"
#include "emit/carrier.h"
#include "home.h"
#include "keep/record.h"
#include "keep/verify.h"
#include "link/compile.h"
#include "link/image.h"
#include "link/reduce.h"
#include "link/toolchain.h"
#include "place/align.h"
#include "place/place.h"
#include "prove/prove.h"
#include "read/read.h"
#include "report.h"
#include "stackpage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void stage(struct build *b, const char *name)
{
	progress_stage(b->arena, b->progress, name);
}

static bool has_level(const struct gopkg *pkg, const char *level)
{
	for (size_t i = 0; i < pkg->cpu.n; i++)
		if (strcmp(pkg->cpu.v[i].path, level) == 0)
			return true;
	return false;
}

static void check_levels(struct build *b, const struct gopkg *pkg)
{
	for (size_t i = 0; i < pkg->funcs.n; i++)
		for (size_t k = 0; k < pkg->funcs.v[i].by_level.n; k++) {
			const struct level_func *l = &pkg->funcs.v[i].by_level.v[k];
			if (!has_level(pkg, l->level))
				diag_refuse(b->diags, NC_LEVEL_NOT_BUILT, l->pos,
				            arena_printf(b->arena, "list it: //nearcall:cpu x86-64-v1 %s, apart from the function", l->level),
				            "%s: the package is not compiled for the level %s", pkg->funcs.v[i].name, l->level);
		}
}

static void refuse_unsupported(struct build *b, const struct gopkg *pkg)
{
	if (pkg->cpu.n > 1 && pkg->writable.n)
		diag_refuse(b->diags, NC_LEVELS_WRITABLE, pkg->writable.v[0].pos,
		            "name one level, or keep the state in memory that Go passes",
		            "with several levels of the CPU each would have variables of its own");
}

// What is packed with relocations is what the compiler made.
static void refuse_relocs(struct build *b, const struct job *job, const struct gopkg *pkg)
{
	if (job->action == ACTION_ARCHIVE && job->relocs && b->arch->relay)
		diag_refuse(b->diags, NC_ARCHIVE_FRAMES, (struct pos){pkg->dir, 0, 0},
		            "leave -relocs out; constants that hold addresses and variables are for nearcall build",
		            "an archive for %s cannot have its C as the compiler laid it out, which -relocs packs", b->arch->name);
}

// Go code is compiled into an archive as the package has it.
static void refuse_loops(struct build *b, const struct gopkg *pkg)
{
	for (size_t i = 0; i < pkg->funcs.n; i++)
		if (gofunc_loops(&pkg->funcs.v[i]))
			diag_refuse(b->diags, NC_LONG_ARCHIVE, pkg->funcs.v[i].pos,
			            "use nearcall build, whose files hold the Go code, or write the loop in Go",
			            "%s: an archive does not hold the Go code for //nearcall:%s", pkg->funcs.v[i].name,
			            pkg->funcs.v[i].yield ? "yield" : "chunk");
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
	case ACTION_VERIFY:
		return carry_module(b, p);
	case ACTION_ARCHIVE:
		return carry_archive(b, p, job->out, job->relocs);
	case ACTION_STACK:
		progress_erase(b->progress);
		if (job->page)
			stackpage_add(job->page, b->arch, p);
		else if (job->json)
			report_stack_json(b->arena, p, stdout);
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

static enum carriage carriage_of(const struct job *job)
{
	if (job->action != ACTION_ARCHIVE)
		return CARRY_APART;
	return job->relocs ? CARRY_LOOSE : CARRY_WHOLE;
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
			diag_refuse(b->diags, NC_NOT_A_FUNCTION, r->funcs.v[i]->pos,
			            "//nearcall:func takes the name of a C function; one whose every path is undefined has no code",
			            "%s: %s is not a function", r->funcs.v[i]->name, r->funcs.v[i]->c_name);
	}
	return entries;
}

static struct call *call_of(const struct product *p, const struct gofunc *go)
{
	for (size_t i = 0; i < p->calls.n; i++)
		if (strcmp(p->calls.v[i].go->name, go->name) == 0)
			return &p->calls.v[i];
	return NULL;
}

// A call has an entry for each level, in the order of the variants.
static void bind_all(struct build *b, const struct variant *v, size_t level, const struct symbol **entries,
                     struct product *p)
{
	for (size_t i = 0; i < v->reduced.funcs.n; i++) {
		struct call call, *before = level ? call_of(p, v->reduced.funcs.v[i]) : NULL;
		if (!entries[i] || !bind_function(b, &v->image, v->reduced.funcs.v[i], entries[i], &call))
			continue;
		if (before)
			VEC_PUSH(b->arena, &before->entries, entries[i]);
		else
			VEC_PUSH(b->arena, &p->calls, call);
	}
}

// What the prototypes say must be what the code does.
static void agree_all(struct build *b, const struct gopkg *pkg, const struct variant *v, size_t level,
                      const struct product *p)
{
	for (size_t i = 0; i < p->calls.n; i++) {
		const struct call *call = &p->calls.v[i];
		const struct proven *f = call->entries.n > level ? proof_of(&v->proof, call->entries.v[level]->addr) : NULL;
		if (!f)
			continue;
		bind_agrees(b, &v->image, &v->proof, call, f);
		kept_note(b, &v->image, &v->proof, call, f);
		prove_entry(b, pkg, &v->image, call->entries.v[level], &v->proof);
	}
}

// What runs is proven: once relaid, the image is proven and checked again.
static bool relay(struct build *b, const struct gopkg *pkg, struct variant *v, const struct symbol *const *entries)
{
	stage(b, "relaying");
	b->arch->relay(b->arena, &v->image, &v->proof);
	if (v->image.opaque) {
		diag_refuse(b->diags, NC_NOT_LAID_OUT, v->image.fallback,
		            "Go has to be able to read the stack frames of C at each instruction",
		            "the C functions cannot be laid out for Go: %s", v->image.opaque);
		return false;
	}
	v->proof = (struct proof){0};
	prove_entries(b, pkg, &v->image, entries, v->reduced.funcs.n, &v->proof);
	return diag_status(b->diags) == EXIT_DONE &&
	       check_proof(b, &v->image, entries, v->reduced.funcs.n, pkg, &v->proof);
}

// build_variant takes the C of a package, for one level of the CPU, from sources
// to placed functions. Each stage reports what it refuses and the next ones go
// on with the rest, so that one run shows all problems.
static bool build_variant(struct build *b, const struct job *job, const struct gopkg *pkg, struct product *p,
                          size_t level)
{
	struct variant *v = &p->variants.v[level];
	stage(b, "compiling");
	compile_sources(b, p->tools, pkg, &v->objects);
	if (b->dry) {
		reduce_show(b, p->tools, pkg, &v->objects, &v->reduced);
		image_show(b, p->tools, &v->reduced);
		return true;
	}
	stage(b, "reducing");
	bool whole = check_inputs(b, pkg) && v->objects.paths.n == pkg->sources.n && !pkg->partial;
	if (!whole || !reduce_objects(b, p->tools, pkg, &v->objects, &v->reduced))
		return false;
	stage(b, "linking");
	if (!image_link(b, p->tools, pkg, &v->reduced, &v->image))
		return false;
	const struct symbol **entries = find_entries(b, &v->image, &v->reduced);
	stage(b, "auditing");
	image_audit(b, pkg, &v->image, carriage_of(job));
	stage(b, "binding");
	bind_all(b, v, level, entries, p);
	stage(b, "proving");
	prove_entries(b, pkg, &v->image, entries, v->reduced.funcs.n, &v->proof);
	agree_all(b, pkg, v, level, p);
	stage(b, "checking");
	if (diag_status(b->diags) != EXIT_DONE ||
	    !check_proof(b, &v->image, entries, v->reduced.funcs.n, pkg, &v->proof))
		return false;
	if (b->arch->relay && !relay(b, pkg, v, entries))
		return false;
	stage(b, "placing");
	if (job->action != ACTION_ARCHIVE)
		align_lower(b->arena, &v->image, &v->proof);
	place_image(b->arena, &v->image, &v->proof, v->suffix, &v->placement);
	return true;
}

// "x86-64-v3+vaes" ends symbols as "_v3_vaes".
static const char *suffix_of(struct arena *a, const char *level)
{
	const char *plus = strchr(level, '+'), *from = level;
	for (const char *s = level; *s && s != plus; s++)
		if (*s == '-')
			from = s + 1;
	char *suffix = arena_strdup(a, arena_printf(a, "_%s", from));
	for (char *s = suffix; *s; s++)
		if (strchr("+-.", *s))
			*s = '_';
	return suffix;
}

// The package as one of its levels has it: functions may have other C functions
// behind them from that level on, or from one below.
static struct gopkg package_at(struct arena *a, const struct gopkg *whole, size_t level)
{
	struct gopkg pkg = *whole;
	if (!whole->cpu.n)
		return pkg;
	pkg.cpu.v += level;
	pkg.cpu.n = 1;
	pkg.funcs.v = arena_alloc(a, pkg.funcs.n * sizeof *pkg.funcs.v);
	for (size_t i = 0; i < pkg.funcs.n; i++) {
		struct gofunc *f = &pkg.funcs.v[i];
		*f = whole->funcs.v[i];
		for (size_t k = 0; k <= level; k++)
			for (size_t n = 0; n < f->by_level.n; n++)
				if (strcmp(f->by_level.v[n].level, whole->cpu.v[k].path) == 0)
					f->c_name = f->by_level.v[n].c_name;
	}
	return pkg;
}

bool make_folder(struct build *b)
{
	if (mkdir(b->tmp, 0700) == 0)
		return true;
	diag_tool(b->diags, NC_CANNOT_WRITE, NULL, "cannot create the folder %s: %s", b->tmp, strerror(errno));
	return false;
}

// Every level is a build of its own, in a folder of its own.
static bool build_level(struct build *b, const struct job *job, struct product *p, size_t level)
{
	struct build at = *b;
	struct gopkg pkg = package_at(b->arena, p->pkg, level);
	if (p->pkg->cpu.n > 1) {
		at.tmp = arena_printf(b->arena, "%s/%zu", b->tmp, level);
		if (!make_folder(&at))
			return false;
	}
	if (build_variant(&at, job, &pkg, p, level))
		return true;
	if (level)
		diag_note(b->diags, NC_OF_LEVEL, pkg.cpu.v[0].pos, NULL, "this is of the level %s", pkg.cpu.v[0].path);
	return false;
}

// What there is to compile with; false and a note if it is not there.
static bool find_compiler(struct build *b, struct pos at, struct toolchain *tools)
{
	struct diags absent = {.arena = b->arena}, *diags = b->diags;
	b->diags = &absent;
	bool there = toolchain_find(b, tools);
	b->diags = diags;
	if (!there)
		diag_note(b->diags, NC_HASHES_ALONE, at, NULL, "compared by hashes alone: %s", absent.list.v[0].message);
	return there;
}

static bool may_differ(struct build *b, const struct job *job, struct pos at, const struct head *head,
                       const struct toolchain *tools)
{
	b->other_compiler = strcmp(head->compiler, tools->cc_version) != 0 || strcmp(head->linker, tools->ld_version) != 0;
	if (b->other_compiler && !job->other_compiler)
		diag_refuse(b->diags, NC_OTHER_COMPILER, at,
		            "verify with those, or with -compiler-differs=ok, which compares what is the same for all compilers",
		            "the file was made with %s and %s; here are %s and %s", head->compiler, head->linker,
		            tools->cc_version, tools->ld_version);
	return !b->other_compiler || job->other_compiler;
}

// Whether there is anything to verify by a build, which needs a compiler: that
// of the committed files, or another if that may be. Without a build, hashes
// tell whether the generated files are as they were written.
static bool verify_goes_on(struct build *b, const struct job *job, const struct gopkg *pkg, struct toolchain *tools)
{
	struct head head;
	struct pos at = {path_join(b->arena, pkg->dir, generated_name(b->arena, b->arch, ASSEMBLY_FILE)), 1, 0};
	if (diag_status(b->diags) != EXIT_DONE)
		return false;
	bool same = verify_hashes(b, pkg, &head);
	bool on = same && !job->hashes_only && find_compiler(b, at, tools) && may_differ(b, job, at, &head, tools);
	if (head.version && !on)
		verify_untouched(b, pkg);
	return on;
}

static void verify_built(struct build *b, const struct gopkg *pkg)
{
	if (b->other_compiler) {
		verify_untouched(b, pkg);
		verify_facts(b, pkg, b->instead);
	} else
		verify_bytes(b, pkg, b->instead);
}

bool nothing_declared(const struct diags *d)
{
	return d->list.n == 1 && (d->list.v[0].code == NC_NO_GO_FILES || d->list.v[0].code == NC_NO_DIRECTIVES);
}

// An architecture that nobody has asked for is left out where this machine has no tools for it.
static bool lacks_tools(struct build *b, const struct job *job, const struct gopkg *pkg)
{
	const char *hint, *missing = job->any_arch ? toolchain_lacks(b, &hint) : NULL;
	if (missing && pkg->funcs.n)
		diag_note(b->diags, NC_ARCH_LEFT_OUT, pkg->funcs.v[0].pos, hint, "nothing is built for %s: %s is not installed",
		          b->arch->name, missing);
	return missing;
}

// The pipeline of docs/design-notes.md.
void build_package(struct build *b, const struct job *job, const char *dir)
{
	struct toolchain tools = {0};
	struct gopkg pkg = {0};
	struct timespec begin = job->keeper ? record_begin() : (struct timespec){0};
	struct product product = {.pkg = &pkg, .tools = &tools};

	stage(b, "reading");
	const char *godecl = home_godecl(b->arena, b->diags, job->home);
	bool verify = job->action == ACTION_VERIFY;
	bool declared = godecl && read_package(b->arena, b->diags, godecl, b->arch->name, dir, &pkg);
	if (!declared && !(job->keeper && nothing_declared(b->diags)))
		return;
	if (lacks_tools(b, job, &pkg) || (!verify && !toolchain_find(b, &tools)))
		return;
	if (!declared) {
		record_write(job->keeper, b, &product, begin);
		return;
	}
	if (verify && !verify_goes_on(b, job, &pkg, &tools))
		return;
	refuse_unsupported(b, &pkg);
	refuse_relocs(b, job, &pkg);
	if (job->action == ACTION_ARCHIVE)
		refuse_loops(b, &pkg);
	check_levels(b, &pkg);
	if (pkg.cpu.n > 1 && job->action == ACTION_ARCHIVE) {
		diag_note(b->diags, NC_ARCHIVE_LEVEL, pkg.cpu.v[0].pos, NULL,
		          "an archive has its C for one level of the CPU: %s",
		          pkg.cpu.v[0].path);
		pkg.cpu.n = 1;
	}
	if (job->action == ACTION_BUILD || job->action == ACTION_CHECK || job->action == ACTION_VERIFY)
		module_refuse_foreign(b, &pkg);
	for (size_t i = 0; i < pkg.cpu.n || !i; i++) {
		const char *level = pkg.cpu.n ? pkg.cpu.v[i].path : "";
		VEC_PUSH(b->arena, &product.variants,
		         (struct variant){.level = level, .suffix = pkg.cpu.n > 1 ? suffix_of(b->arena, level) : "",
		                          .image.fd = -1});
	}
	size_t built = 0;
	while (built < product.variants.n && build_level(b, job, &product, built))
		built++;
	stage(b, "writing");
	if (built == product.variants.n && !b->dry && emit(b, job, &product)) {
		if (verify)
			verify_built(b, &pkg);
		else if (job->keeper)
			record_write(job->keeper, b, &product, begin);
	}
	for (size_t i = 0; i < product.variants.n; i++)
		image_close(&product.variants.v[i].image);
}
