// Package p is ML-KEM-768 of PQClean, in C.
package p

import "unsafe"

//nearcall:source csrc/shim.c up/pqclean/crypto_kem/ml-kem-768/clean/*.c up/pqclean/common/fips202.c
//nearcall:cflags -O2 -DNEARCALL_MALLOC_DEPTH=65536 -I up/pqclean/common

// Memory is never short.
//
//nearcall:trap exit

//nearcall:func keypair
//go:noescape
func KeyPair(room unsafe.Pointer, size int, pk, sk, coins *byte) int32

//nearcall:func encapsulate
//go:noescape
func Encapsulate(room unsafe.Pointer, size int, ct, ss, pk, coins *byte) int32

//nearcall:func decapsulate
//go:noescape
func Decapsulate(room unsafe.Pointer, size int, ss, ct, sk *byte) int32
