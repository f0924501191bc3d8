// planted.c - a program that writes the file "new" with what is in "in", in one step, and says so. With an argument
// it makes one mistake where a call fails.
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *mistake = "";

static bool makes(const char *name)
{
	return strcmp(mistake, name) == 0;
}

static int failed(const char *what)
{
	if (!makes("leaves its file"))
		unlink("new.nearcall-x");
	if (!makes("says nothing"))
		fprintf(stderr, "planted: error: %s: %s [NC9006]\n", what, strerror(errno));
	if (makes("leaves a child") && fork() == 0) {
		close(1), close(2);
		sleep(100);
	}
	return makes("refuses the input") ? 1 : 3;
}

static bool put(const char *name, const char *text, size_t n)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	bool ok = fd >= 0 && (write(fd, text, n) == (ssize_t)n || makes("swallows the error"));
	return (fd < 0 || close(fd) == 0) && ok;
}

int main(int argc, char **argv)
{
	mistake = argc > 1 ? argv[1] : "";
	char *text = malloc(100);
	if (!text && makes("crashes"))
		abort();
	if (!text)
		return failed("malloc");
	int fd = open("in", O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, text, 100);
	while (n < 0 && makes("waits for ever"))
		sleep(1);
	if (n < 0)
		return failed("in");
	const char *to = makes("writes in place") ? "new" : "new.nearcall-x";
	if (!put(to, text, (size_t)n))
		return failed(to);
	if (to[3] && rename(to, "new") != 0)
		return failed("new");
	free(text);
	return 0;
}
