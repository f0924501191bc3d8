#include <stdint.h>
static int64_t calls;
int64_t count(void) { return __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST); }
