#define _GNU_SOURCE
#include "base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_FOLDERS = 4, PATIENCE = 200 }; // folders at once; naps of 10 ms

// The one static object of the tool: a handler is given nothing but its number.
static struct {
	const char *folders[MOST_FOLDERS];
	volatile sig_atomic_t nfolders;
	volatile pid_t child;
} pending;

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU, SIGALRM, SIGUSR1, SIGUSR2};
enum { ENDING = sizeof ending / sizeof *ending };

static sigset_t ending_set(void)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < ENDING; i++)
		sigaddset(&set, ending[i]);
	return set;
}

void cleanup_block(sigset_t *old)
{
	sigset_t set = ending_set();
	sigprocmask(SIG_BLOCK, &set, old);
}

void cleanup_unblock(const sigset_t *old)
{
	sigprocmask(SIG_SETMASK, old, NULL);
}

void cleanup_folder(const char *path)
{
	if (pending.nfolders < MOST_FOLDERS)
		pending.folders[pending.nfolders++] = path;
}

void cleanup_forget(void)
{
	if (pending.nfolders > 0)
		pending.nfolders--;
}

void cleanup_child(pid_t group)
{
	pending.child = group;
}

// One pass over a folder. Names that go while it is read may hide others: the
// caller goes on for as long as something went.
static bool empty_once(int fd)
{
	_Alignas(struct dirent64) char names[4096];
	bool removed = false;
	lseek(fd, 0, SEEK_SET);
	for (ssize_t n; (n = getdents64(fd, names, sizeof names)) > 0;) {
		for (ssize_t at = 0; at < n;) {
			const struct dirent64 *e = (const struct dirent64 *)(names + at);
			at += e->d_reclen;
			if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
				continue;
			int sub = openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			if (sub >= 0)
				folder_empty(sub);
			removed |= unlinkat(fd, e->d_name, sub >= 0 ? AT_REMOVEDIR : 0) == 0;
		}
	}
	return removed;
}

void folder_empty(int fd)
{
	while (empty_once(fd))
		;
	close(fd);
}

// Those who clean up after themselves do so for SIGINT: compilers and the go
// command, which may be a child's child and outlive it.
static void end_children(void)
{
	static const struct timespec nap = {0, 10000000};
	pid_t group = pending.child;
	if (!group)
		return;
	kill(-group, SIGINT);
	for (int i = 0; i < PATIENCE; i++) {
		pid_t pid = waitpid(-group, NULL, WNOHANG);
		if (pid < 0 && errno == ECHILD)
			return;
		if (pid == 0)
			nanosleep(&nap, NULL);
	}
	kill(-group, SIGKILL);
	while (waitpid(-group, NULL, 0) > 0 || errno == EINTR)
		;
}

static void end(int sig)
{
	sigset_t only;
	end_children();
	for (sig_atomic_t i = pending.nfolders; i-- > 0;) {
		int fd = open(pending.folders[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0)
			folder_empty(fd);
		rmdir(pending.folders[i]);
	}
	signal(sig, SIG_DFL);
	sigemptyset(&only);
	sigaddset(&only, sig);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	raise(sig);
}

void cleanup_install(void)
{
	struct sigaction on = {.sa_handler = end, .sa_mask = ending_set()}, was;
	for (size_t i = 0; i < ENDING; i++)
		if (sigaction(ending[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
			sigaction(ending[i], &on, NULL);
	signal(SIGXFSZ, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}
