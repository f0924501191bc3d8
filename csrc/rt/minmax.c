/*
 * minmax: fmin and fmax, as double and float. What is not a number gives way
 * to what is one. Weak: a package's own wins.
 */
#define WEAK __attribute__((weak))

#define MINMAX(type, f)                            \
	WEAK type fmin##f(type x, type y)          \
	{                                          \
		if (x != x)                        \
			return y;                  \
		return y != y ? x : x < y ? x : y; \
	}                                          \
	WEAK type fmax##f(type x, type y)          \
	{                                          \
		if (x != x)                        \
			return y;                  \
		return y != y ? x : x > y ? x : y; \
	}

MINMAX(double, )
MINMAX(float, f)
