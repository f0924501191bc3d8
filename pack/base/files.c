#define _GNU_SOURCE
#include "base/files.h"

#include "base/ask.h"
#include "base/cleanup.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static bool write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text += n;
		len -= (size_t)n;
	}
	return true;
}

static bool write_file(const char *path, const char *text, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return false;
	bool ok = write_all(fd, text, len);
	int saved = errno;
	if (close(fd) != 0)
		return false;
	errno = saved;
	return ok;
}

bool folder_make(char *template)
{
	sigset_t old;
	cleanup_block(&old);
	bool ok = mkdtemp(template) != NULL;
	if (ok)
		cleanup_folder(template);
	cleanup_unblock(&old);
	return ok;
}

static void empty_and_remove(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0)
		folder_empty(fd);
	rmdir(path);
}

void folder_remove(const char *path)
{
	empty_and_remove(path);
	cleanup_forget();
}

// Where files stand until all are written: beside their places, since a rename
// does not lead from one disk to another.
static const char staging[] = ".nearcall-replacing-";
enum { STAGING_NAME = sizeof staging - 1 + 6 };

// What a killed nearcall has left. Whoever holds the lock has none but these.
static void remove_leftovers(struct arena *a, const char *dir)
{
	DIR *d = opendir(dir);
	if (!d)
		return;
	for (const struct dirent *e; (e = readdir(d));)
		if (strncmp(e->d_name, staging, sizeof staging - 1) == 0 && strlen(e->d_name) == STAGING_NAME)
			empty_and_remove(arena_printf(a, "%s/%s", dir, e->d_name));
	closedir(d);
}

enum { LOCK_NAPS = 2000 }; // of 1 ms

// A folder that somebody else has locked, or that cannot be, is not waited for
// long: files of several builds are found out at the next go build.
static bool lock(int fd)
{
	static const struct timespec nap = {0, 1000000};
	for (int i = 0; fd >= 0 && i < LOCK_NAPS; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK)
			return false;
		nanosleep(&nap, NULL);
	}
	return false;
}

static bool stage(struct diags *d, const char *from, const struct genfile *f)
{
	return !f->text || write_file(arena_printf(d->arena, "%s/%s", from, f->name), f->text, f->len);
}

static bool settle(struct diags *d, const char *from, const char *dir, const struct genfile *f)
{
	const char *path = path_join(d->arena, dir, f->name);
	if (f->text)
		return rename(arena_printf(d->arena, "%s/%s", from, f->name), path) == 0;
	return !file_generated(path) || unlink(path) == 0;
}

// Whether a file is already what it is to be.
static bool up_to_date(struct arena *a, const char *dir, const struct genfile *f)
{
	struct stat st;
	const char *path = path_join(a, dir, f->name);
	if (!f->text)
		return !file_generated(path);
	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size != f->len)
		return false;
	char *now = arena_alloc(a, f->len + 1);
	FILE *in = fopen(path, "rb");
	bool same = in && fread(now, 1, f->len, in) == f->len && memcmp(now, f->text, f->len) == 0;
	if (in)
		fclose(in);
	return same;
}

bool files_replace(struct diags *d, const char *dir, const struct genfile *files, size_t n)
{
	size_t fresh = 0;
	while (fresh < n && up_to_date(d->arena, dir, &files[fresh]))
		fresh++;
	if (fresh == n)
		return true;
	char *from = arena_printf(d->arena, "%s/%sXXXXXX", dir, staging);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock(fd))
		remove_leftovers(d->arena, dir);
	size_t at = 0;
	bool made = folder_make(from), ok = made;
	for (size_t i = 0; i < n && ok; i++)
		ok = stage(d, from, &files[at = i]);
	for (size_t i = 0; i < n && ok; i++)
		ok = settle(d, from, dir, &files[at = i]);
	if (!ok)
		diag_tool(d, NC_CANNOT_WRITE, "is the folder writable, and the disk not full?", "cannot write %s: %s",
		          path_join(d->arena, dir, files[at].name), strerror(errno));
	if (made)
		folder_remove(from);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool file_replace(struct diags *d, const char *path, const char *text, size_t len)
{
	const struct genfile f = {path_base(path), text, len};
	return files_replace(d, path_dir(d->arena, path), &f, 1);
}

bool file_read(struct diags *d, const char *path, struct file_text *out)
{
	FILE *f = fopen(path, "rb");
	long n = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	bool ok = n >= 0;
	if (ok) {
		rewind(f);
		out->text = arena_alloc(d->arena, (size_t)n + 1);
		out->len = fread(out->text, 1, (size_t)n, f);
		ok = out->len == (size_t)n;
	}
	if (!ok)
		diag_tool(d, NC_CANNOT_READ, NULL, "cannot read %s: %s", path, strerror(errno));
	if (f)
		fclose(f);
	return ok;
}

bool file_generated(const char *path)
{
	static const char mark[] = "// Code generated by nearcall ";
	char head[sizeof mark - 1];
	int fd = ask_fd(path);
	bool ours = fd >= 0 && ask_read(fd, path, head, sizeof head) == sizeof head &&
	            memcmp(head, mark, sizeof head) == 0;
	if (fd >= 0)
		close(fd);
	return ours;
}

enum file_origin file_origin(struct diags *d, const char *path)
{
	struct stat st;
	if (!ask_lstat(path, &st))
		return FILE_ABSENT;
	if (!ask_stat(path, &st) || !S_ISREG(st.st_mode))
		return FILE_FOREIGN; // a folder, say, or a link that leads nowhere
	if (access(path, R_OK) != 0) {
		diag_tool(d, NC_CANNOT_READ, NULL, "cannot read %s: %s", path, strerror(errno));
		return FILE_FOREIGN;
	}
	return file_generated(path) ? FILE_GENERATED : FILE_FOREIGN;
}
