// What the planted mistakes are in: functions with a frame, and without one.
__attribute__((noinline)) static long weighted(const long *p, long n)
{
	long a[8];
	for (int i = 0; i < 8; i++)
		a[i & 7] = p[i] * n;
	return a[n & 7];
}

long leaf(long x, long n)
{
	return x * n + 1;
}

long frames(long x, long n)
{
	static const long p[8] = {1, 2, 3, 5, 8, 13, 21, 34};
	volatile long kept[4] = {x, n, 3, 4};
	return weighted(p, n) + weighted(p, kept[x & 3]);
}
