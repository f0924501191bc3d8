// Package p is lz4's high-compression levels.
package p

import "unsafe"

//nearcall:source up/lib/lz4.c up/lib/lz4hc.c
//nearcall:cflags -O3 -DLZ4HC_HEAPMODE=0

//nearcall:func LZ4_compress_HC_extStateHC
//go:noescape
func CompressHC(state unsafe.Pointer, src, dst *byte, srcSize, dstCapacity, compressionLevel int32) int32

//nearcall:func LZ4_decompress_safe
//go:noescape
func Decompress(src, dst *byte, compressedSize, dstCapacity int32) int32
