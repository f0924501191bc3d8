/* Native calls one kernel so often, as an ordinary program for arm64 does: native KERNEL N. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

uint64_t sum_u64(const uint64_t *xs, size_t n);
uint64_t xxh3_64(const uint8_t *p, size_t n);
bool utf8_valid(const uint8_t *p, size_t n);
float vector_dot(const float *x, size_t n, const float *y, size_t m);

static uint64_t words[512];
static uint8_t bytes[4096];
static float floats[1024];

int main(int argc, char **argv)
{
	const char *kernel = argc == 3 ? argv[1] : "";
	for (long n = argc == 3 ? atol(argv[2]) : 0; n > 0; n--)
		switch (kernel[0]) {
		case 's': sum_u64(words, 512); break;
		case 'x': xxh3_64(bytes, sizeof bytes); break;
		case 'u': utf8_valid(bytes, sizeof bytes); break;
		case 'd': vector_dot(floats, 1024, floats, 1024); break;
		default: return 2;
		}
	return 0;
}
