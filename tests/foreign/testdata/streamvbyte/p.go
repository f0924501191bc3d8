// Package p is Stream VByte, as a crate.
package p

//nearcall:archive target/release/libforeign.a

//nearcall:func vbyte_encode(ptr, u64, ptr, u64) u64
//go:noescape
func Encode(x []uint32, out []byte) int

//nearcall:func vbyte_decode(ptr, u64, ptr, u64) u64
//go:noescape
func Decode(b []byte, out []uint32) int
