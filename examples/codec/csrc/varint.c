#include <stddef.h>
#include <stdint.h>

struct done {
	int64_t n, used;
};

// Bytes of the varint at p, of which left are there; 0 if it is not whole or too large.
static size_t varint(const uint8_t *p, size_t left, uint64_t *out)
{
	uint64_t x = 0;
	for (size_t i = 0; i < left && i < 10; i++) {
		if (i == 9 && p[i] > 1)
			return 0;
		x |= (uint64_t)(p[i] & 0x7f) << (7 * i);
		if (p[i] < 0x80) {
			*out = x;
			return i + 1;
		}
	}
	return 0;
}

struct done varint_decode(uint64_t *dst, size_t room, const uint8_t *src, size_t n)
{
	struct done done = {0, 0};
	while ((size_t)done.n < room && (size_t)done.used < n) {
		size_t size = varint(src + done.used, n - (size_t)done.used, dst + done.n);
		if (!size)
			break;
		done.n++;
		done.used += (int64_t)size;
	}
	return done;
}
