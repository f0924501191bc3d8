/*
 * wide.h: vectors of 32-bit words, for kernels that do the same work in each lane.
 *
 * It is a template: with LANES defined as 4, 8 or 16, it defines words4, turn4, ror4
 * and so on, and the macros words and OF(name), which are the names for these LANES.
 * Include it again for other LANES. Without LANES, there are the macros alone.
 */
#include <stdint.h>

#ifndef WIDE_H
#define WIDE_H
#ifdef __aarch64__
#include <arm_neon.h>
#else
#include <immintrin.h>
#endif
#define INLINE static inline __attribute__((always_inline))
#define GLUE(a, b) a##b
#define PASTE(a, b) GLUE(a, b)
#define OF(name) PASTE(name, LANES)
#define words OF(words)
/* What is the same in each 16 bytes. */
#define EACH(...) OF(TIMES)(__VA_ARGS__)
#define TIMES4(...) __VA_ARGS__
#define TIMES8(...) __VA_ARGS__, __VA_ARGS__
#define TIMES16(...) __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__
#endif

#ifdef LANES
typedef uint32_t words __attribute__((vector_size(4 * LANES)));
typedef uint32_t OF(unaligned) __attribute__((vector_size(4 * LANES), aligned(1), may_alias));
typedef long long OF(bits) __attribute__((vector_size(4 * LANES)));

/*
 * Then there are: OF(ror), which rotates each lane to the right by n, a constant from 1 to 31;
 * OF(turn), which makes columns of rows, four by four: each vector has a part of 16 bytes for each
 * fourth lane, and within these parts the words change places; and ROTATED, which moves the words of
 * each part down by a constant from 1 to 3, the lowest coming to the top.
 */
#ifdef __aarch64__
#include "wide_neon.h"
#else
#include "wide_x86.h"
#endif
#endif
