// Package native is yyjson by way of cgo.
package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/.. -I${SRCDIR}/../up/src
#include "up/src/yyjson.c"
#include "csrc/shim.c"
*/
import "C"

import "unsafe"

func Read(dat []byte, flags uint32, pool []uint64) (ok bool, nvals, digest uint64) {
	var n, d C.uint64_t
	ok = bool(C.read_json((*C.char)(unsafe.Pointer(&dat[0])), C.size_t(len(dat)), C.yyjson_read_flag(flags),
		unsafe.Pointer(&pool[0]), C.size_t(8*len(pool)), &n, &d))
	return ok, uint64(n), uint64(d)
}
