package p

import (
	"fmt"
	"testing"

	"foreign/check"
	"foreign/native"
)

func Test(t *testing.T) {
	check.Against(t, "the same archive by cgo", 30000, func(r check.Rand) string {
		seed, b := r.Uint64(), r.Bytes(1+r.Size(2000))
		if got, want := Hash(seed, b), native.Hash(seed, b); got != want {
			return fmt.Sprintf("%d bytes: %x, not %x", len(b), got, want)
		}
		return ""
	})
}
