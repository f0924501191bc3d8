#include <stdint.h>
static const int64_t major[] = {0, 1, 2, 3};
__attribute__((noinline)) static int64_t at(volatile const int64_t *p) { return *p; }
int64_t version(void) { return at(&major[2]); }
