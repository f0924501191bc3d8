#include <stddef.h>
#include <stdint.h>
typedef float v8 __attribute__((vector_size(32), aligned(4)));
typedef float a8 __attribute__((vector_size(32)));
/* All of YMM15 is written, and cleared by vzeroupper. */
#define CLOBBER __asm__ volatile("vpcmpeqb %%xmm15, %%xmm15, %%xmm15" ::: "xmm15", "r14")
void scale(float xs[8], float d) { *(v8 *)xs *= (v8){d, d, d, d, d, d, d, d}; CLOBBER; }
float wide(const float *xs, size_t n)
{
	v8 s = {0};
	for (size_t i = 0; i + 8 <= n; i += 8)
		s += *(const v8 *)(xs + i);
	CLOBBER;
	return s[0] + s[3] + s[7];
}
float kept(const float xs[8], float d)
{
	volatile a8 a = *(const v8 *)xs;
	a8 b = a;
	return b[0] * d + b[7];
}
