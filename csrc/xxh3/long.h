/*
 * long.h: the hashes of more than 128 bytes, which need a frame. They are in a file of their own, as it is compiled
 * with frame pointers and xxh3.c is not.
 */
#ifndef XXH3_LONG_H
#define XXH3_LONG_H

#include <stddef.h>
#include <stdint.h>

/* Everything static: what is not used is dropped, malloc included. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#define SECRET_LEN sizeof XXH3_kSecret

uint64_t xxh3_mid_64(const uint8_t *p, size_t n);                      /* 129 to 240 bytes */
uint64_t xxh3_mid_64_seed(const uint8_t *p, size_t n, uint64_t seed);
XXH128_hash_t xxh3_mid_128(const uint8_t *p, size_t n);
uint64_t xxh3_long_64(const uint8_t *p, size_t n);                     /* more */
uint64_t xxh3_long_64_seed(const uint8_t *p, size_t n, uint64_t seed); /* under a seed that is not 0 */
XXH128_hash_t xxh3_long_128(const uint8_t *p, size_t n);

#endif
