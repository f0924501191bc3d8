// Package native is picohttpparser by way of cgo.
package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/..
#include "up/picohttpparser/picohttpparser.c"

// places gives offsets for pointers.
static int places(const char *buf, size_t len, size_t last, size_t *out, size_t max, int *minor)
{
	struct phr_header h[64];
	const char *method = 0, *path = 0;
	size_t ml = 0, pl = 0, n = max;
	*minor = -1;
	int r = phr_parse_request(buf, len, &method, &ml, &path, &pl, minor, h, &n, last);
	if (r < 0)
		return r;
	*out++ = method - buf, *out++ = ml, *out++ = path - buf, *out++ = pl, *out++ = n;
	for (size_t i = 0; i < n; i++) {
		*out++ = h[i].name ? h[i].name - buf : -1, *out++ = h[i].name_len;
		*out++ = h[i].value - buf, *out++ = h[i].value_len;
	}
	return r;
}

static long chunked(char *buf, size_t *n, int trailer)
{
	struct phr_chunked_decoder d = {.consume_trailer = trailer};
	return phr_decode_chunked(&d, buf, n);
}
*/
import "C"

import "unsafe"

// Places are offsets and lengths of method, path, and as many headers as the
// fifth number says.
func Places(buf []byte, last, most int) (status int, minor int32, places [5 + 4*64]int) {
	var m C.int
	status = int(C.places((*C.char)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)), C.size_t(last),
		(*C.size_t)(unsafe.Pointer(&places[0])), C.size_t(most), &m))
	return status, int32(m), places
}

func Chunked(buf []byte, trailer int) (int, int) {
	n := C.size_t(len(buf))
	status := C.chunked((*C.char)(unsafe.Pointer(&buf[0])), &n, C.int(trailer))
	return int(status), int(n)
}
