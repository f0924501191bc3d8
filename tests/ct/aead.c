// Seals and opens with csrc/chacha20poly1305, key and message being undefined to Valgrind's memcheck: it reports any
// branch and any address that depends on them.
//
//	aead    under valgrind; it fails if the results do not count as secret, since then nothing was watched
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

void chacha20poly1305_seal(const uint8_t *, const uint8_t *, uint8_t *, const uint8_t *, size_t, const uint8_t *,
                           size_t, uint8_t *);
bool chacha20poly1305_open(const uint8_t *, const uint8_t *, uint8_t *, const uint8_t *, size_t, const uint8_t *,
                           size_t, const uint8_t *);

enum { MOST = 3000 };
static uint8_t key[32], nonce[12], message[MOST], sealed[MOST + 16], opened[MOST], additional[MOST];

static bool is_secret(const void *p, size_t n)
{
	uint8_t bits[MOST + 16] = {0};

	return VALGRIND_GET_VBITS(p, bits, n) == 1 && bits[0] && bits[n - 1];
}

// once seals and opens n bytes, with a tag that is right or wrong.
static bool once(size_t n, size_t additional_n, bool wrong)
{
	VALGRIND_MAKE_MEM_UNDEFINED(key, sizeof key);
	VALGRIND_MAKE_MEM_UNDEFINED(message, sizeof message);
	chacha20poly1305_seal(key, nonce, sealed, message, n, additional, additional_n, sealed + n);
	if (!is_secret(sealed, n + 16)) {
		fprintf(stderr, "%zu bytes: what is sealed does not count as secret\n", n);
		return false;
	}
	sealed[n + 3] ^= wrong;
	bool ok = chacha20poly1305_open(key, nonce, opened, sealed, n, additional, additional_n, sealed + n);
	VALGRIND_MAKE_MEM_DEFINED(&ok, sizeof ok); // that is for all to know
	return ok != wrong;
}

int main(void)
{
	static const size_t sizes[] = {
		0, 1, 15, 16, 17, 64, 191, 192, 193, 255, 256, 257, 448, 449, 511, 960, 1025, 2000, MOST,
	};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (size_t additional_n = 0; additional_n < 40; additional_n += 13)
			for (int wrong = 0; wrong < 2; wrong++)
				if (!once(sizes[i], additional_n, wrong)) {
					fprintf(stderr, "%zu bytes: wrong result\n", sizes[i]);
					return 1;
				}
	return 0;
}
