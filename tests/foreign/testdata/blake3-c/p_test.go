package p

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"

	"foreign/check"

	"lukechampine.com/blake3"
)

func Test(t *testing.T) {
	var state [512]uint64
	h := unsafe.Pointer(&state)
	check.Against(t, "lukechampine.com/blake3", 3000, func(r check.Rand) string {
		b, key := r.Bytes(1+r.Size(20_000)), [32]byte(r.Bytes(32))
		got := make([]byte, 1+r.IntN(200))
		want := blake3.New(len(got), nil)
		Init(h)
		if r.IntN(2) == 0 {
			want = blake3.New(len(got), key[:])
			InitKeyed(h, &key)
		}
		want.Write(b)
		for rest := b; len(rest) > 0; {
			n := 1 + r.IntN(len(rest))
			Update(h, unsafe.Pointer(&rest[0]), n)
			rest = rest[n:]
		}
		if Finalize(h, got); !bytes.Equal(got, want.Sum(nil)) {
			return fmt.Sprintf("%d bytes: another hash", len(b))
		}
		return ""
	})
}
