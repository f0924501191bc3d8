#include "../up/libdivide.h"

struct libdivide_u64_t u64_gen(uint64_t d) { return libdivide_u64_gen(d); }
uint64_t u64_do(uint64_t n, const struct libdivide_u64_t *d) { return libdivide_u64_do(n, d); }
struct libdivide_s64_t s64_gen(int64_t d) { return libdivide_s64_gen(d); }
int64_t s64_do(int64_t n, const struct libdivide_s64_t *d) { return libdivide_s64_do(n, d); }
struct libdivide_u32_t u32_gen(uint32_t d) { return libdivide_u32_gen(d); }
uint32_t u32_do(uint32_t n, const struct libdivide_u32_t *d) { return libdivide_u32_do(n, d); }
uint64_t u64_recover(const struct libdivide_u64_t *d) { return libdivide_u64_recover(d); }
