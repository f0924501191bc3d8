// Package viacgo has the kernel by cgo.
package viacgo

/*
#cgo CFLAGS: -O3 -I${SRCDIR}/../near/csrc
#cgo noescape hash
#cgo nocallback hash
#include "kernel.h"

static uint64_t hash(uint64_t acc, const uint64_t *xs, long n)
{
	for (long i = 0; i < n; i++)
		acc = mix(acc, xs[i]);
	return acc;
}
*/
import "C"

import "unsafe"

// Hash is the kernel.
func Hash(acc uint64, xs []uint64) uint64 {
	return uint64(C.hash(C.uint64_t(acc), (*C.uint64_t)(unsafe.Pointer(unsafe.SliceData(xs))), C.long(len(xs))))
}
