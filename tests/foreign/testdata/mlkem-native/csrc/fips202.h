// fips202.h - SHA-3 and SHAKE, for mlkem-native, which leaves them to its user.
#ifndef FIPS202_H
#define FIPS202_H

#include <stddef.h>
#include <stdint.h>

#define SHAKE128_RATE 168
#define SHAKE256_RATE 136
#define SHA3_256_RATE 136
#define SHA3_512_RATE 72

typedef struct {
	uint64_t s[25];
} shake128ctx;

void shake128_init(shake128ctx *c);
void shake128_absorb_once(shake128ctx *c, const uint8_t *in, size_t n);
void shake128_squeezeblocks(uint8_t *out, size_t blocks, shake128ctx *c);
void shake128_release(shake128ctx *c);
void shake256(uint8_t *out, size_t outlen, const uint8_t *in, size_t n);
void sha3_256(uint8_t *out, const uint8_t *in, size_t n);
void sha3_512(uint8_t *out, const uint8_t *in, size_t n);

#endif
