#define _GNU_SOURCE
#include "files.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

bool file_replace(struct build *b, const char *path, const char *text, size_t len)
{
	char *tmp = arena_printf(b->arena, "%s.XXXXXX", path);
	int fd = mkostemp(tmp, 0);
	mode_t mask = umask(0);
	umask(mask);
	bool ok = fd >= 0 && write_all(fd, text, len) && fchmod(fd, 0666 & ~mask) == 0;
	int saved = errno;
	if (fd >= 0 && close(fd) != 0 && ok)
		ok = false, saved = errno;
	if (ok && rename(tmp, path) != 0)
		ok = false, saved = errno;
	if (!ok) {
		if (fd >= 0)
			unlink(tmp);
		diag_tool(b->diags, "is the folder writable, and the disk not full?", "cannot write %s: %s", path, strerror(saved));
	}
	return ok;
}

bool file_read(struct build *b, const char *path, struct file_text *out)
{
	FILE *f = fopen(path, "rb");
	long n = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	bool ok = n >= 0;
	if (ok) {
		rewind(f);
		out->text = arena_alloc(b->arena, (size_t)n + 1);
		out->len = fread(out->text, 1, (size_t)n, f);
		ok = out->len == (size_t)n;
	}
	if (!ok)
		diag_tool(b->diags, NULL, "cannot read %s: %s", path, strerror(errno));
	if (f)
		fclose(f);
	return ok;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	remove(path);
	return 0;
}

void folder_remove(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
