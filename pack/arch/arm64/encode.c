// encode.c - encodings from the Arm Architecture Reference Manual, C4.1: each row
// of a table is a class with its fixed bits.
#include "arch/arm64/encode.h"

static const struct {
	uint32_t mask, bits;
	enum a64_address address;
} addresses[] = {
	{0x3b000000, 0x39000000, A64_OFFSET},    // scaled by the size
	{0x3b200c00, 0x38000000, A64_OFFSET},    // any byte
	{0x3b200c00, 0x38000400, A64_POST},
	{0x3b200c00, 0x38000c00, A64_PRE},
	{0x3b200c00, 0x38200800, A64_INDEX},
	{0x3b800000, 0x29000000, A64_PAIR},
	{0x3b800000, 0x28000000, A64_PAIR},      // without allocation
	{0x3b800000, 0x28800000, A64_PAIR_POST},
	{0x3b800000, 0x29800000, A64_PAIR_PRE},
	{0x3f000000, 0x08000000, A64_BASE},      // exclusive, ordered, compare and swap
	{0x3b200c00, 0x38200000, A64_BASE},      // atomic
	{0x3f200c00, 0x19000000, A64_BASE},      // ordered, any byte: with an offset that it keeps
	{0xbf000000, 0x0c000000, A64_BASE},      // structures of vectors
	{0xbf000000, 0x0d000000, A64_BASE},
};

enum a64_address a64_address(uint32_t word)
{
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
		if ((word & addresses[i].mask) == addresses[i].bits)
			return addresses[i].address;
	return A64_NO_ADDRESS;
}

static bool is_vector(uint32_t word)
{
	return word >> 26 & 1;
}

// The bytes of a register of a single load or store, as a power of two.
static int scale_of(uint32_t word)
{
	return is_vector(word) && word >> 23 & 1 ? 4 : (int)(word >> 30);
}

static int pair_scale(uint32_t word)
{
	return is_vector(word) ? 2 + (int)(word >> 30) : 2 + (int)(word >> 31);
}

static bool fits(int64_t n, int bits)
{
	return n >= -((int64_t)1 << (bits - 1)) && n < (int64_t)1 << (bits - 1);
}

static bool pair_at(uint32_t word, uint8_t base, int64_t offset, uint32_t *out)
{
	enum { OFFSET = 2 << 23, MODE = 3 << 23, IMM = 0x7f << 15 };
	int64_t scaled = offset >> pair_scale(word);
	if (scaled * ((int64_t)1 << pair_scale(word)) != offset || !fits(scaled, 7))
		return false;
	bool plain = a64_address(word) == A64_PAIR;
	uint32_t mode = plain ? word & MODE : OFFSET;
	*out = a64_with((word & ~(uint32_t)(MODE | IMM)) | mode | ((uint32_t)scaled & 0x7f) << 15, A64_RN, base);
	return true;
}

static bool single_at(uint32_t word, uint8_t base, int64_t offset, uint32_t *out)
{
	enum { SCALED = 1 << 24 };
	uint32_t kept = a64_with(word & 0xfec0001f, A64_RN, base) & ~(uint32_t)SCALED; // size, kind and register
	int64_t scaled = offset >> scale_of(word);
	if (offset >= 0 && scaled << scale_of(word) == offset && scaled < 4096)
		*out = kept | SCALED | (uint32_t)scaled << 10;
	else if (fits(offset, 9))
		*out = kept | ((uint32_t)offset & 0x1ff) << 12;
	else
		return false;
	return true;
}

bool a64_at(uint32_t word, uint8_t base, int64_t offset, uint32_t *out)
{
	switch (a64_address(word)) {
	case A64_OFFSET:
	case A64_PRE:
	case A64_POST:
		return single_at(word, base, offset, out);
	case A64_PAIR:
	case A64_PAIR_PRE:
	case A64_PAIR_POST:
		return pair_at(word, base, offset, out);
	default:
		return false;
	}
}

uint32_t a64_half(uint32_t word, bool second)
{
	uint32_t size = word >> 31 ? 3 : 2, load = word >> 22 & 1;
	return size << 30 | 0x39000000 | load << 22 | a64_field(word, second ? A64_RT2 : A64_RT);
}

size_t a64_add(uint32_t out[A64_ADD_WORDS], uint8_t to, uint8_t from, int64_t n)
{
	uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n;
	uint32_t op = n < 0 ? 0xd1000000 : 0x91000000;
	size_t words = 0;
	if (size >> 24)
		return 0;
	if (size >> 12) {
		out[words++] = op | 1 << 22 | (uint32_t)(size >> 12) << 10 | (uint32_t)from << A64_RN | to;
		from = to;
	}
	if (size & 0xfff || !words)
		out[words++] = op | (uint32_t)(size & 0xfff) << 10 | (uint32_t)from << A64_RN | to;
	return words;
}

static const struct {
	uint32_t mask, bits;
	int at, width; // of the distance in words; width 0: in bytes, as ADR has it
} distances[] = {
	{0x7c000000, 0x14000000, 0, 26}, // b, bl
	{0xff000010, 0x54000000, 5, 19}, // b.cond
	{0x7e000000, 0x34000000, 5, 19}, // cbz, cbnz
	{0x7e000000, 0x36000000, 5, 14}, // tbz, tbnz
	{0x3b000000, 0x18000000, 5, 19}, // ldr of a literal
	{0x9f000000, 0x10000000, 5, 0},
};

static bool set_bytes(uint32_t word, int64_t distance, uint32_t *out)
{
	uint32_t n = (uint32_t)distance;
	*out = (word & 0x9f00001f) | (n & 3) << 29 | (n >> 2 & 0x7ffff) << 5;
	return fits(distance, 21);
}

bool a64_refer(uint32_t word, int64_t distance, uint32_t *out)
{
	for (size_t i = 0; i < sizeof distances / sizeof *distances; i++) {
		int at = distances[i].at, width = distances[i].width;
		if ((word & distances[i].mask) != distances[i].bits)
			continue;
		if (!width)
			return set_bytes(word, distance, out);
		uint32_t field = ((1u << width) - 1) << at;
		*out = (word & ~field) | ((uint32_t)(distance >> 2) << at & field);
		return distance % 4 == 0 && fits(distance >> 2, width);
	}
	return false;
}

uint32_t a64_adr(uint8_t to)
{
	return 0x10000000 | to;
}

bool a64_is_adrp(uint32_t word)
{
	return (word & 0x9f000000) == 0x90000000;
}
