// Package p is BLAKE3 in C, with AVX2; the choice by the CPU is a shim's.
package p

import "unsafe"

//nearcall:source csrc/shim.c up/c/blake3.c up/c/blake3_portable.c
//nearcall:source up/c/blake3_sse41.c up/c/blake3_avx2.c
//nearcall:cflags -O3
//nearcall:cpu x86-64-v3
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
