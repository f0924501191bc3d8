// flow.h - what the proof saw at each instruction that it followed.
//
// The walker writes it down while it goes; *place* reads it, to give Go's
// unwinder the stack depth at every one of them.
#ifndef NEARCALL_FLOW_H
#define NEARCALL_FLOW_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct flow_insn {
	int64_t depth;  // bytes pushed below the return address, before it runs
	uint8_t length; // bytes; 0: no instruction that was followed starts here
	bool target;    // a jump goes here
	bool falls;     // the next instruction is reached from it (behind a call: when it returns)
	bool framed;    // the frame pointer is known to be the entry's stack pointer, and fp bytes
	int64_t fp;
	bool kept;      // it holds what the caller has there
	bool vague;     // the depth is not one number, or not the same on all paths
};

// A table of 32-bit offsets from `from`, through which code jumps.
struct flow_table {
	uint64_t addr, from;
	size_t n;
};

struct flow {
	struct arena *arena;
	uint64_t base;        // of the image
	size_t size;          // bytes of code
	struct flow_insn *at; // by byte of code
	VEC(struct flow_table) tables; // sorted by addr, then from; once all is followed
	size_t longest; // of the tables, in bytes
};

void flow_init(struct flow *f, struct arena *a, uint64_t base, size_t size);

// flow_at is the instruction at addr; NULL when none was followed there.
const struct flow_insn *flow_at(const struct flow *f, uint64_t addr);

void flow_note(struct flow *f, uint64_t addr, const struct flow_insn *insn);
void flow_note_target(struct flow *f, uint64_t addr);

// flow_note_table adds a table; when all are in, flow_sort_tables keeps of those
// that are the same the longest.
void flow_note_table(struct flow *f, struct flow_table table);
void flow_sort_tables(struct flow *f);

// flow_table_at is the table at addr of distances from `from`, or NULL.
const struct flow_table *flow_table_at(const struct flow *f, uint64_t addr, uint64_t from);

// flow_first_table is the index of the first table that may reach beyond addr: none
// before it does.
size_t flow_first_table(const struct flow *f, uint64_t addr);

#endif
