#include <stdint.h>
#include <string.h>

static uint64_t word(const void *p)
{
	uint64_t v;
	memcpy(&v, p, 8);
	return v;
}

struct four {
	uint32_t x[4];
};

/* Folds the words, and a copy, a fill and a comparison of constant sizes on the way. */
uint64_t words(const unsigned char *p, size_t n)
{
	uint64_t h = 1;
	for (; n >= 16; n -= 16, p += 16) {
		struct four a, b;
		memset(&b, 0x5a, sizeof b);
		memcpy(&a, p, sizeof a);
		h = (h ^ word(p)) * 31 + (memcmp(p, p + 8, 8) == 0);
		memmove(&b.x[1], &a.x[0], 4);
		h += b.x[0] + b.x[1];
	}
	return h;
}
