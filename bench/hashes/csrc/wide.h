/* wide.h: words out of bytes, as every portable hash function reads them, and the product of two in 128 bits. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t read64(const uint8_t *p)
{
	uint64_t x;
	memcpy(&x, p, sizeof x);
	return x;
}

static inline uint64_t read32(const uint8_t *p)
{
	uint32_t x;
	memcpy(&x, p, sizeof x);
	return x;
}

static inline void multiply(uint64_t *a, uint64_t *b)
{
	unsigned __int128 x = (unsigned __int128)*a * *b;
	*a = (uint64_t)x;
	*b = (uint64_t)(x >> 64);
}

static inline uint64_t mix(uint64_t a, uint64_t b)
{
	multiply(&a, &b);
	return a ^ b;
}
