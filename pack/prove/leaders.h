// leaders.h - the addresses of one function that branches go to.
#ifndef NEARCALL_LEADERS_H
#define NEARCALL_LEADERS_H

#include "base/arena.h"
#include "prove/state.h"

// A leader is an address that a branch goes to, with what is known there.
struct leader {
	uint64_t addr;
	struct state state;
	bool pending; // still to be followed
	bool above;   // some path that leads here held an address of the caller's frame
	uint64_t end; // of the straight run that was followed from here last
	size_t known; // how many leaders there were then
};

// Leaders keep their places once they have been added.
struct leaders {
	struct arena *arena;
	VEC(struct leader *) v;
	size_t *slots; // a hash table: index + 1 into v, 0 when free
	size_t mask;
};

// leader_find returns NULL when addr is no leader yet.
struct leader *leader_find(const struct leaders *l, uint64_t addr);
struct leader *leader_add(struct leaders *l, uint64_t addr, const struct state *s);

// leaders_reopen makes those pending again whose last run went on past a leader
// that was found later, where its paths meet others; true when there are any.
bool leaders_reopen(struct leaders *l);

#endif
