// encode.h - the few instructions of A64 that nearcall writes itself, or writes
// anew with another place, base or distance. What comes of it is decoded again by
// whoever asks (relayword.c).
#ifndef NEARCALL_ARM64_ENCODE_H
#define NEARCALL_ARM64_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Register fields of an instruction, by the bit that they start at: of the first
// and the second operand, of the third, and of the second of a pair.
enum { A64_RT = 0, A64_RN = 5, A64_RT2 = 10, A64_RM = 16 };

enum {
	A64_NOP = 0xd503201fu,
	A64_TRAP = 0xd4200000u, // brk #0: it fills what is not run
	A64_ADD_WORDS = 2,      // that an addition takes at most
};

static inline uint8_t a64_field(uint32_t word, int bit)
{
	return word >> bit & 31;
}

static inline uint32_t a64_with(uint32_t word, int bit, uint8_t reg)
{
	return (word & ~(31u << bit)) | (uint32_t)reg << bit;
}

// What kind of address a load or a store has.
enum a64_address {
	A64_NO_ADDRESS, // it is none of these
	A64_OFFSET,     // [base, #n]: a plain one, whether scaled or not
	A64_PRE, A64_POST,
	A64_PAIR, A64_PAIR_PRE, A64_PAIR_POST,
	A64_INDEX,      // [base, index]
	A64_BASE,       // [base] alone, perhaps with write-back: atomics, structures
};

enum a64_address a64_address(uint32_t word);

// a64_at makes of a load or a store with an offset, written back or not, the one
// that accesses the same at [base, #offset] and writes nothing back; false where no
// encoding has room for the offset.
bool a64_at(uint32_t word, uint8_t base, int64_t offset, uint32_t *out);

// a64_half makes of a pair of general registers the load or store of one of them
// at [base, #offset], base and offset to be set by a64_at.
uint32_t a64_half(uint32_t word, bool second);

// a64_add writes to = from + n, in one or two words; either may be SP (31). The result
// is how many; 0 if n needs more.
size_t a64_add(uint32_t out[A64_ADD_WORDS], uint8_t to, uint8_t from, int64_t n);

// a64_refer makes of an instruction that refers to a place by its distance (branches,
// ADR, loads of literals) the one for another distance, in bytes; false if that is too far.
bool a64_refer(uint32_t word, int64_t distance, uint32_t *out);

// a64_adr is ADR of the register; its distance is to be set by a64_refer.
uint32_t a64_adr(uint8_t to);

bool a64_is_adrp(uint32_t word);

static inline uint32_t a64_read(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void a64_write(uint8_t *p, uint32_t word)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(word >> 8 * i);
}

#endif
