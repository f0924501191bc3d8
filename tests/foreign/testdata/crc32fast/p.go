// Package p is the crate crc32fast.
package p

//nearcall:archive target/release/libforeign.a

//nearcall:func crc32(u32, ptr, u64) u32
//go:noescape
func CRC32(init uint32, b []byte) uint32
