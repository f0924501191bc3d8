package p

import (
	"hash/crc32"
	"hash/crc64"
	"testing"

	"foreign/check"
)

func Test32(t *testing.T) {
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	check.Against(t, "hash/crc32", 20000, func(r check.Rand) string {
		b, seed := r.Bytes(1+r.Size(3000)), r.Uint32()
		if CRC32(seed, b) != crc32.Update(seed, crc32.IEEETable, b) {
			return "IEEE differs"
		}
		if ^Castagnoli(&b[0], int32(len(b)), ^seed) != crc32.Update(seed, castagnoli, b) {
			return "Castagnoli differs"
		}
		return ""
	})
}

func Test64(t *testing.T) {
	ecma, iso := crc64.MakeTable(crc64.ECMA), crc64.MakeTable(crc64.ISO)
	check.Against(t, "hash/crc64", 20000, func(r check.Rand) string {
		b, seed := r.Bytes(r.Size(3000)), r.Uint64()
		if ECMA(seed, b) != crc64.Update(seed, ecma, b) {
			return "ECMA differs"
		}
		if ISO(seed, b) != crc64.Update(seed, iso, b) {
			return "ISO differs"
		}
		return ""
	})
}
