// Package p is the crate blake3, with SSE2.
package p

//nearcall:archive target/release/libforeign.a

// The crate's features keep detection from choosing this; the code that could call it is still there.
//
//nearcall:trap blake3::avx2::* blake3::sse41::*

// Halves of the input, down to a chunk of 1024 bytes.
//
//nearcall:depth blake3::compress_subtree_wide 54

//nearcall:func blake3_sum(ptr, ptr, u64)
//go:noescape
func Sum256(out *[32]byte, b []byte)

//nearcall:func blake3_keyed(ptr, ptr, ptr, u64)
//go:noescape
func Keyed(out, key *[32]byte, b []byte)
