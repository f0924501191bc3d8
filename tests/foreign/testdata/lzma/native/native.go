// Package native is the LZMA SDK by way of cgo.
package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/.. -D_7ZIP_ST
#include <stdlib.h>
#include "up/C/LzmaLib.h"
#include "up/C/LzmaDec.h"

static void *lzma_alloc(void *p, size_t n) { return malloc(n); }
static void lzma_free(void *p, void *a) { free(a); }
static ISzAlloc heap = {lzma_alloc, lzma_free};

static int pack(unsigned char *out, size_t *n, const unsigned char *in, size_t m, unsigned char *props, int lc, int lp, int pb)
{
	size_t size = 5;
	return LzmaCompress(out, n, in, m, props, &size, 5, 1 << 16, lc, lp, pb, 32, 1);
}

static int unpack(unsigned char *out, SizeT *n, const unsigned char *in, SizeT *m, const unsigned char *props, ELzmaStatus *status)
{
	return LzmaDecode(out, n, in, m, props, 5, LZMA_FINISH_ANY, status, &heap);
}
*/
import "C"

import "unsafe"

func ptr(b []byte) *C.uchar { return (*C.uchar)(unsafe.Pointer(unsafe.SliceData(b))) }

func Pack(in []byte, lc, lp, pb int) (out []byte, props [5]byte) {
	out = make([]byte, 2*len(in)+1000)
	n := C.size_t(len(out))
	if C.pack(ptr(out), &n, ptr(in), C.size_t(len(in)), ptr(props[:]), C.int(lc), C.int(lp), C.int(pb)) != 0 {
		panic("LzmaCompress failed")
	}
	return out[:n], props
}

// Unpack returns what became of out: its new length, how much of in was read,
// two statuses.
func Unpack(out, in []byte, props [5]byte) (n, m, status, result int) {
	size, used := C.SizeT(len(out)), C.SizeT(len(in))
	var s C.ELzmaStatus
	r := C.unpack(ptr(out), &size, ptr(in), &used, ptr(props[:]), &s)
	return int(size), int(used), int(s), int(r)
}
