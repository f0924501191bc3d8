package crc

import (
	"hash/crc32"
	"hash/crc64"
)

var (
	castagnoliTable = crc32.MakeTable(crc32.Castagnoli)
	ecmaTable       = crc64.MakeTable(crc64.ECMA)
	isoTable        = crc64.MakeTable(crc64.ISO)
)

func castagnoliGo(crc uint32, p []byte) uint32 { return crc32.Update(crc, castagnoliTable, p) }

func ecmaGo(crc uint64, p []byte) uint64 { return crc64.Update(crc, ecmaTable, p) }

func isoGo(crc uint64, p []byte) uint64 { return crc64.Update(crc, isoTable, p) }
