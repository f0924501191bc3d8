package p

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"

	"foreign/check"
	"foreign/native"
)

func Test(t *testing.T) {
	workspace := make([]uint64, Size()/8+1)
	dctx := Init(unsafe.Pointer(&workspace[0]), 8*len(workspace))
	if dctx == nil {
		t.Fatal("no context")
	}
	check.Against(t, "native C, and back", 3000, func(r check.Rand) string {
		src := r.Bytes(1 + r.Size(30_000))
		packed := make([]byte, 2*len(src)+1000)
		packed = packed[:native.Compress(packed, src, r.IntN(20))]
		damaged := r.IntN(3) == 0
		if damaged {
			packed[r.IntN(len(packed))] ^= byte(1 + r.IntN(255))
		}
		got, want := make([]byte, len(src)), make([]byte, len(src))
		n := Decompress(dctx, unsafe.Pointer(&got[0]), len(got), unsafe.Pointer(&packed[0]), len(packed))
		m := native.Decompress(want, packed)
		if n != m || n <= uint64(len(got)) && !bytes.Equal(got[:n], want[:n]) {
			return fmt.Sprintf("%d bytes of %d: %d, natively %d", len(packed), len(src), int64(n), int64(m))
		}
		if !damaged && !bytes.Equal(got, src) {
			return "it does not come back"
		}
		return ""
	})
}
