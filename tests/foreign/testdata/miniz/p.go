// Package p is the inflate of miniz.
package p

import "unsafe"

//nearcall:source up/miniz.c
//nearcall:cflags -O3

//nearcall:func tinfl_decompress
//go:noescape
func Inflate(state unsafe.Pointer, in *byte, inSize *uint64, out, outNext *byte, outSize *uint64, flags uint32) int32

//nearcall:func mz_adler32
//go:noescape
func Adler32(adler uint64, b []byte) uint64

//nearcall:func mz_crc32
//go:noescape
func CRC32(crc uint64, b []byte) uint64
