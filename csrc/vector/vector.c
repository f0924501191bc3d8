/*
 * vector: products and distances of vectors, as a search over embeddings needs them.
 *
 * Each sum is kept in several vectors, so that an addition need not wait for the
 * one before it. The width is that of the level the file is compiled for; where
 * it has FMA, a product is not rounded before it is added.
 */
#include <stddef.h>
#include <stdint.h>

#ifdef __aarch64__
#include "neon.h"
#else
#include "x86.h"
#endif

#if defined __AVX512F__
#define WIDTH 64
#elif defined __AVX__
#define WIDTH 32
#else
#define WIDTH 16
#endif
#define LANES (WIDTH / 4)
#define AT_ONCE 4 /* vectors: a load more would be one too many for the ports */

typedef float vec __attribute__((vector_size(WIDTH), aligned(4), may_alias));
typedef float vec4 __attribute__((vector_size(16), aligned(4), may_alias));

#define LOAD(x) (*(const vec *)(x))
#define LOAD4(x) (*(const vec4 *)(x))

static inline size_t least(size_t n, size_t m)
{
	return n < m ? n : m;
}

static inline float sum4(vec4 v)
{
	return (v[0] + v[2]) + (v[1] + v[3]);
}

/* fold gives four sums whose sum is that of all lanes. */
static inline vec4 fold(vec v)
{
	const vec4 *part = (const vec4 *)&v;
	vec4 s = part[0];

	for (size_t i = 1; i < LANES / 4; i++)
		s += part[i];
	return s;
}

static inline vec fold_all(const vec *v)
{
	return (v[0] + v[1]) + (v[2] + v[3]);
}

/* vector_dot returns the inner product of the first least(n, m) numbers at x and y. */
float vector_dot(const float *x, size_t n, const float *y, size_t m)
{
	vec s[AT_ONCE] = {{0}};
	size_t i = 0;

	for (n = least(n, m); n - i >= AT_ONCE * LANES; i += AT_ONCE * LANES)
		for (size_t k = 0; k < AT_ONCE; k++)
			s[k] += LOAD(x + i + k * LANES) * LOAD(y + i + k * LANES);
	for (; n - i >= LANES; i += LANES)
		s[0] += LOAD(x + i) * LOAD(y + i);
	vec4 s4 = fold(fold_all(s));
	for (; n - i >= 4; i += 4)
		s4 += LOAD4(x + i) * LOAD4(y + i);
	float sum = sum4(s4);
	for (; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

/* vector_l2 returns the sum of the squares of the differences of the first least(n, m) numbers at x and y. */
float vector_l2(const float *x, size_t n, const float *y, size_t m)
{
	vec s[AT_ONCE] = {{0}};
	size_t i = 0;

	for (n = least(n, m); n - i >= AT_ONCE * LANES; i += AT_ONCE * LANES)
		for (size_t k = 0; k < AT_ONCE; k++) {
			vec d = LOAD(x + i + k * LANES) - LOAD(y + i + k * LANES);
			s[k] += d * d;
		}
	for (; n - i >= LANES; i += LANES) {
		vec d = LOAD(x + i) - LOAD(y + i);
		s[0] += d * d;
	}
	vec4 s4 = fold(fold_all(s));
	for (; n - i >= 4; i += 4) {
		vec4 d = LOAD4(x + i) - LOAD4(y + i);
		s4 += d * d;
	}
	float sum = sum4(s4);
	for (; i < n; i++)
		sum += (x[i] - y[i]) * (x[i] - y[i]);
	return sum;
}

/*
 * vector_cosine returns the cosine of the angle between the first least(n, m)
 * numbers at x and y: their inner product by their lengths.
 */
float vector_cosine(const float *x, size_t n, const float *y, size_t m)
{
	vec xy[2] = {{0}}, xx[2] = {{0}}, yy[2] = {{0}};
	size_t i = 0;

	for (n = least(n, m); n - i >= 2 * LANES; i += 2 * LANES)
		for (size_t k = 0; k < 2; k++) {
			vec a = LOAD(x + i + k * LANES), b = LOAD(y + i + k * LANES);
			xy[k] += a * b;
			xx[k] += a * a;
			yy[k] += b * b;
		}
	if (n - i >= LANES) {
		vec a = LOAD(x + i), b = LOAD(y + i);
		xy[0] += a * b;
		xx[0] += a * a;
		yy[0] += b * b;
		i += LANES;
	}
	vec4 xy4 = fold(xy[0] + xy[1]), xx4 = fold(xx[0] + xx[1]), yy4 = fold(yy[0] + yy[1]);
	for (; n - i >= 4; i += 4) {
		vec4 a = LOAD4(x + i), b = LOAD4(y + i);
		xy4 += a * b;
		xx4 += a * a;
		yy4 += b * b;
	}
	float xy1 = sum4(xy4), xx1 = sum4(xx4), yy1 = sum4(yy4);
	for (; i < n; i++) {
		xy1 += x[i] * y[i];
		xx1 += x[i] * x[i];
		yy1 += y[i] * y[i];
	}
	return xy1 / (__builtin_sqrtf(xx1) * __builtin_sqrtf(yy1));
}

static inline int64_t sum_of(sums s)
{
	int64_t sum = 0;
	typedef int32_t lanes __attribute__((vector_size(sizeof(sums))));
	lanes l = (lanes)s;

	for (size_t i = 0; i < sizeof s / 4; i++)
		sum += l[i];
	return sum;
}

/* In so many steps, each of at most LANE_PRODUCTS * 2^14, a sum stays within 32 bits; four sums are added. */
#define MOST_STEPS ((1 << 14) / LANE_PRODUCTS)

/* vector_dot_int8 returns the inner product of the first least(n, m) numbers at x and y: exactly. */
int64_t vector_dot_int8(const int8_t *x, size_t n, const int8_t *y, size_t m)
{
	int64_t sum = 0;
	size_t i = 0;

	n = least(n, m);
	while (n - i >= BYTES) {
		sums s[4] = {{0}};
		size_t steps = least((n - i) / BYTES, 4 * MOST_STEPS);
		for (; steps >= 4; steps -= 4, i += 4 * BYTES)
			for (size_t k = 0; k < 4; k++)
				s[k] = add_products(s[k], x + i + k * BYTES, y + i + k * BYTES);
		for (; steps; steps--, i += BYTES)
			s[0] = add_products(s[0], x + i, y + i);
		sum += sum_of(ADD(ADD(s[0], s[1]), ADD(s[2], s[3])));
	}
	for (; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}
