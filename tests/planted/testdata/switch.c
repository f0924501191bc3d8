// A switch with a large frame behind its last case.
__attribute__((noinline)) static long deep(long n)
{
	volatile char big[10000];
	for (long i = 0; i < (long)sizeof big; i++)
		big[i] = (char)n;
	return big[n & 1023];
}

unsigned long f(unsigned long x, unsigned long n)
{
	switch (x) {
	case 0: return n * 3;
	case 1: return n << 3;
	case 2: return n / 7;
	case 3: return n * n;
	case 4: return ~n;
	case 5: return n % 11;
	case 6: return (unsigned long)deep((long)n);
	}
	return 0;
}
