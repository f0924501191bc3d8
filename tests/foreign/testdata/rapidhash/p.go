// Package p is rapidhash, as a crate.
package p

//nearcall:archive target/release/libforeign.a

//nearcall:func rapidhash(u64, ptr, u64) u64
//go:noescape
func Hash(seed uint64, b []byte) uint64
