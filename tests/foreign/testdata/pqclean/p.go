// Package p is ML-KEM-768 of PQClean, in C.
package p

//nearcall:source up/pqclean/crypto_kem/ml-kem-768/clean/*.c up/pqclean/common/fips202.c
//nearcall:cflags -O3 -I up/pqclean/common

//nearcall:func PQCLEAN_MLKEM768_CLEAN_crypto_kem_keypair_derand
//go:noescape
func KeyPair(pk *[1184]byte, sk *[2400]byte, coins *[64]byte) int32

//nearcall:func PQCLEAN_MLKEM768_CLEAN_crypto_kem_enc_derand
//go:noescape
func Encapsulate(ct *[1088]byte, ss *[32]byte, pk *[1184]byte, coins *[32]byte) int32

//nearcall:func PQCLEAN_MLKEM768_CLEAN_crypto_kem_dec
//go:noescape
func Decapsulate(ss *[32]byte, ct *[1088]byte, sk *[2400]byte) int32
