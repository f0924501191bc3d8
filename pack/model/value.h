// value.h - what the proof may know of a value in a register or on the stack.
#ifndef NEARCALL_VALUE_H
#define NEARCALL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

enum value_kind {
	VALUE_ANY,     // nothing
	VALUE_STACK,   // the entry's stack pointer + a; inexact: that rounded down, + a at the lowest
	VALUE_OLD_STACK, // the same, but C may have written over it: good to become the stack pointer, for nothing else
	VALUE_NUMBER,  // a
	VALUE_RANGE,   // a number of at most a (unsigned), whose low 32 bits are at most b
	VALUE_ADDRESS, // the place a of the image, or behind it; b: the section of the constant or variable that is
	               // meant, which a may lie outside of; 0: exactly a. inexact: the page alone, as an
	               // instruction has just formed it, of which no language knows
	VALUE_ENTRY,   // an element of the table of 32-bit distances at a, one of the first n; n = 0: any;
	               // inexact: its sign is still to be extended to 64 bits
	VALUE_TARGET,  // that, added to the place b
	VALUE_SAVED,   // what register a held at the entry; VALUE_RETURN: the return address
	VALUE_CODE,    // some function whose address the image takes
	VALUE_HELD,    // that, or an address in the image's constants, or 8 bytes that these hold, of a compiler's
	               // code: what it calls of those is a VALUE_CODE, and what it reads through one is held, too,
	               // since the language leaves all else undefined
};

enum {
	VALUE_ARGS = 12,     // arguments that are followed into a callee
	VALUE_SLOTS = 32,    // words of the stack that are followed at a time; who knows more may keep less: a store
	                     // through a pointer that is not known spares a saved stack pointer
	VALUE_RETURN = 0x100, // of VALUE_SAVED
};

struct value {
	uint8_t kind; // enum value_kind
	bool inexact;
	uint32_t n;
	int64_t a, b;
};

static inline struct value value_any(void)
{
	return (struct value){.kind = VALUE_ANY};
}

static inline bool value_same(struct value x, struct value y)
{
	return x.kind == y.kind && x.inexact == y.inexact && x.n == y.n && x.a == y.a && x.b == y.b;
}

// value_is_exact tells whether v is the address of the place a, and not of something
// that it is some way from.
static inline bool value_is_exact(struct value v)
{
	return v.kind == VALUE_ADDRESS && (!v.b || v.b == v.a);
}

// value_passed is what of v means the same to caller and callee: not a pointer
// into either's frame.
static inline struct value value_passed(struct value v)
{
	bool same = v.kind == VALUE_ADDRESS || v.kind == VALUE_NUMBER || v.kind == VALUE_CODE || v.kind == VALUE_HELD;
	return same ? v : value_any();
}

// value_range is a number of at most so much, at its low 32 bits.
static inline struct value value_range(uint64_t max, uint64_t low)
{
	if (max == UINT64_MAX && low >= UINT32_MAX)
		return value_any();
	return (struct value){
		.kind = VALUE_RANGE, .a = (int64_t)max, .b = (int64_t)(low > UINT32_MAX ? UINT32_MAX : low)};
}

// The bounds of any value, as a number.
static inline uint64_t value_max(struct value v)
{
	return v.kind == VALUE_RANGE || v.kind == VALUE_NUMBER ? (uint64_t)v.a : UINT64_MAX;
}

static inline uint64_t value_low(struct value v)
{
	return v.kind == VALUE_RANGE ? (uint64_t)v.b : v.kind == VALUE_NUMBER ? (uint32_t)v.a : UINT32_MAX;
}

#endif
