// Package cgodalek calls the Rust archive of csrc/dalek through cgo.
package cgodalek

/*
#cgo LDFLAGS: ${SRCDIR}/../../../build/dalek/release/libnearcall_dalek.a
#include <stdint.h>
void scalar_base_mult(uint8_t *dst, const uint8_t *in);
*/
// #cgo noescape scalar_base_mult
// #cgo nocallback scalar_base_mult
import "C"

import "unsafe"

// ScalarBaseMult is one call through cgo.
func ScalarBaseMult(dst, in *[32]byte) {
	C.scalar_base_mult((*C.uint8_t)(unsafe.Pointer(dst)), (*C.uint8_t)(unsafe.Pointer(in)))
}
