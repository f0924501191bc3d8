//go:build (!amd64 && !arm64) || purego

package xxh3

// Sum64 returns the 64-bit XXH3 hash of b.
func Sum64(b []byte) uint64 { return portable64(b, 0) }

// Sum64Seed returns the 64-bit XXH3 hash of b under a seed: every seed makes
// another hash function, and seed 0 makes Sum64.
func Sum64Seed(b []byte, seed uint64) uint64 { return portable64(b, seed) }

// sum128 returns the halves of Sum128.
func sum128(b []byte) (lo, hi uint64) { return portable128(b) }
