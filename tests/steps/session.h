// session.h - what all ways to make code share: arguments, runs as compiled and as laid out anew, what came of them.
#ifndef NEARCALL_STEPS_SESSION_H
#define NEARCALL_STEPS_SESSION_H

#include "emulated.h"
#include "plant.h"
#include "subject.h"
#include "trial.h"

struct tally {
	size_t functions, accepted, executed; // of assembly, and of changed code
	size_t programs, broken, refused, denied, opaque, differ;
	size_t runs[2][TRIAL_OUTCOMES]; // as compiled, and laid out anew
	unsigned long long steps, facts;
	size_t planted[PLANT_KINDS], found[PLANT_KINDS];
};

// What a call came to. value: in x0; comparable: it returned, and that is no address.
struct result {
	enum outcome outcome;
	bool comparable;
	uint64_t value, deepest;
};

struct session {
	const char *dir;
	uint64_t rng, most;
	bool plants;
	size_t kept; // sources
	struct emulated emulated; // for single functions
	struct tally tally;
};

// draw is a random number below n.
uint64_t draw(struct session *s, uint64_t n);

// Where the stack of a call begins, and, on the emulated machine, what is in what is dead of it.
struct stack {
	uint64_t top;
	uint8_t dead;
};
static const struct stack plain_stack = {TRIAL_TOP, 0};

// session_call calls entry once, with random arguments. how names the code in messages; NULL: without any.
struct result session_call(struct session *s, struct subject *sub, struct machine *m, const struct symbol *entry,
                           const char *how, struct stack stack);

// session_single proves one function by itself, runs it, lays it out anew and does so again, on the emulated machine.
// false: the machine is gone.
bool session_single(struct session *s, const struct subject *linked, const struct symbol *entry, const char *how);

// session_count_planted counts what came of a call of code with a planted mistake of that kind, and whether that was
// found. What came to no end shows nothing.
void session_count_planted(struct tally *t, int kind, enum outcome o);

// session_tell prints what is wrong with the code, and what was said of it.
void session_tell(struct subject *sub, const char *how, const char *what);

// session_keep puts a source that is worth a look where it stays, and says where.
void session_keep(struct session *s, struct subject *sub, const char *path);

// session_faults is how many faults of nearcall's were seen.
size_t session_faults(const struct tally *t);

// Two ways to make many functions: assembly that no compiler would write (hostile.h), and csmith's with an
// instruction changed. n functions; false: something does not work.
bool assembly_functions(struct session *s, size_t n);
bool mutated_functions(struct session *s, size_t n);

// compilers are the ways in which C is compiled; csmith_write writes csmith's next program, of a kind that i
// chooses, to path; false: it takes too long (csmith.c).
struct way {
	const char *cc, *flags[2];
};
extern const struct way ways[];
extern const size_t ways_n;
bool csmith_write(struct session *s, size_t i, const char *path);

#endif
