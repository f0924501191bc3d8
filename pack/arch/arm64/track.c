// track.c - vector registers have no state that others would have to end, and
// there is no stack of registers; what changes a mode is refused (forbidden.c).
#include "arch/arm64/track.h"

const char *arm64_track(struct track *t, const struct insn *in)
{
	(void)t;
	(void)in;
	return NULL;
}

bool arm64_track_join(struct track *into, const struct track *from, const char **what)
{
	(void)into;
	(void)from;
	(void)what;
	return false;
}

const char *arm64_track_call(struct track *t, const struct track *callee)
{
	(void)t;
	(void)callee;
	return NULL;
}

const char *arm64_track_leave(const struct track *t)
{
	(void)t;
	return NULL;
}

const char *arm64_track_go(const struct track *t, bool mended, const char **hint)
{
	(void)t;
	(void)mended;
	(void)hint;
	return NULL;
}

bool arm64_mends(const struct level *l)
{
	(void)l;
	return false;
}
