// Package p is SipHash, the reference implementation.
package p

//nearcall:source up/siphash24.c

//nearcall:func siphash
//go:noescape
func SipHash(out *byte, in []byte, k *byte) int32
