// Addresses right behind a function's own frame: ends of arrays, which pointers run up to, down from, and are compared
// with; kept over calls, handed on and returned to; in leaves and beside arguments of callees on the stack.
#define NOINLINE __attribute__((noinline))

static NOINLINE long total(const long *from, const long *to)
{
	long sum = 0;
	while (from != to)
		sum = 3 * sum + *from++;
	return sum;
}

static NOINLINE long backwards(const long *to, long n)
{
	long sum = 0;
	for (long i = 1; i <= n; i++)
		sum = 5 * sum + to[-i];
	return sum;
}

static NOINLINE long many(long a, long b, long c, long d, long e, long f, long g, long h, const long *i, const long *j)
{
	return total(i, j) + a + b * c + d * e + f * g + h;
}

static NOINLINE void fill(long *from, long *to, long x)
{
	while (to-- > from)
		*to = x = x * 7 + 1;
}

long end_of_one(long x, long n)
{
	long a[4] = {n, 2 * n, 3, n ^ 5};
	return total(a, a + 4);
}
long end_first(long x, long n)
{
	long a[8];
	fill(a, a + 8, n);
	return backwards(a + 8, n & 7);
}
long end_kept(long x, long n)
{
	long a[6], *end = a + 6, sum = 0;
	fill(a, end, n);
	for (long *p = end; p != a;)
		sum += *--p * backwards(end, 3);
	return sum + total(a, end);
}
long end_on_stack(long x, long n)
{
	long a[5], b[3];
	fill(a, a + 5, n);
	fill(b, b + 3, n);
	return many(1, 2, 3, 4, 5, 6, 7, n, a, a + 5) - many(n, 1, 2, 3, 4, 5, 6, 7, b, b + 3);
}
long end_of_leaf(long x, long n)
{
	volatile long a[7];
	volatile long *p = a + 7;
	long sum = 0;
	for (long i = 0; p != a; i++)
		*--p = n + i;
	for (p = a; p != a + 7; p++)
		sum = 2 * sum + *p;
	return sum;
}
long end_of_rows(long x, long n)
{
	long a[3][5], sum = 0;
	for (int i = 2; i >= 0; i--)
		for (int j = 4; j >= 0; j--)
			a[i][j] = n * i + j;
	for (long(*row)[5] = a + 3; row-- != a;)
		sum = 3 * sum + total(*row, *row + 5);
	return sum;
}
long end_chosen(long x, long n)
{
	long a[4], *p = n & 1 ? a : a + 4;
	fill(a, a + 4, n);
	return n & 1 ? p[0] + p[3] : p[-1] - p[-4];
}
long end_of_bytes(long x, long n)
{
	unsigned char a[33], *p = a + sizeof a;
	long sum = 0;
	while (p > a)
		*--p = (unsigned char)(n + (p - a));
	for (p = a + sizeof a; p-- != a;)
		sum = 3 * sum + *p;
	return sum;
}
