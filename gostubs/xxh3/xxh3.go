// Package xxh3 computes the XXH3 hashes of xxHash, of 64 and 128 bits.
//
// The code that runs is the C library's own, csrc/xxh3 over xxhash.h;
// the digests are those of xxhsum -H3 and xxhsum -H2. XXH3 is fast and
// spreads well, but it is not cryptographic: whoever chooses the input can
// choose the digest.
//
// Slices may be nil or empty, and bytes are only read. Nothing is allocated.
//
// The goroutine is not preempted in the middle of a call, and garbage
// collection may have to wait for its end: about a tenth of a second for each
// GiB of input.
//
// The package is for amd64 only. Elsewhere it builds, but has nothing in it.
package xxh3
