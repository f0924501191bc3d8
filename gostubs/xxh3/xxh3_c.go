//go:build (amd64 || arm64) && !purego

package xxh3

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
