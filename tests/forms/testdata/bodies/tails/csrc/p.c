#include <stddef.h>
#include <stdint.h>

typedef float v4 __attribute__((vector_size(16)));
#define NOINLINE __attribute__((noinline))
#define HIDE(x) __asm__ volatile("" : "+r"(x))

/* far is an entry itself. All of these change what they may. */
NOINLINE int64_t far(int64_t a, int64_t b)
{
	for (int64_t i = a & 7; i; i--)
		b = b * 31 + i;
	__asm__ volatile("" ::: "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm15", "memory");
	return a ^ b;
}
static NOINLINE int64_t other(int64_t a, int64_t b)
{
	volatile int64_t room[5] = {a, b, a ^ b};
	return room[(a & 1) + 1] - room[0];
}

int64_t short_(int64_t a, int64_t b) { return a < b ? a * 3 + b : far(a, b); }
int64_t either(int64_t a, int64_t b)
{
	if (a == b)
		return 5;
	return a < b ? far(b, a) : other(a, b);
}
static NOINLINE int8_t narrowed(int8_t a, int8_t b) { HIDE(a); return (int8_t)(a * b); }
int8_t narrow(int8_t a, int8_t b) { return a > 0 ? narrowed(b, a) : (int8_t)(a - b); }
static NOINLINE int64_t six_far(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	HIDE(a);
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f;
}
int64_t six(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	return a & 1 ? six_far(f, e, d, c, b, a) : a & 2 ? six_far(a, b, c, d, e, f) : a ^ b;
}
/* a constant, whose address has a register; and a vector register that is passed on */
static NOINLINE double scale_far(double x, int64_t n)
{
	for (n &= 3; n; n--)
		x *= 0.5;
	return x;
}
double scale(double x, int64_t n) { return n < 0 ? x * 1.25 + 0.125 : scale_far(x + 3.5, n); }
static NOINLINE float size_far(int64_t n) { HIDE(n); return (float)(int32_t)n * 0.5f; }
float sized(int64_t n) { return n & 1 ? size_far(n) : 2.5f; }
struct three { int64_t a, b, c; };
static NOINLINE struct three hidden_far(int64_t a, int64_t b) { HIDE(a); return (struct three){a, b, a - b}; }
struct three hidden(int64_t a, int64_t b)
{
	if (a < b)
		return hidden_far(b, a);
	return (struct three){1, a, b};
}
struct two { int64_t q, r; };
static NOINLINE struct two pair_far(int64_t a, int64_t b) { HIDE(a); return (struct two){b, a}; }
struct two pair(int64_t a, int64_t b) { return a < b ? pair_far(a, b) : (struct two){a, b}; }
/* more registers than there are to spare: some are pushed, and popped on each way out */
int64_t saved(int64_t a, int64_t b, int64_t c)
{
	int64_t d = a * b, e = b * c, f = a * c, g = a + b, h = b + c, i = a + c, j = a ^ b, k = b ^ c, l = a ^ c;
	__asm__ volatile("" : "+r"(d), "+r"(e), "+r"(f), "+r"(g), "+r"(h), "+r"(i), "+r"(j), "+r"(k), "+r"(l));
	if (a & 1)
		return d + e * 2 + f * 3 + g * 4 + h * 5 + i * 6 + j * 7 + k * 8 + l * 9;
	if (a & 2)
		return far(d - e, f ^ g ^ h ^ i ^ j ^ k ^ l);
	return d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l;
}
static NOINLINE int64_t aligned_far(int64_t x)
{
	volatile v4 a = {(float)(x & 7), 1, 2, 3}, b = {2, 3, 4, 5};
	v4 c = a - b;
	return (int64_t)c[0];
}
int64_t aligned(int64_t x) { return x & 1 ? x : aligned_far(x); }
int64_t always(int64_t a, int64_t b) { return far(b, a + 1); }
static NOINLINE void stored_far(int64_t *p, int64_t x) { *p = x * 7; }
void stored(int64_t *p, int64_t x)
{
	if (x < 0)
		stored_far(p, x);
	else
		*p = x;
}
/* of which each is fused, and written for the others */
static NOINLINE int64_t last(int64_t n, int64_t x) { HIDE(n); return n * x; }
static NOINLINE int64_t middle(int64_t n, int64_t x) { return n & 2 ? last(x, n + 1) : n - x; }
int64_t chain(int64_t n, int64_t x) { return n & 1 ? middle(n, x) : n + x; }
/* arguments in memory are where C has them only if C's own code is called */
static NOINLINE int64_t nine_far(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i)
{
	HIDE(a);
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i;
}
int64_t nine(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i)
{
	return a & 1 ? nine_far(a, b, c, d, e, f, g, h, i) : a - i;
}
