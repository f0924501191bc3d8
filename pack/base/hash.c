#include "base/hash.h"

#include "base/giveup.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdlib.h>

static void *allocate(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return must_alloc(n);
}

static void *grow(void *p, size_t n, const char *file, int line)
{
	(void)file, (void)line;
	return must_realloc(p, n);
}

static void let_go(void *p, const char *file, int line)
{
	(void)file, (void)line;
	free(p);
}

void hash_open(void)
{
	CRYPTO_set_mem_functions(allocate, grow, let_go);
}

const char *hash_hex(struct arena *a, const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];
	char *out = arena_alloc(a, HASH_DIGITS + 1);
	if (!SHA256(bytes, n, sum))
		give_up_memory(); // it allocates
	for (size_t i = 0; i < sizeof sum; i++) {
		out[2 * i] = digits[sum[i] >> 4];
		out[2 * i + 1] = digits[sum[i] & 15];
	}
	return out;
}
