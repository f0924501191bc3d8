#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int8_t min8(int8_t a, int8_t b) { return a < b ? a : b; }
int16_t sat16(int16_t a, int16_t b)
{
	int32_t s = a + b;
	if (s > 32767)
		return 32767;
	if (s < -32768)
		return -32768;
	return (int16_t)s;
}
bool differ(bool a, bool b) { return a != b; }
bool in_range(int8_t x, uint8_t lo, int16_t hi)
{
	if (x < 0)
		return false;
	if (x < lo)
		return false;
	return x <= hi;
}
uint8_t turn8(uint8_t x, uint8_t n) { n &= 7; return n ? (uint8_t)(x << n | x >> (8 - n)) : x; }
int64_t widen(int8_t a, int16_t b, int32_t c, uint8_t d, uint16_t e, uint32_t f)
{
	return a + 2LL * b + 3LL * c + 4LL * d + 5LL * e + 6LL * f;
}
int8_t low8(int64_t x) { return (int8_t)x; }
uint16_t low16(int64_t x) { return (uint16_t)x; }
int32_t low32(int64_t x) { return (int32_t)x; }
bool odd(int64_t x) { return x & 1; }
int32_t class_of(int64_t x)
{
	if (x < -100)
		return -2;
	if (x < 0)
		return -1;
	if (x == 0)
		return 0;
	if (x < 100)
		return 1;
	return 2;
}
int64_t guard(int64_t *p, int64_t x)
{
	if (!p)
		return -1;
	if (x < 0) {
		*p = ~x;
		return 1;
	}
	*p = x ^ 3;
	if (x > 1000)
		return 2;
	return 3;
}
double clamp(double x, double lo, double hi)
{
	if (x < lo)
		return lo;
	if (x > hi)
		return hi;
	return x;
}
double pick(double a, double b, bool c) { return c ? a : b; }
int64_t median(int64_t a, int64_t b, int64_t c)
{
	int64_t lo = a < b ? a : b, hi = a < b ? b : a;
	return c < lo ? lo : c > hi ? hi : c;
}
/* more values than registers that a function need not save */
int64_t pressure(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	int64_t s = a ^ b, t = b ^ c, u = c ^ d, v = d ^ e, w = e ^ f, x = f ^ a;
	__asm__ volatile("" : "+r"(s), "+r"(t), "+r"(u), "+r"(v), "+r"(w), "+r"(x), "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e));
	return a * s + b * t + c * u + d * v + e * w + x;
}
double wreck(int64_t a, int64_t b, double c)
{
	__asm__ volatile("xor %%ebx, %%ebx\n\tnot %%r12\n\tnot %%r13\n\txor %%r14d, %%r14d\n\tnot %%r15\n\t"
	                 "pcmpeqb %%xmm15, %%xmm15\n\tpcmpeqb %%xmm8, %%xmm8"
	                 ::: "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
	                     "xmm8", "xmm15", "cc", "memory");
	return (double)(int32_t)(a - b) + c;
}
/* registers that are saved on one of the paths only */
int64_t wrapped(int64_t a, int64_t b)
{
	if (a < 0)
		return b;
	__asm__ volatile("not %%rbx\n\tnot %%r12\n\tnot %%r14" ::: "rbx", "r12", "r14", "cc");
	if (b < 0)
		return a - 1;
	return a + b;
}
void store16(int16_t *p, int16_t x) { *p = x; }
void nothing(void) {}
uint64_t high(uint64_t a, uint64_t b) { return (uint64_t)((unsigned __int128)a * b >> 64); }
struct two { int64_t q, r; };
struct two div_mod(int64_t a, int64_t b) { return (struct two){a / b, a % b}; }
float lerp(float a, float b, float t) { return a + (b - a) * t; }
int64_t cut(double x) { return (int64_t)x; }
int64_t div_of(int64_t a, int64_t b)
{
	if (b == 0)
		return 0;
	if (b == -1)
		return (int64_t)(0 - (uint64_t)a);
	return a / b;
}
int64_t red_zone(int64_t a, int64_t b)
{
	volatile int64_t x = a, y = b, z = a ^ b;
	return x * 3 + y * 5 + z;
}
int64_t trap(int64_t x)
{
	if (x == 0x1234567)
		__builtin_trap();
	if (x < 0)
		return x ^ 0x55;
	if (x == 0x7654321)
		__builtin_trap();
	return x + 7;
}

int16_t case_of(uint8_t x)
{
	switch (x) {
	case 7:
		return -300;
	case 70:
		return 5;
	case 200:
		return (int16_t)(x * -3);
	}
	return x;
}

float _Complex conj_of(float _Complex x) { __imag__ x = -__imag__ x; return x; }
double _Complex times(double _Complex x, double _Complex y)
{
	double _Complex z;
	__real__ z = __real__ x * __real__ y;
	__imag__ z = __imag__ x + __imag__ y;
	return z;
}
int32_t first(const char *s, size_t n) { return n ? (uint8_t)s[0] : -1; }
bool flip(bool *p) { *p = !*p; return !*p; }
uint32_t fetch_add(uint32_t *p, uint32_t x) { return __atomic_fetch_add(p, x, __ATOMIC_SEQ_CST); }
double six(double a, double b, double c, double d, double e, double f) { return (a - b) * (c - d) - (e - f); }
float swapped(float a, int8_t b, double c, int64_t d) { return d > b ? a : (float)c; }
int32_t third(const int32_t *xs, size_t n, int64_t i)
{
	if (i < 0 || (size_t)i >= n)
		return 0;
	return xs[i];
}

int64_t nine(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i)
{
	return a - b + c * 3 - d + e - f + g * 7 - h * 2 + (i ^ a);
}
int64_t twelve(int8_t a, uint16_t b, int32_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i, int64_t j,
               int64_t k, int64_t l)
{
	return (int64_t)a + b - c + d - e + f - g + h * 3 - i + j - k * 5 + l;
}
int64_t mixed_stack(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int8_t g, uint16_t h, bool i, int32_t j)
{
	return (i ? g : h) + (a ^ b ^ c ^ d ^ e ^ f) - j;
}
double ten_doubles(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j)
{
	return a - b + c - d + e - f + g - h * i - j;
}
float nine_floats(float a, float b, float c, float d, float e, float f, float g, float h, float i, int64_t j)
{
	return j < 0 ? i : a - b + c - d + e - f + g - h * i;
}
struct three { int64_t a, b, c; };
int64_t three24(int64_t x, struct three s) { return x * s.a - s.b + s.c * 3; }
struct six { int64_t a, b, c, d, e, f; };
int64_t six48(struct six s, int64_t x) { return (s.a ^ x) + s.b * 3 - s.c + s.d * 5 - s.e + s.f; }
int64_t indexed48(int64_t x, struct six s, uint64_t i) { return (&s.a)[i & 3] - x; }
struct mixed { double a; int64_t b; double c; int64_t d; };
double mixed32(double x, struct mixed s, int64_t y) { return s.b < s.d ? s.a + x : s.c - (double)(int32_t)y; }
int64_t early_nine(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i)
{
	if (g < h)
		return i - a;
	if (h < i)
		return (b ^ c) + (d ^ e);
	return f * g;
}
/* to arguments on the stack, which are the callee's */
int64_t write_stack(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h)
{
	*(volatile int64_t *)&g = a + h;
	*(volatile int64_t *)&h = b ^ c;
	return *(volatile int64_t *)&g - *(volatile int64_t *)&h + (d ^ e ^ f);
}
int64_t point_stack(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h)
{
	int64_t *p = a < b ? &g : &h;
	__asm__ volatile("" : "+r"(p) :: "memory");
	*p += c;
	__asm__ volatile("" ::: "memory");
	return g * 3 - h + (d ^ e ^ f);
}

int64_t pair16(int64_t x, struct two s) { return s.q - s.r * x; }
struct float_int { double a; int64_t b; };
struct int_float { int64_t a; double b; };
struct int_float turned(struct float_int s, int64_t x) { return (struct int_float){s.b - x, s.a * 2}; }
struct two swap_pair(int64_t a, int64_t b) { return (struct two){b, a}; }
struct two unused_third(int64_t a, int64_t b, int64_t c) { return (struct two){7, b * 5}; }
struct spread { double q; int64_t r; };
struct spread spread(double a, double b, double c, int64_t d) { return (struct spread){(a - b) * c, d * 3}; }
double one_float(void) { return 2.5; }

int64_t locals(int64_t a, int64_t b)
{
	volatile int32_t x[3] = {(int32_t)a, (int32_t)b, 7};
	volatile int64_t y = a ^ b;
	x[1] += x[0];
	return x[1] * 3LL + y - x[2];
}
uint64_t indexed_local(uint64_t a, uint64_t i)
{
	volatile uint16_t x[4] = {(uint16_t)a, 3, 5, 7};
	x[i & 3] = (uint16_t)(a >> 8);
	return x[0] + 2 * x[1] + 3 * x[2] + x[(i + 1) & 3];
}

double polynomial(double x) { return ((x * 1.25 + 0.1) * x - 7.75) * x + 0.3; }
float scaled(float x) { return x * 1.1f + 0.7f; }
double abs(double x) { return __builtin_fabs(x) + 1.5; }
double negated(float x, double y) { return -x < 0 ? -y : y * 3.5; }
double from_unsigned(uint64_t x) { return (double)x; }

uint64_t mul_add(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	unsigned __int128 x = (unsigned __int128)a * b + c;
	return (uint64_t)(x >> 64) ^ (uint64_t)x ^ d;
}
uint64_t shifted(uint64_t a, uint64_t b, uint64_t c, uint64_t n) { return (a << (n & 63)) + (b >> (c & 63)) + n; }
uint32_t remainder(uint32_t a, uint32_t b, uint32_t c) { return (a % (b | 1)) * 3 + c / (a | 1); }
int64_t selected(int64_t a, int64_t b, int64_t c, int64_t d) { return (a < b ? c : d) - (c < d ? a : b); }
uint8_t compared(int64_t a, int64_t b, int64_t c, int64_t d) { return (uint8_t)((a < b) | (c == d) << 1 | (b > d) << 2); }
uint64_t reversed(uint64_t a, uint64_t b) { return __builtin_bswap64(a) ^ __builtin_bswap32((uint32_t)b); }
uint64_t second_byte(uint64_t a, uint64_t b) { return (uint8_t)(a >> 8) + (uint64_t)(uint8_t)b * 3; }
int64_t exchanged(int64_t a, int64_t b) { __asm__("xchg %0, %1" : "+r"(a), "+r"(b)); return a * 5 - b; }
/* the last addition may as well be to the argument */
int64_t sum_last(int64_t a, int64_t b, int64_t c) { int64_t x = b * c; __asm__("" : "+r"(x)); return x + a; }
