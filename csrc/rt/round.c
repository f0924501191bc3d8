/*
 * round: floor, ceil, trunc, rint, nearbyint and round, as double and float.
 *
 * Compilers make an instruction of them where the CPU level has one (SSE4.1 on
 * amd64), and a call where it has not. They are weak: a package's own wins.
 *
 * A number of 2^(digits) or more is whole. Of a smaller one, adding and taking
 * away that power rounds to the nearest whole number, in Go's rounding mode; from
 * there it is one step at most. The sign is put back, for 0 has one as well.
 */
#define WEAK __attribute__((weak))

#define ROUNDING(type, f, whole)                                               \
	static inline type near##f(type x)                                     \
	{                                                                      \
		type big = __builtin_copysign##f(whole, x);           \
		return __builtin_copysign##f((x + big) - big, x);              \
	}                                                                      \
	/* Not so if it is not a number. */                                    \
	static inline int small##f(type x)                                     \
	{                                                                      \
		return __builtin_fabs##f(x) < (whole);                         \
	}                                                                      \
	static inline type towards0##f(type x)                                 \
	{                                                                      \
		type a = __builtin_fabs##f(x), y = __builtin_fabs##f(near##f(x));\
		return __builtin_copysign##f(y > a ? y - 1 : y, x);            \
	}                                                                      \
	WEAK type rint##f(type x)                                              \
	{                                                                      \
		return small##f(x) ? near##f(x) : x;                           \
	}                                                                      \
	WEAK type nearbyint##f(type x)                                         \
	{                                                                      \
		return small##f(x) ? near##f(x) : x;                           \
	}                                                                      \
	WEAK type floor##f(type x)                                             \
	{                                                                      \
		if (!small##f(x))                                              \
			return x;                                              \
		type y = near##f(x);                                           \
		return __builtin_copysign##f(y > x ? y - 1 : y, x);            \
	}                                                                      \
	WEAK type ceil##f(type x)                                              \
	{                                                                      \
		if (!small##f(x))                                              \
			return x;                                              \
		type y = near##f(x);                                           \
		return __builtin_copysign##f(y < x ? y + 1 : y, x);            \
	}                                                                      \
	WEAK type trunc##f(type x)                                             \
	{                                                                      \
		return small##f(x) ? towards0##f(x) : x;                       \
	}                                                                      \
	WEAK type round##f(type x)                                             \
	{                                                                      \
		if (!small##f(x))                                              \
			return x;                                              \
		type y = towards0##f(x);                                       \
		return __builtin_fabs##f(x - y) < (type)0.5 ? y : y + __builtin_copysign##f(1, x); \
	}

ROUNDING(double, , 0x1p52)
ROUNDING(float, f, 0x1p23f)
