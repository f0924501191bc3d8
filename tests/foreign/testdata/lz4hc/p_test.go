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
	state := make([]uint64, 262200/8+8)
	check.Against(t, "native C, and back", 1500, func(r check.Rand) string {
		src := r.Bytes(1 + r.Size(20_000))
		got, want := make([]byte, len(src)*2+100), make([]byte, len(src)*2+100)
		level := 1 + r.IntN(12)
		n := int(CompressHC(unsafe.Pointer(&state[0]), &src[0], &got[0], int32(len(src)), int32(len(got)), int32(level)))
		if m := native.CompressHC(src, want, level); n != m || !bytes.Equal(got, want) {
			return fmt.Sprintf("level %d: %d bytes become %d, natively %d", level, len(src), n, m)
		}
		back := make([]byte, len(src))
		if int(Decompress(&got[0], &back[0], int32(n), int32(len(back)))) != len(src) || !bytes.Equal(src, back) {
			return "it does not come back"
		}
		return ""
	})
}
