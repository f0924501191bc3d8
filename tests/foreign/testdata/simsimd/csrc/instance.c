#include <stddef.h>
#include <simsimd/simsimd.h>

#define FORWARD(name) \
	void name(const float *a, size_t n, const float *b, double *out) { simsimd_##name(a, b, n, out); }

FORWARD(dot_f32_haswell)
FORWARD(dot_f32_serial)
FORWARD(l2sq_f32_haswell)
FORWARD(cos_f32_haswell)
