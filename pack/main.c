// nearcall: lets Go call small freestanding C functions without cgo.
// shared/design.md is the contract; pipeline.c is where to start reading.
#define _GNU_SOURCE
#include "base/cleanup.h"
#include "base/path.h"
#include "base/std.h"
#include "pipeline.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: nearcall build [-v] [-arch LIST] DIR...         write the package's generated files\n"
	"       nearcall archive -o FILE.a [-relocs] DIR        compile the package and pack a Go archive\n"
	"       nearcall check [-arch LIST] DIR...              prove and bind only; write nothing\n"
	"       nearcall stack [-json] DIR...                   the call tree of each entry with its bytes\n"
	"       nearcall version\n"
	"\n"
	"Environment: CC names the C compiler (clang). Exit status: 0 done; 1 the input is\n"
	"refused; 2 usage; 3 a tool failed.\n";

static int usage_error(const char *what, const char *arg)
{
	if (what)
		fprintf(stderr, "nearcall: %s%s\n", what, arg);
	fputs(usage, stderr);
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
};

static const struct option options[] = {
	{"arch", required_argument, NULL, 'a'},
	{"relocs", no_argument, NULL, 'r'},
	{"json", no_argument, NULL, 'j'},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static const char *own_folder(struct arena *a)
{
	char *exe = realpath("/proc/self/exe", NULL);
	const char *dir = exe ? path_dir(a, exe) : ".";
	dir = arena_strdup(a, dir);
	free(exe);
	return dir;
}

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

// A list of architectures, with commas between: so far, of one.
static bool known_architectures(const char *list)
{
	static const char amd64[] = "amd64";
	for (;;) {
		size_t n = strcspn(list, ",");
		if (n != strlen(amd64) || strncmp(list, amd64, n) != 0)
			return false;
		if (!list[n])
			return true;
		list += n + 1;
	}
}

// Go's commands take -long options with one dash; so does this one.
static int parse(int argc, char **argv, struct job *job)
{
	for (int c; (c = getopt_long_only(argc, argv, "o:hv", options, NULL)) != -1;) {
		switch (c) {
		case 'a':
			job->arch = optarg;
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
		case 'v':
			job->verbose = true;
			break;
		case 'h':
			fputs(usage, stdout);
			exit(std_close(EXIT_DONE));
		default:
			return usage_error(NULL, "");
		}
	}
	if (!known_architectures(job->arch))
		return usage_error("this version emits code for amd64 only, not for ", job->arch);
	job->arch = "amd64";
	if (job->action != ACTION_ARCHIVE && (job->out || job->relocs))
		return usage_error("-o and -relocs belong to nearcall archive", "");
	if (job->action != ACTION_BUILD && job->verbose)
		return usage_error("-v belongs to nearcall build", "");
	if (job->action != ACTION_STACK && job->json)
		return usage_error("-json belongs to nearcall stack", "");
	if (job->action == ACTION_ARCHIVE && !job->out)
		return usage_error("nearcall archive needs -o FILE.a", "");
	if (optind == argc)
		return usage_error("no package folder given", "");
	if (job->action == ACTION_ARCHIVE && argc - optind > 1)
		return usage_error("nearcall archive takes one folder", "");
	return EXIT_DONE;
}

static int run_command(int argc, char **argv)
{
	struct job job = {.arch = "amd64"};
	if (argc < 2)
		return usage_error(NULL, "");
	if (strcmp(argv[1], "version") == 0) {
		puts("nearcall " NEARCALL_VERSION);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return EXIT_DONE;
	}
	if (!command_named(argv[1], &job))
		return usage_error("unknown command ", argv[1]);
	int status = parse(argc - 1, argv + 1, &job);
	if (status != EXIT_DONE)
		return status;

	for (int i = optind + 1; i < argc; i++) {
		struct arena *a = arena_new();
		struct diags d = {.arena = a};
		job.home = own_folder(a);
		run_job(&job, path_clean(a, argv[i]), &d);
		diag_print(&d, stderr);
		if ((int)diag_status(&d) > status)
			status = (int)diag_status(&d);
		arena_free(a);
	}
	return status;
}

int main(int argc, char **argv)
{
	std_open();
	cleanup_install();
	return std_close(run_command(argc, argv));
}
