//go:build !purego

package xxh3

//nearcall:source -fomit-frame-pointer -momit-leaf-frame-pointer ../../csrc/xxh3/xxh3.c
//nearcall:source ../../csrc/xxh3/long.c
//nearcall:cflags -O3 -fno-tree-slp-vectorize
//nearcall:cpu x86-64-v1 x86-64-v3 x86-64-v4

// Sum64 returns the 64-bit XXH3 hash of b.
//
//nearcall:func xxh3_64
//go:noescape
func Sum64(b []byte) uint64

// Sum64Seed returns the 64-bit XXH3 hash of b under a seed: every seed makes
// another hash function, and seed 0 makes Sum64.
//
//nearcall:func xxh3_64_seed
//go:noescape
func Sum64Seed(b []byte, seed uint64) uint64

// sum128 returns the halves of Sum128.
//
//nearcall:func xxh3_128
//go:noescape
func sum128(b []byte) (lo, hi uint64)
