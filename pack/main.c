// nearcall: lets Go call small freestanding C functions without cgo.
// docs/design-notes.md tells how it works; pipeline.c is where to start reading.
#define _GNU_SOURCE
#include "arch/arch.h"
#include "base/cleanup.h"
#include "base/giveup.h"
#include "base/hash.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "base/std.h"
#include "commit.h"
#include "compare.h"
#include "home.h"
#include "init.h"
#include "keep/record.h"
#include "many.h"
#include "pipeline.h"
#include "read/patterns.h"
#include "stackpage.h"
#include "tell/explain.h"
#include "tell/tell.h"
#include "toolexec/toolexec.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: nearcall build [-a] [-n] [-v] [-x] [-json] [-sarif FILE] [-arch LIST] [PACKAGE...]\n"
	"                                                       write the package's generated files\n"
	"       nearcall archive -o FILE.a [-relocs] [PACKAGE]  compile the package and pack a Go archive\n"
	"       nearcall check [-json] [-sarif FILE] [-arch LIST] [PACKAGE...]\n"
	"                                                       prove and bind only; write nothing\n"
	"       nearcall stack [-json] [PACKAGE...]             the call tree of each entry with its bytes\n"
	"       nearcall stack -html [-arch LIST] [PACKAGE]     the same as a page for a browser\n"
	"       nearcall verify [-hashes] [-compiler-differs=ok] [PACKAGE...]   is what is committed what the sources give\n"
	"       nearcall diff OLD NEW                           what differs between two generated .s files\n"
	"       nearcall explain [CODE]                         what a message means, and the ways out\n"
	"       nearcall init FOLDER                            write a package that works, to start from\n"
	"       nearcall toolexec TOOL ARGUMENT...              for go build -toolexec=\"nearcall toolexec\"\n"
	"       nearcall version\n"
	"\n"
	"PACKAGE is a folder, an import path or a pattern such as ./...; without one, the\n"
	"current folder. LIST is of architectures, with commas between: %s.\n"
	"Environment: CC names the C compiler (clang). Exit status: 0 done; 1 the input is\n"
	"refused; 2 usage; 3 a tool failed.\n";

static void print_usage(FILE *out)
{
	struct arena *a = arena_new();
	fprintf(out, usage, arch_names(a, ", "));
	arena_free(a);
}

static int usage_error(const char *what, const char *arg)
{
	if (what)
		fprintf(stderr, "nearcall: %s%s\n", what, arg);
	print_usage(stderr);
	return EXIT_USAGE;
}

static const struct {
	const char *name;
	enum action action;
} commands[] = {
	{"build", ACTION_BUILD},
	{"archive", ACTION_ARCHIVE},
	{"check", ACTION_CHECK},
	{"stack", ACTION_STACK},
	{"verify", ACTION_VERIFY},
};

static const struct option options[] = {
	{"arch", required_argument, NULL, 'g'},
	{"relocs", no_argument, NULL, 'r'},
	{"json", no_argument, NULL, 'j'},
	{"html", no_argument, NULL, 'p'},
	{"sarif", required_argument, NULL, 's'},
	{"verbose", no_argument, NULL, 'v'},
	{"hashes", no_argument, NULL, 'H'},
	{"compiler-differs", required_argument, NULL, 'C'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static bool command_named(const char *name, struct job *job)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (strcmp(commands[i].name, name) == 0) {
			job->action = commands[i].action;
			return true;
		}
	}
	return false;
}

// One name of -arch: into the list, once. Returns why not, or NULL.
static const char *add_architecture(struct arena *a, const char *name, struct argv *archs)
{
	const struct arch *arch = arch_find(name);
	if (!*name)
		return "an architecture is missing in -arch";
	if (!arch)
		return arena_printf(a, "this version emits code for %s only, not for ", arch_names(a, ", "));
	for (size_t k = 0; k < archs->args.n; k++)
		if (strcmp(archs->args.v[k], name) == 0)
			return NULL;
	argv_add(a, archs, arch->name);
	return NULL;
}

// A list of architectures, with commas between.
static int parse_architectures(struct arena *a, const char *list, struct argv *archs)
{
	for (;;) {
		size_t n = strcspn(list, ",");
		const char *name = arena_strndup(a, list, n);
		const char *wrong = add_architecture(a, name, archs);
		if (wrong)
			return usage_error(wrong, name);
		if (!list[n])
			return EXIT_DONE;
		list += n + 1;
	}
}

// Without -arch it is what GOARCH says, as for the go command; or all. An archive is
// of one, and so is the tree of a terminal.
static const char *own_choice(struct arena *a, struct job *job)
{
	const char *go = getenv("GOARCH");
	if (go && arch_find(go))
		return go;
	if (job->action == ACTION_ARCHIVE || job->action == ACTION_STACK)
		return arch_of_host()->name;
	job->any_arch = true;
	return arch_names(a, ",");
}

// Go's commands take -long options with one dash; so does this one.
static int parse(struct arena *a, int argc, char **argv, struct job *job, const char **sarif,
                 struct stackpage *page)
{
	const char *archs = NULL;
	for (int c; (c = getopt_long_only(argc, argv, "ao:hnvx", options, NULL)) != -1;) {
		switch (c) {
		case 'g':
			archs = optarg;
			break;
		case 'a':
			job->all = true;
			break;
		case 'H':
			job->hashes_only = true;
			break;
		case 'C':
			if (strcmp(optarg, "ok") != 0)
				return usage_error("-compiler-differs can be ok, not ", optarg);
			job->other_compiler = true;
			break;
		case 'n':
			job->dry = job->commands = true;
			break;
		case 'x':
			job->commands = true;
			break;
		case 'o':
			job->out = optarg;
			break;
		case 'r':
			job->relocs = true;
			break;
		case 'j':
			job->json = true;
			break;
		case 'p':
			job->page = page;
			break;
		case 's':
			*sarif = optarg;
			break;
		case 'v':
			job->verbose = true;
			break;
		case 'h':
			print_usage(stdout);
			exit(std_close(EXIT_DONE));
		default:
			return usage_error(NULL, "");
		}
	}
	if (job->action != ACTION_ARCHIVE && (job->out || job->relocs))
		return usage_error("-o and -relocs belong to nearcall archive", "");
	if (job->action != ACTION_BUILD && (job->verbose || job->all || job->commands))
		return usage_error("-a, -n, -v and -x belong to nearcall build", "");
	if (job->page && (job->action != ACTION_STACK || job->json))
		return usage_error("-html belongs to nearcall stack, without -json", "");
	if (job->page && argc - optind > 1)
		return usage_error("nearcall stack -html takes one package", "");
	if (job->action != ACTION_VERIFY && (job->hashes_only || job->other_compiler))
		return usage_error("-hashes and -compiler-differs belong to nearcall verify", "");
	if ((job->action == ACTION_ARCHIVE || job->action == ACTION_VERIFY) && job->json)
		return usage_error("-json belongs to nearcall build, check and stack", "");
	if (job->action != ACTION_BUILD && job->action != ACTION_CHECK && *sarif)
		return usage_error("-sarif belongs to nearcall build and check", "");
	if (job->action == ACTION_ARCHIVE && !job->out)
		return usage_error("nearcall archive needs -o FILE.a", "");
	if (job->action == ACTION_ARCHIVE && argc - optind > 1)
		return usage_error("nearcall archive takes one package", "");
	return parse_architectures(a, archs ? archs : own_choice(a, job), &job->archs);
}

// The folders of the packages that the n arguments stand for; no argument is
// the current one. Returns the exit status.
static int find_folders(struct arena *a, const struct job *job, char *const *args, size_t n, struct folders *out)
{
	static char *const here[] = {"."};
	struct diags d = {.arena = a};
	const char *godecl = home_godecl(a, &d, job->home);
	if (godecl)
		find_packages(a, &d, godecl, job->archs.args.v[0], n ? args : here, n ? n : 1, out);
	if ((job->action == ACTION_ARCHIVE || job->page) && out->list.n > 1) {
		diag_refuse(&d, NC_ARCHIVE_OF_ONE, (struct pos){args[0], 0, 0}, "name one of them",
		            "%zu packages match, and %s is of one", out->list.n, job->page ? "a page" : "an archive");
		out->list.n = 0;
	}
	progress_erase(job->progress);
	tell_diags(job->tell, &d);
	return (int)diag_status(&d);
}

static int run_explain(int argc, char **argv)
{
	if (argc > 1)
		return usage_error("nearcall explain takes one code", "");
	if (!argc)
		explain_all(stdout);
	else if (!explain(argv[0], stdout))
		return usage_error("nearcall explain lists all codes; there is none like ", argv[0]);
	return EXIT_DONE;
}

static int run_diff(int argc, char **argv)
{
	if (argc != 2)
		return usage_error("nearcall diff takes two files", "");
	struct arena *a = arena_new();
	int status = compare(a, argv[0], argv[1], stdout);
	arena_free(a);
	return status;
}

static int run_toolexec(int argc, char **argv)
{
	if (argc < 1)
		return usage_error("nearcall toolexec is for go build -toolexec=\"nearcall toolexec\"", "");
	struct arena *a = arena_new();
	int status = toolexec(a, NEARCALL_VERSION, argv, (size_t)argc);
	arena_free(a);
	return status;
}

// nearcall init FOLDER
static int run_init(int argc, char **argv)
{
	if (argc != 1 || argv[0][0] == '-')
		return usage_error("nearcall init takes one folder", "");
	struct diags d = {.arena = arena_new()};
	init_package(&d, argv[0], stdout);
	diag_print(&d, stderr);
	int status = (int)diag_status(&d);
	arena_free(d.arena);
	return status;
}

static int run_command(int argc, char **argv)
{
	struct job job = {0};
	struct folders folders = {0};
	if (argc < 2)
		return usage_error(NULL, "");
	if (strcmp(argv[1], "version") == 0 || strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-version") == 0) {
		puts("nearcall " NEARCALL_VERSION NEARCALL_COMMIT);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0) {
		print_usage(stdout);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "explain") == 0)
		return run_explain(argc - 2, argv + 2);
	if (strcmp(argv[1], "diff") == 0)
		return run_diff(argc - 2, argv + 2);
	if (strcmp(argv[1], "toolexec") == 0)
		return run_toolexec(argc - 2, argv + 2);
	if (strcmp(argv[1], "init") == 0)
		return run_init(argc - 2, argv + 2);
	if (!command_named(argv[1], &job))
		return usage_error("unknown command ", argv[1]);
	struct arena *a = arena_new();
	const char *sarif = NULL;
	struct stackpage page;
	stackpage_open(&page);
	int status = parse(a, argc - 1, argv + 1, &job, &sarif, &page);
	if (status != EXIT_DONE)
		return status;
	job.home = home_folder(a);
	job.at_once = jobs_at_once();
	struct keeper keeper;
	if (job.action == ACTION_BUILD && home_godecl(a, &(struct diags){.arena = a}, job.home)) {
		keeper_open(a, NEARCALL_VERSION NEARCALL_COMMIT, home_godecl(a, &(struct diags){.arena = a}, job.home), &keeper);
		job.keeper = &keeper;
	}

	struct progress progress;
	struct tell t;
	tell_open(&t, job.json && job.action != ACTION_STACK, sarif);
	progress_open(&progress, !job.verbose);
	job.progress = &progress;
	size_t first = (size_t)optind + 1; // getopt has not seen argv[0]
	job.tell = &t;
	status = find_folders(a, &job, argv + first, (size_t)argc - first, &folders);
	int worst = many_run(&job, folders.list.v, folders.list.n);
	progress_close(&progress);
	stackpage_close(&page, stdout);
	status = tell_close(&t, worst > status ? worst : status);
	arena_free(a);
	return status;
}

int main(int argc, char **argv)
{
	std_open();
	cleanup_install();
	json_set_alloc_funcs(must_alloc, free);
	hash_open();
	return std_close(run_command(argc, argv));
}
