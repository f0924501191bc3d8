// Package p is the CRCs of isa-l, in C.
package p

//nearcall:source up/crc/crc_base.c up/crc/crc64_base.c
//nearcall:cflags -O3 -I up/include

//nearcall:func crc32_gzip_refl_base
//go:noescape
func CRC32(seed uint32, b []byte) uint32

//nearcall:func crc64_ecma_refl_base
//go:noescape
func ECMA(seed uint64, b []byte) uint64

//nearcall:func crc64_iso_refl_base
//go:noescape
func ISO(seed uint64, b []byte) uint64

//nearcall:func crc32_iscsi_base
//go:noescape
func Castagnoli(buffer *byte, n int32, seed uint32) uint32
