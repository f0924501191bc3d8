// Package p is the crate memchr: its SSE2 searches, and two-way.
package p

//nearcall:archive target/release/libforeign.a

//nearcall:func index_byte(ptr, u64, u8) i64
//go:noescape
func IndexByte(s string, c byte) int

//nearcall:func last_index_byte(ptr, u64, u8) i64
//go:noescape
func LastIndexByte(s string, c byte) int

//nearcall:func index_three(ptr, u64, u8, u8, u8) i64
//go:noescape
func IndexThree(s string, x, y, z byte) int

//nearcall:func index(ptr, u64, ptr, u64) i64
//go:noescape
func Index(s, substr string) int
