#include <stddef.h>
#include <stdint.h>

typedef float v4 __attribute__((vector_size(16)));
#define NOINLINE __attribute__((noinline)) static
#define ALIGNED(n) __attribute__((aligned(n)))
/* The address, but the compiler does not know what is in it. */
#define HIDE(p) __asm__ volatile("" : "+r"(p))

int64_t vector(float x)
{
	volatile v4 a = {x, 1, 2, 3}, b = {x, 3, 2, 1};
	v4 c = a - b;
	return (int64_t)c[0];
}
int64_t address(void)
{
	ALIGNED(16) volatile char b[16] = {0};
	volatile char *p = b;
	HIDE(p);
	return (intptr_t)p & 15;
}
/* the compiler may put bits into the low ones of the address by or, or add */
int64_t folded(void)
{
	ALIGNED(16) volatile char b[32] = {0};
	uintptr_t p = (uintptr_t)b | 8, q = (uintptr_t)b + 8;
	HIDE(p);
	HIDE(q);
	return (int64_t)(p - q);
}
int64_t masked(int64_t x)
{
	ALIGNED(16) volatile char b[32] = {0};
	uintptr_t p = (uintptr_t)(b + (x & 15)), q = p & ~(uintptr_t)15;
	HIDE(q);
	return (int64_t)(q - (p - (uintptr_t)(x & 15)));
}
struct big { v4 v[3]; };
int64_t copied(void)
{
	struct big a = {{{1}, {2}, {3}}}, *p = &a;
	HIDE(p);
	struct big b = *p, *q = &b;
	HIDE(q);
	return (int64_t)(q->v[0][0] + q->v[1][0] - q->v[2][0]);
}
int64_t pushed(int64_t x)
{
	volatile v4 a = {(float)(x & 7)};
	__asm__ volatile("" ::: "rbx", "r12", "r13", "r14", "memory");
	return (int64_t)a[0] - (x & 7);
}
NOINLINE float reads(const v4 *p) { v4 a = *p; return a[0] - a[1]; }
int64_t passed(float x) { v4 a = {x, x}, *p = &a; HIDE(p); return (int64_t)reads(p); }
int64_t indexed(int64_t i)
{
	volatile v4 a[4] = {{0}, {0}, {0}, {0}};
	a[i & 3] = (v4){1, 2, 3, 4};
	v4 b = a[(i + 1) & 3];
	return (int64_t)b[1];
}
int64_t exchanged(int64_t x)
{
	ALIGNED(16) volatile uint64_t m[2] = {(uint64_t)x, 5};
	uint64_t lo = m[0], hi = m[1];
	__asm__ volatile("lock cmpxchg16b %0" : "+m"(*(volatile ALIGNED(16) char (*)[16])m), "+a"(lo), "+d"(hi) : "b"(1UL), "c"(2UL) : "cc");
	return (int64_t)(m[0] - 1 + m[1] - 2);
}
int64_t over32(int64_t x)
{
	ALIGNED(32) volatile char b[32] = {0};
	volatile char *p = b;
	HIDE(p);
	b[x & 31] = 1;
	return (intptr_t)p & 31;
}
NOINLINE int64_t level3(int64_t x) { volatile v4 a = {(float)(x & 7)}; return (int64_t)a[0] - (x & 7); }
NOINLINE int64_t level2(int64_t x) { volatile char b[3000]; b[x & 1023] = 1; return level3(x) + b[x & 1023] - 1; }
int64_t deep(int64_t x) { return level2(x) + level3(x); }
int64_t deep_leaf(int64_t x)
{
	volatile v4 a[200];
	a[x & 127] = (v4){1, 1};
	return (int64_t)(a[x & 127][0] - a[x & 127][1]);
}
int64_t stacked(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t h, int64_t i)
{
	volatile v4 v = {(float)(h & 7)};
	int64_t *p = &i;
	HIDE(p); /* i is an argument in memory, 8 bytes above a multiple of 16 */
	return (int64_t)v[0] - (h & 7) + (a ^ b ^ c ^ d ^ e ^ f ^ i) - (a ^ b ^ c ^ d ^ e ^ f ^ *p);
}
struct three { int64_t a, b, c; };
struct three hidden(int64_t x) { volatile v4 a = {(float)(x & 7)}; return (struct three){(int64_t)a[0] - (x & 7), 0, 0}; }
int64_t tail(int64_t x) { return level3(x ^ 1); }
/* by hand, without a compiler that might change its mind */
__asm__(".text\n.globl assembled_code\n.hidden assembled_code\n.type assembled_code, @function\nassembled_code:\n\t"
        "sub $24, %rsp\n\tpxor %xmm0, %xmm0\n\tmovaps %xmm0, (%rsp)\n\tmov (%rsp), %rax\n\tadd $24, %rsp\n\tret\n"
        ".size assembled_code, . - assembled_code\n");
int64_t assembled_code(void);
int64_t assembled(void) { return assembled_code(); }
