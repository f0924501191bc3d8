package p

import (
	"fmt"
	"testing"

	"foreign/check"

	"lukechampine.com/blake3"
)

func Test(t *testing.T) {
	check.Against(t, "lukechampine.com/blake3", 3000, func(r check.Rand) string {
		b, key := r.Bytes(r.Size(20_000)), [32]byte(r.Bytes(32))
		var got [32]byte
		if Sum256(&got, b); got != blake3.Sum256(b) {
			return fmt.Sprintf("%d bytes: another hash", len(b))
		}
		keyed := blake3.New(32, key[:])
		keyed.Write(b)
		if Keyed(&got, &key, b); got != [32]byte(keyed.Sum(nil)) {
			return fmt.Sprintf("%d bytes: another keyed hash", len(b))
		}
		return ""
	})
}
