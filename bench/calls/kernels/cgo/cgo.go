// Package cgo has the kernels of csrc by cgo, plainly and with its two
// promises. It is compiled with the flags that gostubs gives nearcall.
package cgo

/*
#cgo CFLAGS: -O3
#include "../../../../csrc/sum/sum.c"
#include "../../../../csrc/edwards25519/scalar_base_mult.c"
*/
import "C"

import "unsafe"

func words(xs []uint64) *C.uint64_t { return (*C.uint64_t)(unsafe.SliceData(xs)) }
func bytes(x *[32]byte) *C.uint8_t  { return (*C.uint8_t)(unsafe.Pointer(x)) }

// Sum returns the sum of xs, modulo 2^64.
func Sum(xs []uint64) uint64 { return uint64(C.sum_u64(words(xs), C.size_t(len(xs)))) }

// BaseMult sets dst to in times the base point.
func BaseMult(dst, in *[32]byte) { C.scalar_base_mult(bytes(dst), bytes(in)) }
