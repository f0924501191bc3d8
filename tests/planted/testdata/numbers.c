// A number from a table of constants that is called.
static const unsigned long numbers[4] = {0xdead0000, 0xdead1000, 0xdead2000, 0xdead3000};

unsigned long f(unsigned long x, unsigned long n)
{
	return ((unsigned long (*)(unsigned long))((const volatile unsigned long *)numbers)[x & 3])(n);
}
