// Package native is lz4 by way of cgo.
package native

// #cgo CFLAGS: -O2 -w -I${SRCDIR}/..
// #include "up/lib/lz4.c"
import "C"

import "unsafe"

func char(b []byte) *C.char { return (*C.char)(unsafe.Pointer(unsafe.SliceData(b))) }

func Compress(src, dst []byte, acceleration int) int {
	return int(C.LZ4_compress_fast(char(src), char(dst), C.int(len(src)), C.int(len(dst)), C.int(acceleration)))
}

func Decompress(src, dst []byte) int {
	return int(C.LZ4_decompress_safe(char(src), char(dst), C.int(len(src)), C.int(len(dst))))
}

func DecompressPartial(src, dst []byte, target int) int {
	return int(C.LZ4_decompress_safe_partial(char(src), char(dst), C.int(len(src)), C.int(target), C.int(len(dst))))
}
