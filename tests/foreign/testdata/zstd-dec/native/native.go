// Package native is zstd by way of cgo.
package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/.. -I${SRCDIR}/../up/lib -I${SRCDIR}/../up/lib/common -DZSTD_DISABLE_ASM=1 -DXXH_NAMESPACE=ZSTD_
#include <zstd.h>
*/
import "C"

import "unsafe"

func ptr(b []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(b)) }

// Compress returns how long dst is then, or an error as C has them.
func Compress(dst, src []byte, level int) uint64 {
	return uint64(C.ZSTD_compress(ptr(dst), C.size_t(len(dst)), ptr(src), C.size_t(len(src)), C.int(level)))
}

func Decompress(dst, src []byte) uint64 {
	return uint64(C.ZSTD_decompress(ptr(dst), C.size_t(len(dst)), ptr(src), C.size_t(len(src))))
}
