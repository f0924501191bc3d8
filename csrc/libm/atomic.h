/* atomic.h: what fma counts with. */
#define a_clz_64(x) __builtin_clzll(x)
