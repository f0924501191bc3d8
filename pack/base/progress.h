// progress.h - what a build is at: told on a terminal, and timed.
//
// A build that takes more than two seconds has one line on standard error, when
// that is a terminal, which changes in place and is erased at the end.
#ifndef NEARCALL_PROGRESS_H
#define NEARCALL_PROGRESS_H

#include "base/arena.h"

#include <stdbool.h>
#include <time.h>

enum { PROGRESS_BYTES = 256 };

// How long a stage took.
struct stage_time {
	const char *name;
	double seconds;
};

struct progress {
	bool terminal;          // a line may be shown
	volatile bool due;      // the time for it has come
	bool shown;             // something of ours stands on the terminal
	timer_t timer;
	int columns;            // of the terminal
	char line[PROGRESS_BYTES]; // what the line says
	size_t len;
	struct timespec since;  // when the present stage began
	VEC(struct stage_time) stages;
};

// progress_open starts the two seconds. Without wants_line nothing is shown.
// p stays where it is until progress_close, which erases the line.
void progress_open(struct progress *p, bool wants_line);
void progress_close(struct progress *p);

// The p of what follows may be NULL: then nothing is told.

// progress_erase makes way for other words; the next stage shows the line again.
void progress_erase(struct progress *p);

// progress_stage says that a stage begins: "proving". NULL ends the one before.
void progress_stage(struct arena *a, struct progress *p, const char *name);

// progress_item says which of a stage's items it is at: the at-th, from 1, of n.
void progress_item(struct progress *p, size_t at, size_t n, const char *item);

// progress_times is "compiling 1.23 s, proving 0.10 s".
const char *progress_times(struct arena *a, const struct progress *p);

// progress_restart forgets the stages, which are in an arena that ends, and
// erases the line.
void progress_restart(struct progress *p);

#endif
