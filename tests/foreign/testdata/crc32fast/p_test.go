package p

import (
	"hash/crc32"
	"testing"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "hash/crc32", 30000, func(r check.Rand) string {
		b, init := r.Bytes(r.Size(3000)), r.Uint32()
		if CRC32(init, b) != crc32.Update(init, crc32.IEEETable, b) {
			return "another sum"
		}
		return ""
	})
}
