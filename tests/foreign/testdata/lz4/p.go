// Package p is lz4's fast compressor and its decoder.
package p

//nearcall:source up/lib/lz4.c
//nearcall:cflags -O3

//nearcall:func LZ4_compress_default
//go:noescape
func Compress(src, dst *byte, srcSize, dstCapacity int32) int32

//nearcall:func LZ4_compress_fast
//go:noescape
func CompressFast(src, dst *byte, srcSize, dstCapacity, acceleration int32) int32

//nearcall:func LZ4_decompress_safe
//go:noescape
func Decompress(src, dst *byte, compressedSize, dstCapacity int32) int32

//nearcall:func LZ4_decompress_safe_partial
//go:noescape
func DecompressPartial(src, dst *byte, srcSize, targetOutputSize, dstCapacity int32) int32
