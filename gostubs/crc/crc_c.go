//go:build (amd64 || arm64) && !purego

package crc

//nearcall:source ../../csrc/crc/crc.c
//nearcall:cflags -O3

// Castagnoli continues the CRC-32C crc with the bytes of p. It begins with 0.
//
//nearcall:func crc32c
//nearcall:fallback castagnoliGo
//go:noescape
func Castagnoli(crc uint32, p []byte) uint32

// ECMA continues the CRC-64 crc, by the polynomial of ECMA-182, with the bytes of p. It begins with 0.
//
//nearcall:func crc64_ecma
//nearcall:fallback ecmaGo
//go:noescape
func ECMA(crc uint64, p []byte) uint64

// ISO continues the CRC-64 crc, by the polynomial of ISO 3309, with the bytes of p. It begins with 0.
//
//nearcall:func crc64_iso
//nearcall:fallback isoGo
//go:noescape
func ISO(crc uint64, p []byte) uint64
