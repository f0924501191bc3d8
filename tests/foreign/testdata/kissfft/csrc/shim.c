#include <nearcall_malloc.h>

#include "../up/kiss_fft.h"

// transform computes one transform of n numbers, in memory of Go's.
int transform(void *room, size_t size, int n, int inverse, const kiss_fft_cpx *in, kiss_fft_cpx *out)
{
	NEARCALL_MALLOC_FROM(room, size);
	kiss_fft_cfg cfg = kiss_fft_alloc(n, inverse, NULL, NULL);
	if (!cfg)
		return 0;
	kiss_fft(cfg, in, out);
	return 1;
}
