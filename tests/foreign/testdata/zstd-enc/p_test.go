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
	workspace := make([]uint64, Size(6)/8+1)
	cctx := Init(unsafe.Pointer(&workspace[0]), 8*len(workspace))
	if cctx == nil {
		t.Fatal("no context")
	}
	check.Against(t, "native C, and back", 1500, func(r check.Rand) string {
		src := r.Bytes(1 + r.Size(30_000))
		got, want := make([]byte, 2*len(src)+1000), make([]byte, 2*len(src)+1000)
		level := 1 + r.IntN(6)
		n := Compress(cctx, unsafe.Pointer(&got[0]), len(got), unsafe.Pointer(&src[0]), len(src), int32(level))
		m := native.Compress(want, src, level)
		if n != m || !bytes.Equal(got, want) {
			return fmt.Sprintf("level %d: %d bytes become %d, natively %d", level, len(src), int64(n), int64(m))
		}
		back := make([]byte, len(src))
		if k := native.Decompress(back, got[:n]); k != uint64(len(src)) || !bytes.Equal(back, src) {
			return "it does not come back"
		}
		return ""
	})
}
