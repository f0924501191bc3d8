//go:build amd64 && !purego

// Package crate is Adler-32, by a crate in Rust that lies beside it.
package crate

//go:generate cargo build --release --quiet
//go:generate nearcall build

//nearcall:archive target/release/libadler.a

// Checksum is the Adler-32 of b.
//
//nearcall:func adler32(ptr, u64) u32
//nearcall:fallback checksum
//go:noescape
func Checksum(b []byte) uint32
