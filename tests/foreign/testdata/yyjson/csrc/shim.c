#ifdef NEARCALL // by way of cgo there is another malloc
#include <nearcall_malloc.h>
#endif

#include "yyjson.h"

// read_json reads into a pool and walks over what has come out: a digest of all types, numbers and strings.
bool read_json(char *dat, size_t n, yyjson_read_flag flags, void *pool, size_t size, uint64_t *nvals, uint64_t *digest)
{
	yyjson_alc alc;
	if (!yyjson_alc_pool_init(&alc, pool, size))
		return false;
	yyjson_doc *doc = yyjson_read_opts(dat, n, flags, &alc, NULL);
	if (!doc)
		return false;
	*nvals = yyjson_doc_get_val_count(doc);
	yyjson_val *v = yyjson_doc_get_root(doc);
	uint64_t h = 14695981039346656037u;
	for (uint64_t i = 0; i < *nvals; i++, v++) {
		h = (h ^ yyjson_get_tag(v)) * 1099511628211u;
		if (yyjson_is_str(v)) {
			const char *s = yyjson_get_str(v);
			for (size_t k = 0; k < yyjson_get_len(v); k++)
				h = (h ^ (uint8_t)s[k]) * 1099511628211u;
		} else if (yyjson_is_num(v)) {
			h = (h ^ yyjson_get_uint(v)) * 1099511628211u;
		}
	}
	*digest = h;
	return true;
}
