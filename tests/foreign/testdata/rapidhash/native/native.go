// Package native is the crate by way of cgo.
package native

// #cgo LDFLAGS: ${SRCDIR}/../target/release/libforeign.a
// #include <stddef.h>
// #include <stdint.h>
// uint64_t rapidhash(uint64_t seed, const uint8_t *p, size_t n);
import "C"

import "unsafe"

func Hash(seed uint64, b []byte) uint64 {
	return uint64(C.rapidhash(C.uint64_t(seed), (*C.uint8_t)(unsafe.Pointer(&b[0])), C.size_t(len(b))))
}
