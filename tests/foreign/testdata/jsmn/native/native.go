// Package native is jsmn by way of cgo.
package native

// #cgo CFLAGS: -O2 -w -I${SRCDIR}/..
// #include <stdlib.h>
// #include "up/jsmn.h"
import "C"

import "unsafe"

// Parse fills tokens, an array of the same layout as C's.
func Parse(js string, tokens unsafe.Pointer, n uint32) int32 {
	text := C.CString(js)
	defer C.free(unsafe.Pointer(text))
	var p C.jsmn_parser
	C.jsmn_init(&p)
	return int32(C.jsmn_parse(&p, text, C.size_t(len(js)), (*C.jsmntok_t)(tokens), C.uint(n)))
}
