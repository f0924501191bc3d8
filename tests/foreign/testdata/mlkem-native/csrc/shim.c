// The hashes that mlkem-native leaves to its user.
#include "fips202x4.h"

#include <string.h>

static uint64_t rotated(uint64_t x, unsigned n)
{
	return n ? x << n | x >> (64 - n) : x;
}

// A step of the register that makes Keccak's round constants.
static uint64_t next_bit(uint8_t *lfsr)
{
	uint64_t bit = *lfsr & 1;
	*lfsr = (uint8_t)(*lfsr << 1 ^ (*lfsr >> 7) * 0x71);
	return bit;
}

static void permute(uint64_t s[25])
{
	uint8_t lfsr = 1;
	for (int round = 0; round < 24; round++) {
		uint64_t c[5], b[25];
		for (int x = 0; x < 5; x++)
			c[x] = s[x] ^ s[x + 5] ^ s[x + 10] ^ s[x + 15] ^ s[x + 20];
		for (int i = 0; i < 25; i++)
			s[i] ^= c[(i + 4) % 5] ^ rotated(c[(i + 1) % 5], 1);
		int x = 1, y = 0;
		b[0] = s[0];
		for (unsigned t = 0; t < 24; t++) {
			int next = (2 * x + 3 * y) % 5;
			b[y + 5 * next] = rotated(s[x + 5 * y], (t + 1) * (t + 2) / 2 % 64);
			x = y, y = next;
		}
		for (int i = 0; i < 25; i++)
			s[i] = b[i] ^ (~b[i / 5 * 5 + (i + 1) % 5] & b[i / 5 * 5 + (i + 2) % 5]);
		for (int j = 0; j < 7; j++)
			s[0] ^= next_bit(&lfsr) << ((1 << j) - 1);
	}
}

static void xor_byte(uint64_t s[25], size_t at, uint8_t b)
{
	s[at / 8] ^= (uint64_t)b << at % 8 * 8;
}

static void absorb(uint64_t s[25], size_t rate, const uint8_t *in, size_t n, uint8_t end)
{
	size_t at = 0;
	memset(s, 0, 200);
	for (size_t i = 0; i < n; i++) {
		xor_byte(s, at, in[i]);
		if (++at == rate) {
			permute(s);
			at = 0;
		}
	}
	xor_byte(s, at, end);
	xor_byte(s, rate - 1, 0x80);
}

static void squeeze(uint8_t *out, size_t n, uint64_t s[25], size_t rate)
{
	for (size_t i = 0; i < n; i++) {
		if (i % rate == 0)
			permute(s);
		out[i] = (uint8_t)(s[i % rate / 8] >> i % rate % 8 * 8);
	}
}

static void hash(uint8_t *out, size_t outlen, const uint8_t *in, size_t n, size_t rate, uint8_t end)
{
	uint64_t s[25];
	absorb(s, rate, in, n, end);
	squeeze(out, outlen, s, rate);
}

void shake128_init(shake128ctx *c) { memset(c, 0, sizeof *c); }
void shake128_absorb_once(shake128ctx *c, const uint8_t *in, size_t n) { absorb(c->s, SHAKE128_RATE, in, n, 0x1f); }
void shake128_squeezeblocks(uint8_t *out, size_t blocks, shake128ctx *c)
{
	squeeze(out, blocks * SHAKE128_RATE, c->s, SHAKE128_RATE);
}
void shake128_release(shake128ctx *c) { memset(c, 0, sizeof *c); }
void shake256(uint8_t *out, size_t outlen, const uint8_t *in, size_t n) { hash(out, outlen, in, n, SHAKE256_RATE, 0x1f); }
void sha3_256(uint8_t *out, const uint8_t *in, size_t n) { hash(out, 32, in, n, SHA3_256_RATE, 6); }
void sha3_512(uint8_t *out, const uint8_t *in, size_t n) { hash(out, 64, in, n, SHA3_512_RATE, 6); }

void shake128x4_init(shake128x4ctx *c) { memset(c, 0, sizeof *c); }
void shake128x4_absorb_once(shake128x4ctx *c, const uint8_t *in0, const uint8_t *in1, const uint8_t *in2,
                            const uint8_t *in3, size_t n)
{
	shake128_absorb_once(&c->c[0], in0, n);
	shake128_absorb_once(&c->c[1], in1, n);
	shake128_absorb_once(&c->c[2], in2, n);
	shake128_absorb_once(&c->c[3], in3, n);
}
void shake128x4_squeezeblocks(uint8_t *out0, uint8_t *out1, uint8_t *out2, uint8_t *out3, size_t blocks, shake128x4ctx *c)
{
	shake128_squeezeblocks(out0, blocks, &c->c[0]);
	shake128_squeezeblocks(out1, blocks, &c->c[1]);
	shake128_squeezeblocks(out2, blocks, &c->c[2]);
	shake128_squeezeblocks(out3, blocks, &c->c[3]);
}
void shake128x4_release(shake128x4ctx *c) { memset(c, 0, sizeof *c); }
void shake256x4(uint8_t *out0, uint8_t *out1, uint8_t *out2, uint8_t *out3, size_t outlen, uint8_t *in0, uint8_t *in1,
                uint8_t *in2, uint8_t *in3, size_t n)
{
	shake256(out0, outlen, in0, n);
	shake256(out1, outlen, in1, n);
	shake256(out2, outlen, in2, n);
	shake256(out3, outlen, in3, n);
}
