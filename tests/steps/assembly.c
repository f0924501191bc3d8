// assembly.c - functions of assembly: many in a program, since to compile and to link costs more than to prove and
// to run; each is proven and run by itself.
#include "session.h"

#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>

enum { TOGETHER = SUBJECT_MOST };

static bool one_program(struct session *s, const char *path, size_t n)
{
	static const char *const flags[] = {"-w", NULL};
	const char *names[SUBJECT_MOST];
	struct subject sub;
	char how[64];
	const size_t faults = session_faults(&s->tally);
	snprintf(how, sizeof how, "assembly of %llu", (unsigned long long)s->rng);
	if (!hostile_write(path, &s->rng, n, names))
		return perror(path), false;
	bool ok = true, linked = subject_link(&sub, path, flags, names, n, s->dir) == SUBJECT_PROVEN;
	s->tally.programs++;
	if (!linked) {
		s->tally.broken++;
		session_tell(&sub, how, "broken");
	}
	for (size_t i = 0; linked && ok && i < n; i++)
		ok = session_single(s, &sub, sub.entries[i], how);
	if (!linked || session_faults(&s->tally) > faults)
		session_keep(s, &sub, path);
	subject_free(&sub);
	return ok;
}

bool assembly_functions(struct session *s, size_t n)
{
	char path[300];
	snprintf(path, sizeof path, "%s/source.c", s->dir);
	setenv("CC", "clang", 1);
	bool ok = true;
	for (size_t done = 0; done < n && ok; done += TOGETHER)
		ok = one_program(s, path, n - done < TOGETHER ? n - done : TOGETHER);
	return ok;
}
