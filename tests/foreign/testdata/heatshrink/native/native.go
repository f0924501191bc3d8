// Package native is heatshrink by way of cgo.
package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/.. -I${SRCDIR}/../up -DHEATSHRINK_DYNAMIC_ALLOC=0
#include "up/heatshrink_encoder.c"
static size_t pack(uint8_t *in, size_t n, uint8_t *out, size_t room)
{
	static heatshrink_encoder e;
	size_t used = 0, made = 0, step;
	heatshrink_encoder_reset(&e);
	while (used < n) {
		heatshrink_encoder_sink(&e, in + used, n - used, &step);
		used += step;
		while (heatshrink_encoder_poll(&e, out + made, room - made, &step) == HSER_POLL_MORE)
			made += step;
		made += step;
	}
	while (heatshrink_encoder_finish(&e) == HSER_FINISH_MORE) {
		heatshrink_encoder_poll(&e, out + made, room - made, &step);
		made += step;
	}
	return made;
}
*/
import "C"

import "unsafe"

func ptr(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(b))) }

// Pack returns how many bytes of out are in packed.
func Pack(in, out []byte) int {
	return int(C.pack(ptr(in), C.size_t(len(in)), ptr(out), C.size_t(len(out))))
}
