// calls.c - the functions of functions.h, each of which may fail. What fails does so as the real one would: a file
// that cannot be closed is closed nevertheless, and a stream that an error is of has its mark.
#define _GNU_SOURCE
#include "inject.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// CALL is a function whose failure is a value.
#define CALL(type, name, failed, params, ...)                                                      \
	type name params                                                                           \
	{                                                                                          \
		if (fails(FN_##name))                                                              \
			return failed;                                                             \
		return ((type(*) params)next(FN_##name))(__VA_ARGS__);                             \
	}
// NUMBER is one that returns an error's number.
#define NUMBER(name, params, ...) CALL(int, name, errno, params, __VA_ARGS__)

// dlsym allocates: the C library's own names need no looking up.
extern void *__libc_malloc(size_t n), *__libc_calloc(size_t n, size_t size), *__libc_realloc(void *p, size_t n);
extern void *__libc_memalign(size_t align, size_t n);

void *malloc(size_t n)
{
	return fails(FN_malloc) ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	return fails(FN_calloc) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
	return fails(FN_realloc) ? NULL : __libc_realloc(p, n);
}

int posix_memalign(void **p, size_t align, size_t n)
{
	if (fails(FN_posix_memalign))
		return ENOMEM;
	*p = __libc_memalign(align, n);
	return *p ? 0 : ENOMEM;
}

CALL(void *, mmap, MAP_FAILED, (void *p, size_t n, int prot, int flags, int fd, off_t o), p, n, prot, flags, fd, o)
CALL(FILE *, fopen, NULL, (const char *path, const char *mode), path, mode)
CALL(FILE *, fdopen, NULL, (int fd, const char *mode), fd, mode)
CALL(DIR *, opendir, NULL, (const char *path), path)
CALL(struct dirent *, readdir, NULL, (DIR * d), d)
CALL(ssize_t, getdents64, -1, (int fd, void *p, size_t n), fd, p, n)
CALL(int, memfd_create, -1, (const char *name, unsigned flags), name, flags)
CALL(char *, mkdtemp, NULL, (char *template), template)
CALL(int, mkostemp, -1, (char *template, int flags), template, flags)
CALL(int, mkdir, -1, (const char *path, mode_t mode), path, mode)
CALL(ssize_t, read, -1, (int fd, void *p, size_t n), fd, p, n)
CALL(ssize_t, pread, -1, (int fd, void *p, size_t n, off_t o), fd, p, n, o)
CALL(off_t, lseek, -1, (int fd, off_t o, int whence), fd, o, whence)
CALL(int, stat, -1, (const char *restrict path, struct stat *restrict st), path, st)
CALL(int, lstat, -1, (const char *restrict path, struct stat *restrict st), path, st)
CALL(int, fstat, -1, (int fd, struct stat *st), fd, st)
CALL(int, access, -1, (const char *path, int mode), path, mode)
CALL(char *, realpath, NULL, (const char *restrict path, char *restrict to), path, to)
CALL(int, rename, -1, (const char *from, const char *to), from, to)
CALL(int, link, -1, (const char *from, const char *to), from, to)
CALL(int, unlink, -1, (const char *path), path)
CALL(int, unlinkat, -1, (int fd, const char *path, int flags), fd, path, flags)
CALL(int, rmdir, -1, (const char *path), path)
CALL(int, flock, -1, (int fd, int how), fd, how)
CALL(int, utimensat, -1, (int fd, const char *p, const struct timespec t[2], int flags), fd, p, t, flags)
CALL(int, dup2, -1, (int from, int to), from, to)
CALL(pid_t, fork, -1, (void))
NUMBER(posix_spawnp, (pid_t * restrict pid, const char *restrict file, const posix_spawn_file_actions_t *restrict fa,
                      const posix_spawnattr_t *restrict at, char *const argv[restrict], char *const env[restrict]),
       pid, file, fa, at, argv, env)
NUMBER(posix_spawn_file_actions_addopen,
       (posix_spawn_file_actions_t * restrict fa, int fd, const char *restrict path, int flags, mode_t mode), fa, fd,
       path, flags, mode)
NUMBER(posix_spawn_file_actions_adddup2, (posix_spawn_file_actions_t * fa, int from, int to), fa, from, to)
NUMBER(posix_spawn_file_actions_addchdir_np, (posix_spawn_file_actions_t * restrict fa, const char *restrict path), fa,
       path)
CALL(int, execvp, -1, (const char *file, char *const argv[]), file, argv)
CALL(pid_t, waitpid, -1, (pid_t pid, int *status, int options), pid, status, options)
CALL(int, waitid, -1, (idtype_t type, id_t id, siginfo_t *info, int options), type, id, info, options)
CALL(int, timer_create, -1, (clockid_t clock, struct sigevent *restrict event, timer_t *restrict timer), clock, event,
     timer)
CALL(int, sched_getaffinity, -1, (pid_t pid, size_t n, cpu_set_t *set), pid, n, set)

static mode_t mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return fails(FN_open) ? -1 : ((int (*)(const char *, int, ...))next(FN_open))(path, flags, mode);
}

int openat(int fd, const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return fails(FN_openat) ? -1 : ((int (*)(int, const char *, int, ...))next(FN_openat))(fd, path, flags, mode);
}

// What is written to standard error comes through: the message is looked at.
// Interrupted, half of it is written.
ssize_t write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))next(FN_write);
	if (fd == STDERR_FILENO || !fails(FN_write))
		return real(fd, p, n);
	return interrupting() && n > 1 ? real(fd, p, n / 2) : -1;
}

int close(int fd)
{
	bool failed = fails(FN_close);
	int rc = ((int (*)(int))next(FN_close))(fd);
	if (!failed)
		return rc;
	errno = EIO;
	return -1;
}

int fclose(FILE *f)
{
	bool failed = fails(FN_fclose);
	int rc = ((int (*)(FILE *))next(FN_fclose))(f);
	if (!failed)
		return rc;
	errno = EIO;
	return EOF;
}

static bool stream_fails(enum fn f, FILE *stream)
{
	if ((stream && fileno(stream) == STDERR_FILENO) || !fails(f))
		return false;
	if (stream)
		stream->_flags |= _IO_ERR_SEEN;
	return true;
}

#define STREAM(type, name, failed, params, stream, ...)                                            \
	type name params                                                                           \
	{                                                                                          \
		if (stream_fails(FN_##name, stream))                                               \
			return failed;                                                             \
		return ((type(*) params)next(FN_##name))(__VA_ARGS__);                             \
	}

STREAM(size_t, fread, 0, (void *restrict p, size_t size, size_t n, FILE *restrict f), f, p, size, n, f)
STREAM(size_t, fwrite, 0, (const void *restrict p, size_t size, size_t n, FILE *restrict f), f, p, size, n, f)
STREAM(char *, fgets, NULL, (char *restrict p, int n, FILE *restrict f), f, p, n, f)
STREAM(ssize_t, getline, -1, (char **restrict p, size_t *restrict n, FILE *restrict f), f, p, n, f)
STREAM(int, fputs, EOF, (const char *restrict s, FILE *restrict f), f, s, f)
STREAM(int, vfprintf, -1, (FILE *restrict f, const char *restrict fmt, va_list ap), f, f, fmt, ap)
STREAM(int, fflush, EOF, (FILE * f), f, f)
CALL(int, fseek, -1, (FILE * f, long o, int whence), f, o, whence)
CALL(long, ftell, -1, (FILE * f), f)

int fprintf(FILE *restrict f, const char *restrict fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vfprintf(f, fmt, ap);
	va_end(ap);
	return n;
}
