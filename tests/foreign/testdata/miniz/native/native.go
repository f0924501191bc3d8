// Package native is miniz by way of cgo.
package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/..
#include "up/miniz.c"

static int inflate_raw(unsigned char *in, size_t *n, unsigned char *out, size_t *m)
{
	tinfl_decompressor d;
	tinfl_init(&d);
	return tinfl_decompress(&d, in, n, out, out, m, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
}
*/
import "C"

import "unsafe"

func ptr(b []byte) *C.uchar { return (*C.uchar)(unsafe.Pointer(unsafe.SliceData(b))) }

// Inflate returns how much of in was read, how much of out[:m] written, and the
// status.
func Inflate(in, out []byte, m int) (int, int, int) {
	used, made := C.size_t(len(in)), C.size_t(m)
	status := C.inflate_raw(ptr(in), &used, ptr(out), &made)
	return int(used), int(made), int(status)
}
