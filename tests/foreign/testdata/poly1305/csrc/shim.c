#include <bearssl.h>

// Go has no pointer to br_chacha20_ct_run.
void seal(const void *key, const void *iv, void *data, size_t len, const void *aad, size_t aad_len, void *tag, int encrypt)
{
	br_poly1305_ctmul_run(key, iv, data, len, aad, aad_len, tag, br_chacha20_ct_run, encrypt);
}
