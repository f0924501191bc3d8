// Package p is the crate crc32fast.
package p

//nearcall:archive lib.a

//nearcall:func crc32_ieee(ptr, u64) u32
//go:noescape
func ChecksumIEEE(b []byte) uint32
