// Package native is SipHash by way of cgo.
package native

// #cgo CFLAGS: -O2 -w -I${SRCDIR}/..
// #include "up/siphash24.c"
import "C"

import "unsafe"

func ptr(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(b))) }

func SipHash(out, in, k []byte) { C.siphash(ptr(out), ptr(in), C.uint64_t(len(in)), ptr(k)) }
