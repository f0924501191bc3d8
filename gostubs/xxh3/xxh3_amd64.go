package xxh3

import "encoding/binary"

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

// Uint128 is a hash of 128 bits. Values can be compared with == and used as
// map keys.
type Uint128 struct {
	Hi, Lo uint64
}

// Bytes returns u in the canonical order, most significant byte first: the
// order in which xxhsum -H2 prints it.
func (u Uint128) Bytes() [16]byte {
	var p [16]byte
	binary.BigEndian.PutUint64(p[:8], u.Hi)
	binary.BigEndian.PutUint64(p[8:], u.Lo)
	return p
}

// Sum128 returns the 128-bit XXH3 hash of b.
func Sum128(b []byte) Uint128 {
	lo, hi := sum128(b)
	return Uint128{Hi: hi, Lo: lo}
}
