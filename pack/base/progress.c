#define _GNU_SOURCE
#include "base/progress.h"

#include "base/cleanup.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PATIENCE = 2, COLUMNS = 80 }; // seconds until a line is shown; where a terminal does not tell

static bool is_terminal(void)
{
	const char *term = getenv("TERM");
	return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

static int columns(void)
{
	struct winsize size;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : COLUMNS;
}

// Safe in a signal handler; the signals are held back.
static void show(struct progress *p)
{
	char text[PROGRESS_BYTES + 8] = "\r";
	if (!p->len && !p->shown)
		return;
	memcpy(text + 1, p->line, p->len);
	memcpy(text + 1 + p->len, "\033[K", 3);
	p->shown = p->len > 0;
	cleanup_line(p->shown);
	if (write(STDERR_FILENO, text, p->len + 4) < 0)
		p->terminal = false; // nobody looks any more
}

static void time_has_come(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	struct progress *p = info->si_value.sival_ptr;
	p->due = true;
	show(p);
}

static void hold(sigset_t *old)
{
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, old);
}

// A stage may be long and say nothing meanwhile: that the time has come, a
// signal tells.
void progress_open(struct progress *p, bool wants_line)
{
	struct sigaction on = {.sa_sigaction = time_has_come, .sa_flags = SA_SIGINFO | SA_RESTART};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value.sival_ptr = p};
	*p = (struct progress){.terminal = wants_line && is_terminal(), .columns = columns()};
	sigfillset(&on.sa_mask);
	if (p->terminal)
		p->terminal = sigaction(SIGRTMIN, &on, NULL) == 0 && timer_create(CLOCK_MONOTONIC, &event, &p->timer) == 0;
	if (p->terminal)
		timer_settime(p->timer, 0, &(struct itimerspec){.it_value.tv_sec = PATIENCE}, NULL);
}

void progress_erase(struct progress *p)
{
	sigset_t old;
	if (!p || !p->terminal)
		return;
	hold(&old);
	p->len = 0;
	if (p->due)
		show(p);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

void progress_close(struct progress *p)
{
	if (!p->terminal)
		return;
	timer_delete(p->timer);
	progress_erase(p);
	p->terminal = false;
}

// A byte takes a column at most, so that the line never wraps; what a terminal
// would take for a command is no part of it.
static void say(struct progress *p, const char *text)
{
	sigset_t old;
	size_t most = (size_t)p->columns - 1, n = strlen(text);
	most = most < PROGRESS_BYTES ? most : PROGRESS_BYTES;
	n = n < most ? n : most;
	while (n && ((unsigned char)text[n] & 0xc0) == 0x80) // within a character
		n--;
	hold(&old);
	for (size_t i = 0; i < n; i++)
		p->line[i] = (unsigned char)text[i] < ' ' || text[i] == 0x7f ? '?' : text[i];
	p->len = n;
	if (p->due)
		show(p);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

void progress_stage(struct arena *a, struct progress *p, const char *name)
{
	struct timespec now;
	if (!p)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (p->stages.n) {
		struct stage_time *last = &p->stages.v[p->stages.n - 1];
		last->seconds = (double)(now.tv_sec - p->since.tv_sec) + (double)(now.tv_nsec - p->since.tv_nsec) / 1e9;
	}
	p->since = now;
	if (!name)
		return;
	VEC_PUSH(a, &p->stages, (struct stage_time){name, 0});
	if (p->terminal)
		say(p, name);
}

void progress_item(struct progress *p, size_t at, size_t n, const char *item)
{
	char text[PROGRESS_BYTES * 2];
	if (!p || !p->terminal)
		return;
	snprintf(text, sizeof text, "%s %zu/%zu %s", p->stages.v[p->stages.n - 1].name, at, n, item);
	say(p, text);
}

void progress_restart(struct progress *p)
{
	progress_erase(p);
	memset(&p->stages, 0, sizeof p->stages);
}

const char *progress_times(struct arena *a, const struct progress *p)
{
	const char *s = "";
	for (size_t i = 0; i < p->stages.n; i++)
		s = arena_printf(a, "%s%s%s %.2f s", s, *s ? ", " : "", p->stages.v[i].name, p->stages.v[i].seconds);
	return s;
}
