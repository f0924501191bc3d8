#include <stddef.h>
#include <stdint.h>

struct found {
	int64_t index, distance;
};

struct found nearest(const int16_t *query, size_t n, const int16_t *vectors, size_t total)
{
	struct found best = {-1, 0};
	for (int64_t i = 0; n > 0 && total >= n; i++, vectors += n, total -= n) {
		int64_t d = 0;
		for (size_t k = 0; k < n; k++) {
			int64_t diff = query[k] - vectors[k];
			d += diff * diff;
		}
		if (best.index < 0 || d < best.distance)
			best = (struct found){i, d};
	}
	return best;
}
