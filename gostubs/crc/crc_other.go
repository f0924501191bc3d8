//go:build !amd64 || purego

package crc

import (
	"hash/crc32"
	"hash/crc64"
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	ecma       = crc64.MakeTable(crc64.ECMA)
	iso        = crc64.MakeTable(crc64.ISO)
)

// Castagnoli continues the CRC-32C crc with the bytes of p. It begins with 0.
func Castagnoli(crc uint32, p []byte) uint32 { return crc32.Update(crc, castagnoli, p) }

// ECMA continues the CRC-64 crc, by the polynomial of ECMA-182, with the bytes of p. It begins with 0.
func ECMA(crc uint64, p []byte) uint64 { return crc64.Update(crc, ecma, p) }

// ISO continues the CRC-64 crc, by the polynomial of ISO 3309, with the bytes of p. It begins with 0.
func ISO(crc uint64, p []byte) uint64 { return crc64.Update(crc, iso, p) }
