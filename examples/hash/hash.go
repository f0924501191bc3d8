//go:build amd64 && !purego

// Package hash is SipHash-2-4, a keyed hash of short input.
package hash

//go:generate nearcall build

//nearcall:source csrc/siphash.c

// Sum64 is the SipHash-2-4 of b under a key.
//
//nearcall:func siphash24
//nearcall:fallback sum64
//go:noescape
func Sum64(key *[16]byte, b []byte) uint64
