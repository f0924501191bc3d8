// Package p is KISS FFT.
package p

import "unsafe"

//nearcall:source csrc/shim.c up/kiss_fft.c
//nearcall:cflags -O3 -DNDEBUG
//nearcall:libm musl-libm/src/math

// A factor of the length for each level.
//
//nearcall:depth kf_work 32

//nearcall:func transform
//go:noescape
func Transform(room unsafe.Pointer, size int, n, inverse int32, in, out unsafe.Pointer) int32
