// Package p is mlkem-native: ML-KEM-768 with its AVX2 assembly; the hashes are an own shim's.
package p

//nearcall:source csrc/shim.c
//nearcall:source up/liboqs/src/kem/ml_kem/mlkem-native_ml-kem-768_x86_64/mlkem/*.c
//nearcall:source up/liboqs/src/kem/ml_kem/mlkem-native_ml-kem-768_x86_64/mlkem/native/x86_64/src/*.c
//nearcall:source up/liboqs/src/kem/ml_kem/mlkem-native_ml-kem-768_x86_64/mlkem/native/x86_64/src/*.S
//nearcall:cflags -O3 -DMLKEM_K=3 '-DMLK_CONFIG_FILE="config.h"' -I csrc
//nearcall:cflags -I up/liboqs/src/kem/ml_kem/mlkem-native_ml-kem-768_x86_64
//nearcall:cflags -I up/liboqs/src/kem/ml_kem/mlkem-native_ml-kem-768_x86_64/mlkem
//nearcall:cpu x86-64-v3

//nearcall:func PQCP_MLKEM_NATIVE_MLKEM768_X86_64_keypair_derand
//go:noescape
func KeyPair(pk, sk, coins *byte) int32

//nearcall:func PQCP_MLKEM_NATIVE_MLKEM768_X86_64_enc_derand
//go:noescape
func Encapsulate(ct, ss, pk, coins *byte) int32

//nearcall:func PQCP_MLKEM_NATIVE_MLKEM768_X86_64_dec
//go:noescape
func Decapsulate(ss, ct, sk *byte) int32
