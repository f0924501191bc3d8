#include <nearcall_malloc.h>

#include "../up/pqclean/crypto_kem/ml-kem-768/clean/kem.h"

// Keccak's states are allocated.

int keypair(void *room, size_t size, uint8_t *pk, uint8_t *sk, const uint8_t *coins)
{
	NEARCALL_MALLOC_FROM(room, size);
	return PQCLEAN_MLKEM768_CLEAN_crypto_kem_keypair_derand(pk, sk, coins);
}

int encapsulate(void *room, size_t size, uint8_t *ct, uint8_t *ss, const uint8_t *pk, const uint8_t *coins)
{
	NEARCALL_MALLOC_FROM(room, size);
	return PQCLEAN_MLKEM768_CLEAN_crypto_kem_enc_derand(ct, ss, pk, coins);
}

int decapsulate(void *room, size_t size, uint8_t *ss, const uint8_t *ct, const uint8_t *sk)
{
	NEARCALL_MALLOC_FROM(room, size);
	return PQCLEAN_MLKEM768_CLEAN_crypto_kem_dec(ss, ct, sk);
}
