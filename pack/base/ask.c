#include "base/ask.h"

#include "base/giveup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The errors that are answers: a path leads nowhere, or it is not for us, or not of that kind.
static const int answers[] = {ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, EISDIR, EINVAL, EROFS, ENXIO, ENODEV, ETXTBSY};

static _Noreturn void no_answer(const char *path)
{
	give_up(NC_CANNOT_READ, "the system does not say: is the disk in order, and are there too many open files?",
	        "cannot read %s: %s", path, strerror(errno));
}

// After a failure: whether to ask again. If not, the answer is no.
static bool asks_again(const char *path)
{
	if (errno == EINTR)
		return true;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (errno == answers[i])
			return false;
	if (errno == ENOMEM)
		give_up_memory();
	no_answer(path);
}

bool ask_access(const char *path, int mode)
{
	bool yes;
	do
		yes = access(path, mode) == 0;
	while (!yes && asks_again(path));
	return yes;
}

bool ask_there(const char *path)
{
	return ask_access(path, F_OK);
}

bool ask_stat(const char *path, struct stat *st)
{
	bool yes;
	do
		yes = stat(path, st) == 0;
	while (!yes && asks_again(path));
	return yes;
}

bool ask_lstat(const char *path, struct stat *st)
{
	bool yes;
	do
		yes = lstat(path, st) == 0;
	while (!yes && asks_again(path));
	return yes;
}

const char *ask_real(struct arena *a, const char *path)
{
	char *real;
	do
		real = realpath(path, NULL);
	while (!real && asks_again(path));
	const char *own = real ? arena_strdup(a, real) : NULL;
	free(real);
	return own;
}

FILE *ask_open(const char *path)
{
	FILE *f;
	do
		f = fopen(path, "rbe");
	while (!f && asks_again(path));
	return f;
}

int ask_fd(const char *path)
{
	int fd;
	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd < 0 && asks_again(path));
	return fd;
}

size_t ask_read(int fd, const char *path, void *to, size_t n)
{
	size_t have = 0;
	while (have < n) {
		ssize_t more = read(fd, (char *)to + have, n - have);
		if (more == 0 || (more < 0 && !asks_again(path)))
			break;
		have += more > 0 ? (size_t)more : 0;
	}
	return have;
}

void ask_ended(FILE *f, const char *path)
{
	if (!feof(f))
		no_answer(path);
}

void ask_refused(const char *path)
{
	if (errno)
		asks_again(path);
}

DIR *ask_folder(const char *path)
{
	DIR *d;
	do
		d = opendir(path);
	while (!d && asks_again(path));
	return d;
}

const struct dirent *ask_next(DIR *d, const char *path)
{
	errno = 0;
	const struct dirent *e = readdir(d);
	if (!e && errno)
		no_answer(path);
	return e;
}
