#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What compilers keep for themselves, and Go for g and zero. */
#define CLOBBER_ALL __asm__ volatile("xor %%r14d, %%r14d\n\tmov $-1, %%r12\n\tmov $-1, %%r15\n\tpcmpeqb %%xmm15, %%xmm15" \
                                     ::: "rbx", "r12", "r13", "r14", "r15", "xmm15")

int64_t add3(int64_t a, int64_t b, int64_t c) { return a * 3 + b - c; }
double floats(double a, float b, double c) { return a * c + b; }
double mixed(int8_t a, uint16_t b, double c, bool d, int32_t e, float f) { return d ? a * c + e : b * c - f; }
int64_t bump(int64_t *x, int64_t d) { return *x = *x * 3 + d; }
int64_t ends(const int64_t *xs, size_t n) { return n ? xs[0] * 5 ^ xs[n - 1] : -1; }
struct two { int64_t q, r; };
struct two div_mod(int64_t a, int64_t b) { return (struct two){a / b, a % b}; }
struct point { double x, y; };
struct point turn(struct point p, int32_t n) { return (struct point){-p.y * n, p.x + n}; }
bool less(int32_t a, int32_t b) { return a < b; }
int64_t clobber(int64_t a, int64_t b, double c) { CLOBBER_ALL; return a * 7 - b + (int64_t)c; }
void put(int32_t x[2], int16_t a) { x[0] += a; x[1] -= a; }

int64_t sum(const int64_t *xs, size_t n) { int64_t s = 0; while (n--) s += *xs++; return s; }
uint32_t hash(const char *s, size_t n, uint32_t seed)
{
	for (size_t i = 0; i < n; i++)
		seed = (seed ^ (uint8_t)s[i]) * 16777619;
	return seed;
}
int64_t clobber_loop(const int64_t *xs, size_t n, double c)
{
	int64_t s = (int64_t)c;
	for (size_t i = 0; i < n; i++) {
		CLOBBER_ALL;
		s = s * 3 + xs[i];
	}
	return s;
}
static const uint64_t table[8] = {3, 1, 4, 1, 5, 9, 2, 6};
uint64_t look(uint32_t i, uint64_t x) { return table[i & 7] * x; }
typedef float v4 __attribute__((vector_size(16)));
float vector(const float xs[4], float d)
{
	volatile v4 a = {xs[0], xs[1], xs[2], xs[3]}, b = {d, d, d, d};
	v4 c = a + b;
	return c[0] + c[3];
}
__attribute__((noinline)) static int64_t inner(int64_t a, int64_t b)
{
	volatile v4 x = {(float)(a & 255), (float)(b & 255)};
	return (int64_t)x[0] * 1000 + (int64_t)x[1];
}
int64_t calls(int64_t a, int64_t b) { return inner(a, b) + inner(b, a) * 3; }
/* Bytes of stack, all written, whose order matters. */
#define FILL(n) \
	volatile uint8_t buf[n]; \
	for (size_t i = 0; i < sizeof buf; i++) \
		buf[i] = (uint8_t)(seed + i * 7); \
	for (size_t i = 0; i < sizeof buf; i++) \
		hash = hash * 31 + buf[i]
int64_t much(int64_t *x) { uint64_t seed = (uint64_t)*x, hash = 1; FILL(300); *x += 1; return (int64_t)hash; }

int64_t ten(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i, int64_t j)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}
double ten_floats(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j)
{
	return a - b + c - d + e - f + g - h * i - j;
}
int64_t small(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int8_t g, uint16_t h, bool i, int64_t *x)
{
	*x += i ? g : h;
	return a ^ b ^ c ^ d ^ e ^ f ^ *x;
}
struct four { int64_t a, b, c, d; };
int64_t fold(struct four f, int64_t x) { return f.a + f.b * 3 - f.c * x + f.d; }
struct xs { int64_t *p; };
struct seven { int64_t *a; int64_t b[1]; struct xs xs; int64_t n; int64_t *c; int64_t d; int64_t *e; };
int64_t gather(struct seven s, int64_t d) { *s.e += d; return *s.a + s.b[0] * 3 + *s.xs.p - s.n + *s.c * 5 - s.d; }
struct three { int64_t a, b, c; };
struct three spread(int64_t x, const int64_t *xs, size_t n) { return (struct three){x * 3, n ? xs[n - 1] : 0, ~x}; }
struct uneven { int64_t a, b; int8_t c; };
struct uneven uneven(int64_t x) { return (struct uneven){x + 1, x * x, (int8_t)x}; }

int64_t over(int64_t *x) { uint64_t seed = (uint64_t)*x, hash = 2; FILL(600); *x += 2; return (int64_t)hash; }
uint64_t deep(const uint8_t *xs, size_t n) { uint64_t seed = n ? xs[n - 1] : 9, hash = 3; FILL(8192); return hash; }
/* 256 words at fixed places: no array, so nothing that would be aligned. */
#define WORD(n) volatile int64_t w##n = x * 0x##n + 1;
#define WORDS(n) WORD(n##0) WORD(n##1) WORD(n##2) WORD(n##3) WORD(n##4) WORD(n##5) WORD(n##6) WORD(n##7) \
	WORD(n##8) WORD(n##9) WORD(n##a) WORD(n##b) WORD(n##c) WORD(n##d) WORD(n##e) WORD(n##f)
int64_t deep_scalars(int64_t x)
{
	WORDS(0) WORDS(1) WORDS(2) WORDS(3) WORDS(4) WORDS(5) WORDS(6) WORDS(7)
	WORDS(8) WORDS(9) WORDS(a) WORDS(b) WORDS(c) WORDS(d) WORDS(e) WORDS(f)
	return w00 + w80 * 3 + wff * 5;
}
struct three deep_all(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t *x)
{
	uint64_t seed = (uint64_t)(a + h), hash = 4;
	FILL(2000);
	*x += g;
	return (struct three){(int64_t)hash, a + b + c + d + e + f, *x - h};
}
int64_t deep_clobber(int64_t x, int64_t y)
{
	uint64_t seed = (uint64_t)x, hash = (uint64_t)y;
	CLOBBER_ALL;
	FILL(3000);
	return (int64_t)hash;
}
