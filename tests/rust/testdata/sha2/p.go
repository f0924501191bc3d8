// Package p is the crate sha2.
package p

//nearcall:archive lib.a

//nearcall:func sha256_sum(ptr, ptr, u64)
//go:noescape
func Sum256(out *[32]byte, b []byte)

//nearcall:func sha512_sum(ptr, ptr, u64)
//go:noescape
func Sum512(out *[64]byte, b []byte)
