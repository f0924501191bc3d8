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
	volatile pid_t children[CLEANUP_CHILDREN];
	volatile sig_atomic_t nchildren, line;
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
	if (pending.nchildren < CLEANUP_CHILDREN)
		pending.children[pending.nchildren++] = group;
}

void cleanup_child_ended(pid_t group)
{
	sig_atomic_t i = 0;
	while (i < pending.nchildren && pending.children[i] != group)
		i++;
	if (i < pending.nchildren)
		pending.children[i] = pending.children[--pending.nchildren];
}

void cleanup_line(bool shown)
{
	pending.line = shown;
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

static void signal_children(int sig)
{
	for (sig_atomic_t i = 0; i < pending.nchildren; i++)
		kill(-pending.children[i], sig);
}

// Waits for what has ended; a group of which nobody is left is named no more.
static void reap_children(int options)
{
	for (sig_atomic_t i = pending.nchildren; i-- > 0;) {
		pid_t pid;
		do
			pid = waitpid(-pending.children[i], NULL, options);
		while (pid > 0 || (pid < 0 && errno == EINTR));
		if (pid < 0)
			cleanup_child_ended(pending.children[i]);
	}
}

// Those who clean up after themselves do so for SIGINT: compilers and the go
// command, which may be a child's child and outlive it.
static void end_children(void)
{
	static const struct timespec nap = {0, 10000000};
	signal_children(SIGINT);
	reap_children(WNOHANG);
	for (int i = 0; i < PATIENCE && pending.nchildren; i++) {
		nanosleep(&nap, NULL);
		reap_children(WNOHANG);
	}
	signal_children(SIGKILL);
	reap_children(0);
}

static void erase_line(void)
{
	static const char erase[] = "\r\033[K";
	if (pending.line && write(STDERR_FILENO, erase, sizeof erase - 1) < 0)
		pending.line = false; // nobody is there to see it
}

static void remove_all(void)
{
	erase_line();
	end_children();
	for (sig_atomic_t i = pending.nfolders; i-- > 0;) {
		int fd = open(pending.folders[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0)
			folder_empty(fd);
		rmdir(pending.folders[i]);
	}
}

void cleanup_all(void)
{
	sigset_t old;
	cleanup_block(&old);
	remove_all();
	pending.nfolders = pending.nchildren = pending.line = 0;
	cleanup_unblock(&old);
}

static void end(int sig)
{
	sigset_t only;
	remove_all();
	signal(sig, SIG_DFL);
	sigemptyset(&only);
	sigaddset(&only, sig);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	raise(sig);
}

void cleanup_forked(void)
{
	pending.nfolders = pending.nchildren = pending.line = 0;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void cleanup_install(void)
{
	struct sigaction on = {.sa_handler = end}, was;
	sigfillset(&on.sa_mask);
	for (size_t i = 0; i < ENDING; i++)
		if (sigaction(ending[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
			sigaction(ending[i], &on, NULL);
	signal(SIGXFSZ, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}
