#include <stddef.h>
#include <stdint.h>

#define NOINLINE __attribute__((noinline))
#define K1 0x9e3779b185ebca87u
#define K2 0xc2b2ae3d27d4eb4fu

/* use makes the compiler believe that memory is read and written here. */
#define use(p) __asm__ volatile("" : : "r"(p) : "memory")

static inline uint64_t rotate(uint64_t x, int n)
{
	return x << n | x >> (64 - n);
}
