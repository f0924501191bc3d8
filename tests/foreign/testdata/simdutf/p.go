// Package p is simdutf, in C++: checks and conversions of UTF-8, by its kernels for Haswell.
package p

//nearcall:source csrc/shim.cpp
//nearcall:cflags -O3 -std=c++17 -I up/cpp
//nearcall:cpu x86-64-v3

//nearcall:func valid_utf8
//go:noescape
func ValidUTF8(s string) bool

//nearcall:func count_utf8
//go:noescape
func CountUTF8(s string) int

//nearcall:func utf8_to_utf16
//go:noescape
func ToUTF16(s string, out *uint16) int

//nearcall:func utf16_to_utf8
//go:noescape
func FromUTF16(s []uint16, out *byte) int
