// shapes.c - functions of the shapes that compilers have words for: switches,
// pointers to functions, frames of all kinds, arguments on the stack.
typedef unsigned long u64;
typedef long (*unary)(long);

struct wide { long a, b, c, d; };

__attribute__((noinline)) static long twice(long x) { return 2 * x; }
__attribute__((noinline)) static long halved(long x) { return x / 2; }
__attribute__((noinline)) static long apply(unary f, long x) { return f(x) + 1; }

long choose(long k, long x)
{
	switch (k) {
	case 0: return x + 1;
	case 1: return x * 3;
	case 2: return x ^ 5;
	case 3: return x / 7;
	case 4: return ~x;
	case 5: return x << 3;
	case 6: return x % 11;
	default: return 0;
	}
}

long choose_narrow(unsigned char k, long x)
{
	switch (k & 7) {
	case 0: return twice(x);
	case 1: return halved(x);
	case 2: return x - 2;
	case 3: return x | 8;
	case 4: return x & 15;
	case 5: return -x;
	case 6: return x * x;
	default: return x;
	}
}

long through_pointers(long k, long x)
{
	unary f = k & 1 ? twice : halved;
	return apply(f, x) + apply(twice, x);
}

long locals(const long *p, u64 n)
{
	volatile long a[24];
	long s = 0;
	for (u64 i = 0; i < 24; i++)
		a[i] = p[i % 4] + (long)n;
	for (u64 i = 0; i < (n & 15); i++)
		s += a[i + 3];
	return s;
}

__attribute__((noinline)) static long nine(long a, long b, long c, long d, long e, long f, long g, long h, long i)
{
	return a + 2 * b + 3 * c + d * e + f - g * h + i;
}

long many(long a, long b, long c)
{
	return nine(a, b, c, a, b, c, a, b, c) + nine(c, b, a, c, b, a, c, b, a);
}

__attribute__((noinline)) static struct wide turn(struct wide w, long by)
{
	struct wide r = {w.b + by, w.c, w.d, w.a};
	return r;
}

long by_value(long a, long b)
{
	struct wide w = {a, b, a ^ b, a + b};
	w = turn(turn(w, a), b);
	return w.a + w.c;
}

long aligned(const long *p)
{
	_Alignas(32) volatile long a[8];
	for (int i = 0; i < 8; i++)
		a[i] = p[i];
	return a[3] + a[5];
}

__attribute__((noinline)) static void fill(long *to, long x, int n)
{
	for (int i = 0; i < n; i++)
		to[i] = x + i;
}

long escapes(long x)
{
	long a[6], *p = a;
	fill(p, x, 6);
	return a[1] * a[4];
}

double floats(const double *p, double x)
{
	double a[4];
	for (int i = 0; i < 4; i++)
		a[i] = p[i] * x;
	return a[0] + a[3];
}

long long_double(const long *p)
{
	long double x = (long double)p[0] * 3 + (long double)p[1];
	return (long)(x > 100 ? 100 : x);
}

unsigned bytes(const unsigned char *p, unsigned n)
{
	unsigned h = 17, histogram[16] = {0};
	for (unsigned i = 0; i < (n & 63); i++)
		histogram[p[i] & 15] += h = h * 31 + p[i];
	return histogram[h & 15] + h;
}

long deep(long x, long n)
{
	volatile char big[3000];
	big[n & 2047] = (char)x;
	return n > 3 ? big[17] + twice(x) : choose(n, x);
}
