// Package native is lz4hc by way of cgo.
package native

// #cgo CFLAGS: -O2 -w -I${SRCDIR}/.. -I${SRCDIR}/../up/lib
// #include "up/lib/lz4hc.c"
import "C"

import "unsafe"

func char(b []byte) *C.char { return (*C.char)(unsafe.Pointer(unsafe.SliceData(b))) }

func CompressHC(src, dst []byte, level int) int {
	return int(C.LZ4_compress_HC(char(src), char(dst), C.int(len(src)), C.int(len(dst)), C.int(level)))
}
