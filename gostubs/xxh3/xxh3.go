// Package xxh3 computes the XXH3 hashes of xxHash, of 64 and 128 bits.
//
// On amd64 and arm64 the code that runs is the C library's own, csrc/xxh3 over xxhash.h,
// for SSE2, AVX2 and AVX-512, and for NEON; elsewhere, and with the build tag purego, it is Go. The
// digests are those of xxhsum -H3 and xxhsum -H2. XXH3 is fast and
// spreads well, but it is not cryptographic: whoever chooses the input can
// choose the digest.
//
// Slices may be nil or empty, and bytes are only read. Nothing is allocated.
//
// Where the code is C, the goroutine is not preempted in the middle of a call, and
// garbage collection may have to wait for its end: about a tenth of a second for each
// GiB of input.
package xxh3

import "encoding/binary"

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
