// track.c - System V ABI AMD64, 3.2.1: at each call and return the x87 stack is
// empty, but for a result in it, and the processor is not in MMX mode; Go, and
// SSE code in general, wants the upper halves of vector registers out of use.
#include "arch/amd64/track.h"

#include "arch/amd64/decode.h"
#include "arch/amd64/track87.h"

enum { MOST_RESULTS = 2, REGISTERS = 8 }; // of the x87 stack

const char *amd64_track(struct track *t, const struct insn *in)
{
	if (in->marks & MARK_WIDE)
		t->upper = true;
	if (in->marks & MARK_ZERO_UPPER)
		t->upper = false;
	if (in->marks & MARK_MMX)
		t->media = true;
	if (in->marks & MARK_EMMS) {
		t->media = false;
		t->pushed = 0;
	}
	if (!(in->marks & MARK_X87))
		return NULL;
	if (t->media)
		return "uses x87 registers after MMX ones, without emms between";
	if (in->pushes == AMD64_X87_UNKNOWN)
		return "changes the x87 register stack in a way that is not followed";
	if (t->pushed < in->marks / MARK_X87_USES)
		return "uses an x87 register that is empty";
	t->pushed = (int8_t)(t->pushed + in->pushes);
	return t->pushed < 0 || t->pushed > REGISTERS ? "over- or underflows the x87 register stack" : NULL;
}

bool amd64_track_join(struct track *into, const struct track *from, const char **what)
{
	bool lost = (from->upper && !into->upper) || (from->media && !into->media);
	into->upper |= from->upper;
	into->media |= from->media;
	if (into->pushed != from->pushed)
		*what = "has paths that meet with different depths of the x87 register stack";
	return lost;
}

const char *amd64_track_call(struct track *t, const struct track *callee)
{
	bool media = t->media, full = t->pushed != 0;
	t->upper |= callee->upper;
	t->pushed = callee->pushed;
	t->media = callee->media;
	if (media)
		return "calls with MMX registers in use: emms has to come first";
	return full ? "calls with the x87 register stack in use" : NULL;
}

const char *amd64_track_leave(const struct track *t)
{
	if (t->media)
		return "returns with MMX registers in use, without emms (_mm_empty)";
	return t->pushed > MOST_RESULTS ? "returns with the x87 register stack in use" : NULL;
}

const char *amd64_track_go(const struct track *t, bool mended, const char **hint)
{
	*hint = "pop what it has pushed, or compile without x87 code";
	if (t->pushed)
		return "returns with the x87 register stack in use";
	*hint = "end its 256-bit code with vzeroupper (_mm256_zeroupper()), as compilers do; or declare a level that has AVX "
		"for the package, //nearcall:cpu x86-64-v3: the trampoline does it then";
	return t->upper && !mended ? "may return without vzeroupper" : NULL;
}
