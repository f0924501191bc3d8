/*
 * math.h: what musl's src/math asks of <math.h>, for //nearcall:libm. musl's own is made
 * by its configure; the C library's of the machine claims names such as __sin.
 */
#ifndef NEARCALL_LIBM_MATH_H
#define NEARCALL_LIBM_MATH_H

#include <features.h>

typedef float float_t;
typedef double double_t;

#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define HUGE_VAL __builtin_inf()
#define HUGE_VALF __builtin_inff()
#define HUGE_VALL __builtin_infl()

enum { FP_NAN, FP_INFINITE, FP_ZERO, FP_SUBNORMAL, FP_NORMAL };
#define FP_ILOGBNAN (-1 - 0x7fffffff)
#define FP_ILOGB0 FP_ILOGBNAN

#define fpclassify(x) __builtin_fpclassify(FP_NAN, FP_INFINITE, FP_NORMAL, FP_SUBNORMAL, FP_ZERO, x)
#define isnan(x) __builtin_isnan(x)
#define isinf(x) (__builtin_fabsl(x) == __builtin_infl())
#define isfinite(x) __builtin_isfinite(x)
#define isnormal(x) __builtin_isnormal(x)
#define signbit(x) (__builtin_signbit(x) != 0)
#define isunordered(x, y) __builtin_isunordered(x, y)

#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962

#define ONE(f) double f(double); float f##f(float); long double f##l(long double);
#define TWO(f)                         \
	double f(double, double);      \
	float f##f(float, float);      \
	long double f##l(long double, long double);
ONE(acos) ONE(acosh) ONE(asin) ONE(asinh) ONE(atan) ONE(atanh) ONE(cbrt) ONE(ceil) ONE(cos) ONE(cosh) ONE(erf)
ONE(erfc) ONE(exp) ONE(exp2) ONE(exp10) ONE(pow10) ONE(expm1) ONE(fabs) ONE(floor) ONE(lgamma) ONE(log) ONE(log10)
ONE(log1p) ONE(log2) ONE(logb) ONE(nearbyint) ONE(rint) ONE(round) ONE(sin) ONE(sinh) ONE(sqrt) ONE(tan) ONE(tanh)
ONE(tgamma) ONE(trunc) ONE(j0) ONE(j1) ONE(y0) ONE(y1) ONE(significand)
TWO(atan2) TWO(copysign) TWO(fdim) TWO(fmax) TWO(fmin) TWO(fmod) TWO(hypot) TWO(nextafter) TWO(pow) TWO(remainder)
TWO(scalb) TWO(drem)
#undef ONE
#undef TWO

double fma(double, double, double), frexp(double, int *), ldexp(double, int), modf(double, double *);
double remquo(double, double, int *), scalbn(double, int), scalbln(double, long), lgamma_r(double, int *);
double nexttoward(double, long double), jn(int, double), yn(int, double), nan(const char *);
float fmaf(float, float, float), frexpf(float, int *), ldexpf(float, int), modff(float, float *);
float remquof(float, float, int *), scalbnf(float, int), scalblnf(float, long), lgammaf_r(float, int *);
float nexttowardf(float, long double), jnf(int, float), ynf(int, float), nanf(const char *);
long double fmal(long double, long double, long double), frexpl(long double, int *), ldexpl(long double, int);
long double modfl(long double, long double *), remquol(long double, long double, int *), scalbnl(long double, int);
int ilogb(double), ilogbf(float), ilogbl(long double);
long lround(double), lroundf(float), lrint(double), lrintf(float);
long long llround(double), llroundf(float), llrint(double), llrintf(float);
void sincos(double, double *, double *), sincosf(float, float *, float *);

#endif
