/*
 * replay: runs every file of a corpus through its target, without a fuzzer.
 *
 * usage: replay CORPUS
 *
 * A file's folder in CORPUS names its target: CORPUS/image/f12 is for
 * fuzz_image. Each target is run in a process of its own, so that a crash in
 * one leaves the others; a file may take SECONDS. Prints TAP.
 */
#define _GNU_SOURCE
#include "fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <sanitizer/lsan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 20, MAX_TARGETS = 16 };

static int visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void give_up(const char *what)
{
	fprintf(stderr, "replay: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void replay_file(const struct fuzz_target *t, const char *path)
{
	FILE *f = fopen(path, "rb");
	static uint8_t data[FUZZ_MAX_BYTES];
	if (!f)
		give_up(path);
	size_t n = fread(data, 1, sizeof data, f);
	fclose(f);
	uint8_t *exact = malloc(n ? n : 1); // so that a read past the end is seen
	if (!exact)
		give_up(path);
	memcpy(exact, data, n);
	alarm(SECONDS);
	t->run(exact, n);
	alarm(0);
	free(exact);
}

// Stops at the first failure: a sanitizer ends the process.
static void replay_folder(const struct fuzz_target *t, const char *folder, struct dirent **files, int n, int first)
{
	for (int i = 0; i < n; i++) {
		char *path;
		if (asprintf(&path, "%s/%s", folder, files[i]->d_name) < 0)
			give_up(folder);
		fprintf(stderr, "# %s\n", path); // the last one is the one that failed
		replay_file(t, path);
		if (__lsan_do_recoverable_leak_check())
			exit(1);
		printf("ok %d - %s/%s\n", first + i, t->name, files[i]->d_name);
		fflush(stdout);
		free(path);
	}
}

static bool replay_target(const struct fuzz_target *t, const char *folder, struct dirent **files, int n, int first)
{
	int status;
	pid_t pid = fork();
	if (pid < 0)
		give_up("fork");
	if (pid == 0) {
		replay_folder(t, folder, files, n, first);
		exit(0);
	}
	return waitpid(pid, &status, 0) == pid && status == 0;
}

int main(int argc, char **argv)
{
	int n = 0;
	struct dirent **files[MAX_TARGETS];
	char *folders[MAX_TARGETS];
	int counts[MAX_TARGETS], total = 0, first = 1;
	bool good = true;
	if (argc != 2) {
		fprintf(stderr, "usage: replay CORPUS\n");
		return 2;
	}
	while (fuzz_targets[n].name)
		n++;
	for (int i = 0; i < n; i++) {
		if (asprintf(&folders[i], "%s/%s", argv[1], fuzz_targets[i].name) < 0)
			give_up(argv[1]);
		counts[i] = scandir(folders[i], &files[i], visible, alphasort);
		if (counts[i] <= 0)
			give_up(folders[i]);
		total += counts[i];
	}
	printf("1..%d\n", total + n);
	for (int i = 0; i < n; first += counts[i++]) {
		fflush(stdout);
		bool ok = replay_target(&fuzz_targets[i], folders[i], files[i], counts[i], first);
		printf("%sok %d - %s: all of its files\n", ok ? "" : "not ", total + i + 1, fuzz_targets[i].name);
		good &= ok;
	}
	for (int i = 0; i < n; i++) {
		while (counts[i])
			free(files[i][--counts[i]]);
		free(files[i]);
		free(folders[i]);
	}
	return good ? 0 : 1;
}
