// Package p is the crate memchr.
package p

//nearcall:archive lib.a

//nearcall:func index_byte(ptr, u64, u8) i64
//go:noescape
func IndexByte(b []byte, c byte) int

//nearcall:func last_index_byte(ptr, u64, u8) i64
//go:noescape
func LastIndexByte(b []byte, c byte) int

//nearcall:func count_byte(ptr, u64, u8) u64
//go:noescape
func Count(b []byte, c byte) int

//nearcall:func index(ptr, u64, ptr, u64) i64
//go:noescape
func Index(b, sep []byte) int
