#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint32_t (*mix)(uint8_t *block, size_t n, uint32_t h);

static uint32_t sum(uint8_t *block, size_t n, uint32_t h)
{
	for (size_t i = 0; i < n; i++)
		h = h * 31 + (block[i] ^= 0x5a);
	return h;
}

static uint32_t last(uint8_t *block, size_t n, uint32_t h) { return n ? h ^ block[n - 1] : h; }

// The function is an argument on the stack, and stores to a local of unknown size and calls with its address
// come before its use.
__attribute__((noinline)) static uint32_t blocks(const uint8_t *p, size_t n, size_t size, uint32_t h, uint32_t a, uint32_t b,
                                                 mix fn, mix end)
{
	uint8_t block[64];
	memset(block, (int)a, sizeof block);
	for (size_t i = 0; i + size <= n; i += size) {
		memcpy(block, p + i, size);
		h = fn(block, size, h) + b;
	}
	memset(block, (int)(h & 0xff), size);
	return end(block, size, h);
}

uint32_t two_mixes(const uint8_t *p, size_t n, size_t size, uint32_t h)
{
	size = size < 64 ? size + 1 : 64;
	return blocks(p, n, size, h, 1, 2, sum, last) + blocks(p, n, size, h, 3, 4, last, sum);
}
