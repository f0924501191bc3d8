// Package p is KISS FFT.
package p

import "unsafe"

//nearcall:source up/kiss_fft.c
//nearcall:cflags -O3 -DNDEBUG
//nearcall:libm musl-libm/src/math

// A factor of the length for each level.
//
//nearcall:depth kf_work 32

//nearcall:func kiss_fft_alloc
//go:noescape
func Alloc(n, inverse int32, mem unsafe.Pointer, size *int) unsafe.Pointer

//nearcall:func kiss_fft
//go:noescape
func FFT(cfg unsafe.Pointer, in, out *complex64)
