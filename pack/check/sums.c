// sums.c - no bound is less than what its own frame needs, nor than what a call
// needs together with the callee's bound.
//
// That is enough: recursion that uses stack would make a bound larger than
// itself. A function with a promise is the exception: so many activations of it
// are the deepest way back to itself, one time less, and then the deepest way that
// does not come back. Of another function with a promise on such a way, from which
// nothing leads back, its own bound counts: bounds never rest on each other so.
#include "check/sums.h"

// A call pushes its return address; a tail call uses its caller's.
static uint64_t to_callee(const struct basis *b, const struct call_site *c)
{
	return c->depth + (c->tail ? 0 : b->arch->stack.call);
}

// Whether x + y is at most limit.
static bool sum_within(uint64_t x, uint64_t y, uint64_t limit)
{
	return x <= limit && y <= limit - x;
}

static bool plain_suffices(const struct basis *b, const struct proven *f)
{
	bool ok = f->frame <= f->bound;
	for (size_t k = 0; k < f->calls.n && ok; k++) {
		const struct call_site *c = &f->calls.v[k];
		ok = sum_within(to_callee(b, c), b->proof->funcs.v[c->callee].bound, f->bound);
	}
	return ok;
}

// The deepest ways from a function, in bytes; -1: none.
struct ways {
	bool reached; // from the head, without coming back to it
	bool leads;   // to the head
	int64_t out;  // to anywhere, the head not entered again
	int64_t back; // to the head
};

enum { MOST_BYTES = 1 << 30 }; // more than any stack has

static bool raise(int64_t *to, int64_t by, int64_t from)
{
	if (from < 0 || by + from <= *to)
		return false;
	*to = by + from;
	return true;
}

static void find_leading(const struct basis *b, struct ways *ways, size_t head)
{
	ways[head].leads = true;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < b->proof->funcs.n; i++) {
			const struct proven *f = &b->proof->funcs.v[i];
			for (size_t k = 0; k < f->calls.n && !ways[i].leads; k++)
				more |= ways[i].leads = ways[f->calls.v[k].callee].leads;
		}
	}
}

static bool improve(const struct basis *b, struct ways *ways, size_t head, size_t i)
{
	const struct proven *f = &b->proof->funcs.v[i];
	bool more = raise(&ways[i].out, 0, (int64_t)f->frame);
	for (size_t k = 0; k < f->calls.n; k++) {
		size_t to = (size_t)f->calls.v[k].callee;
		int64_t by = (int64_t)to_callee(b, &f->calls.v[k]);
		if (to == head) {
			more |= raise(&ways[i].back, by, 0);
			continue;
		}
		const struct proven *callee = &b->proof->funcs.v[to];
		if (callee->promised && !ways[to].leads) {
			more |= raise(&ways[i].out, by, callee->bound < MOST_BYTES ? (int64_t)callee->bound : MOST_BYTES + 1);
			continue;
		}
		more |= !ways[to].reached;
		ways[to].reached = true;
		more |= raise(&ways[i].out, by, ways[to].out);
		more |= raise(&ways[i].back, by, ways[to].back);
	}
	return more;
}

// Longest ways, until none gets longer; one that does so without end is a cycle
// that does not pass through the head, and soon is beyond all bounds.
static bool promised_suffices(struct arena *a, const struct basis *b, size_t head)
{
	size_t n = b->proof->funcs.n;
	const struct proven *f = &b->proof->funcs.v[head];
	struct ways *ways = arena_alloc(a, n * sizeof *ways);
	for (size_t i = 0; i < n; i++)
		ways[i] = (struct ways){.out = -1, .back = -1};
	ways[head].reached = true;
	find_leading(b, ways, head);
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			if (!ways[i].reached)
				continue;
			more |= improve(b, ways, head, i);
			if (ways[i].out > MOST_BYTES || ways[i].back > MOST_BYTES)
				return false;
		}
	}
	uint64_t back = ways[head].back > 0 ? (uint64_t)ways[head].back : 0, times = f->promised - 1;
	return (!back || times <= UINT64_MAX / back) && sum_within(back * times, (uint64_t)ways[head].out, f->bound);
}

bool bound_suffices(struct arena *a, const struct basis *b, size_t i)
{
	const struct proven *f = &b->proof->funcs.v[i];
	return f->promised ? promised_suffices(a, b, i) : plain_suffices(b, f);
}
