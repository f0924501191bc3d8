// Package cloop calls the hash functions of csrc in loops that are C as well.
package cloop

/*
#cgo CFLAGS: -O2
#include <stddef.h>
#include <stdint.h>

typedef uint64_t hash(const uint8_t *, size_t);
hash rapidhash, wyhash, siphash, xxh3, image_rapidhash, image_wyhash, image_siphash, image_xxh3;

#define LOOP(f)                                                                \
	static uint64_t loop_##f(const uint8_t *p, size_t n, size_t calls)     \
	{                                                                      \
		uint64_t sum = 0;                                              \
		for (size_t i = 0; i < calls; i++)                             \
			sum += f(p, n);                                        \
		return sum;                                                    \
	}
LOOP(rapidhash) LOOP(wyhash) LOOP(siphash) LOOP(xxh3)
LOOP(image_rapidhash) LOOP(image_wyhash) LOOP(image_siphash) LOOP(image_xxh3)
*/
import "C"

import "unsafe"

func args(p []byte, calls int) (*C.uint8_t, C.size_t, C.size_t) {
	return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(p))), C.size_t(len(p)), C.size_t(calls)
}

// Rapidhash and the others return the sum of as many calls' results. Those with Image call
// the code that nearcall made.
func Rapidhash(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_rapidhash(q, n, c))
}

func Wyhash(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_wyhash(q, n, c))
}

func Siphash(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_siphash(q, n, c))
}

func XXH3(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_xxh3(q, n, c))
}

func ImageRapidhash(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_image_rapidhash(q, n, c))
}

func ImageWyhash(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_image_wyhash(q, n, c))
}

func ImageSiphash(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_image_siphash(q, n, c))
}

func ImageXXH3(p []byte, calls int) uint64 {
	q, n, c := args(p, calls)
	return uint64(C.loop_image_xxh3(q, n, c))
}
