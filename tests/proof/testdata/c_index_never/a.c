// Loops over arrays of the frame that compilers unroll further than the arrays
// are long: code that no index gets to, where the first round has a number for one.
#include <stddef.h>
#include <stdint.h>

void sink(uint64_t *x);
__attribute__((noinline)) void sink(uint64_t *x) { x[0] = x[0] * 3 + 1; }

static uint64_t word(const uint8_t *x)
{
	uint64_t r = 0;
	for (size_t i = 0; i < 8; i++)
		r |= (uint64_t)x[i] << 8 * i;
	return r;
}

// By a number that the compiler does not see, within the array and, where it never
// gets to, beyond.
uint64_t hidden(uint64_t x, uint64_t n)
{
	uint64_t t[8] = {0}, k, far;
	__asm__("" : "=r"(k), "=r"(far) : "0"(5), "1"(9));
	for (uint64_t i = 0; i < (n & 7); i++)
		t[i] = x + i;
	t[k] += 100;
	if (n > 1000) {
		t[far] = x;
		uint64_t *p = t + far;
		p[0] = x;
		sink(p);
	}
	sink(t);
	return t[0] + t[3] * 5 + t[k];
}

// The tail of a sponge.
uint64_t absorb(uint64_t *s, uint32_t r, const uint8_t *m, size_t n)
{
	uint8_t t[200];
	size_t i;
	while (n >= r) {
		for (i = 0; i < r / 8; i++)
			s[i] ^= word(m + 8 * i);
		sink(s);
		n -= r;
		m += r;
	}
	for (i = 0; i < r; i++)
		t[i] = 0;
	for (i = 0; i < n; i++)
		t[i] = m[i];
	t[i] = 6;
	t[r - 1] |= 128;
	for (i = 0; i < r / 8; i++)
		s[i] ^= word(t + 8 * i);
	sink(s);
	return s[0];
}

// From both ends of an array.
uint64_t fold(const int32_t *x, int n)
{
	int32_t p[17], q[17];
	int k, half = n >> 1;
	q[half] = 0;
	p[n] = 0;
	for (k = 0; k < n; k++)
		p[k] = x[k] * 5;
	for (k = 0; k < half; k++) {
		q[k] = p[k] - p[n - k - 1];
		q[n - k - 1] = p[k + 1] + p[k];
	}
	uint64_t s = 0;
	for (k = 0; k < n; k++)
		s = s * 31 + (uint32_t)q[k];
	return s;
}

// An array in steps, by a window over it.
uint64_t windows(const uint64_t *x, unsigned n)
{
	uint64_t w[6] = {0}, s = 0;
	for (unsigned i = 0; i < n; i++) {
		for (unsigned k = 0; k + 1 < n; k++)
			w[k] = w[k + 1] + x[k];
		w[n - 1] = x[i];
		for (unsigned k = 0; k < n; k++)
			s += w[k] * (k + 1);
	}
	sink(&s);
	return s;
}

// Copies from behind, a different type at a time.
uint64_t backwards(const uint16_t *x, size_t n)
{
	uint16_t b[12];
	uint64_t s = 0;
	for (size_t i = 0; i < n; i++)
		b[n - 1 - i] = (uint16_t)(x[i] + 1);
	sink(&s);
	for (size_t i = n; i-- > 0;)
		s = s * 7 + b[i];
	return s;
}
