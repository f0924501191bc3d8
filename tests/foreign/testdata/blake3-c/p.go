// Package p is BLAKE3 in C, with AVX2 and its own choice by the CPU.
package p

import "unsafe"

//nearcall:source up/c/blake3.c up/c/blake3_dispatch.c up/c/blake3_portable.c
//nearcall:source up/c/blake3_sse2.c up/c/blake3_sse41.c up/c/blake3_avx2.c
//nearcall:cflags -O3 -DBLAKE3_NO_AVX512
//nearcall:cpu x86-64-v3
//nearcall:writable g_cpu_features
//nearcall:depth blake3_compress_subtree_wide 54

//nearcall:func blake3_hasher_init
//go:noescape
func Init(h unsafe.Pointer)

//nearcall:func blake3_hasher_init_keyed
//go:noescape
func InitKeyed(h unsafe.Pointer, key *[32]byte)

//nearcall:func blake3_hasher_update
//go:noescape
func Update(h, input unsafe.Pointer, n int)

//nearcall:func blake3_hasher_finalize
//go:noescape
func Finalize(h unsafe.Pointer, out []byte)
