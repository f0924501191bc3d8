// Package cloop calls the kernels of csrc in loops that are C as well: as fast as they can be called. For which CPU
// they are compiled, CGO_CFLAGS says, as run.sh sets it.
package cloop

/*
#cgo CFLAGS: -O3
#cgo LDFLAGS: -lm
#include "loops.h"
*/
import "C"

import "unsafe"

// A Loop does a job so many times; dst has what the kernel writes to, or reads beside src.
type Loop func(src, dst []byte, n, calls int)

func job(src, dst []byte, n, calls int) C.struct_job {
	bytes := func(p []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(p))) }
	return C.struct_job{src: bytes(src), dst: bytes(dst), n: C.size_t(n), room: C.size_t(len(dst)), calls: C.size_t(calls)}
}

// Loops are those of the kernels, by the name that the table gives them.
var Loops = map[string]Loop{
	"xxh3 64":               func(s, d []byte, n, c int) { C.loop_xxh3_64(job(s, d, n, c)) },
	"xxh3 128":              func(s, d []byte, n, c int) { C.loop_xxh3_128(job(s, d, n, c)) },
	"base64 encode":         func(s, d []byte, n, c int) { C.loop_base64_encode(job(s, d, n, c)) },
	"base64 decode":         func(s, d []byte, n, c int) { C.loop_base64_decode(job(s, d, n, c)) },
	"crc32c":                func(s, d []byte, n, c int) { C.loop_crc32c(job(s, d, n, c)) },
	"crc64 ecma":            func(s, d []byte, n, c int) { C.loop_crc64_ecma(job(s, d, n, c)) },
	"gf256 10+4":            func(s, d []byte, n, c int) { C.loop_gf256(job(s, d, n, c)) },
	"sha256":                func(s, d []byte, n, c int) { C.loop_sha256(job(s, d, n, c)) },
	"utf8 ascii":            func(s, d []byte, n, c int) { C.loop_utf8_valid(job(s, d, n, c)) },
	"utf8 mixed":            func(s, d []byte, n, c int) { C.loop_utf8_valid(job(s, d, n, c)) },
	"vector dot":            func(s, d []byte, n, c int) { C.loop_vector_dot(job(s, d, n, c)) },
	"vector l2":             func(s, d []byte, n, c int) { C.loop_vector_l2(job(s, d, n, c)) },
	"vector cosine":         func(s, d []byte, n, c int) { C.loop_vector_cosine(job(s, d, n, c)) },
	"vector int8 dot":       func(s, d []byte, n, c int) { C.loop_vector_dot_int8(job(s, d, n, c)) },
	"blake3":                func(s, d []byte, n, c int) { C.loop_blake3(job(s, d, n, c)) },
	"chacha20poly1305 seal": func(s, d []byte, n, c int) { C.loop_seal(job(s, d, n, c)) },
	"chacha20poly1305 open": func(s, d []byte, n, c int) { C.loop_open(job(s, d, n, c)) },
	"streamvbyte encode":    func(s, d []byte, n, c int) { C.loop_streamvbyte_encode(job(s, d, n, c)) },
	"streamvbyte decode":    func(s, d []byte, n, c int) { C.loop_streamvbyte_decode(job(s, d, n, c)) },
}
