// fips202x4.h - four SHAKEs, one after the other.
#ifndef FIPS202X4_H
#define FIPS202X4_H

#include "fips202.h"

typedef struct {
	shake128ctx c[4];
} shake128x4ctx;

void shake128x4_init(shake128x4ctx *c);
void shake128x4_absorb_once(shake128x4ctx *c, const uint8_t *in0, const uint8_t *in1, const uint8_t *in2,
                            const uint8_t *in3, size_t n);
void shake128x4_squeezeblocks(uint8_t *out0, uint8_t *out1, uint8_t *out2, uint8_t *out3, size_t blocks, shake128x4ctx *c);
void shake128x4_release(shake128x4ctx *c);
void shake256x4(uint8_t *out0, uint8_t *out1, uint8_t *out2, uint8_t *out3, size_t outlen, uint8_t *in0, uint8_t *in1,
                uint8_t *in2, uint8_t *in3, size_t n);

#endif
