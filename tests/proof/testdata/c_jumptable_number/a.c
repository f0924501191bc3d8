// Jumps through tables by indices that are numbers, at least where they begin.
#include <stdint.h>

// A machine that begins in the middle.
uint64_t machine(uint64_t x)
{
	uint64_t n = 0;
	unsigned state;
	__asm__("" : "=r"(state) : "0"(3));
	for (;;) {
		switch (state) {
		case 0: x += 5; state = x & 1 ? 4 : 2; break;
		case 1: return x ^ n;
		case 2: x = x * 3 + 1; state = n > 20 ? 1 : 5; break;
		case 3: x ^= 0x55; state = x & 2 ? 0 : 4; break;
		case 4: x >>= 1; state = 2; break;
		case 5: x += n * n; state = 6; break;
		case 6: x -= 7; state = 3; break;
		default: return 0;
		}
		n++;
	}
}

// One element.
uint64_t element(uint64_t x)
{
	unsigned k;
	__asm__("" : "=r"(k) : "0"(5));
	switch (k) {
	case 0: return x * 3;
	case 1: return x + 100;
	case 2: return x ^ 77;
	case 3: return x << 3;
	case 4: return x >> 2;
	case 5: return x * x;
	case 6: return ~x;
	case 7: return -x;
	}
	return 1;
}

// The first.
uint64_t first(uint64_t x, uint64_t n)
{
	unsigned k;
	__asm__("" : "=r"(k) : "0"(0));
	for (; n; n--) {
		switch (k) {
		case 0: x += 3; break;
		case 1: x *= 7; break;
		case 2: x ^= n; break;
		case 3: x -= 9; break;
		case 4: x = x << 1 | x >> 63; break;
		case 5: x += n; break;
		default: return x;
		}
		k = (k + 1) % 6;
	}
	return x;
}
