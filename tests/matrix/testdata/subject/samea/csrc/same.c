#include <stdint.h>
__attribute__((noinline)) static int64_t helper(int64_t x) { return x + 10; }
int64_t shared_name(int64_t x) { return helper(x); }
