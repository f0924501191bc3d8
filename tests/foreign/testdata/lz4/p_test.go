package p

import (
	"bytes"
	"fmt"
	"testing"

	"foreign/check"
	"foreign/native"
)

func TestCompress(t *testing.T) {
	check.Against(t, "native C, and back", 3000, func(r check.Rand) string {
		src := r.Bytes(1 + r.Size(100_000))
		got, want := make([]byte, len(src)*2+100), make([]byte, len(src)*2+100)
		if r.IntN(4) == 0 {
			got, want = got[:1+len(src)/2], want[:1+len(src)/2] // may be too small
		}
		speed := 1 + r.IntN(20)
		n := int(CompressFast(&src[0], &got[0], int32(len(src)), int32(len(got)), int32(speed)))
		if m := native.Compress(src, want, speed); n != m || !bytes.Equal(got, want) {
			return fmt.Sprintf("%d bytes become %d, natively %d", len(src), n, m)
		}
		if speed == 1 {
			if m := int(Compress(&src[0], &got[0], int32(len(src)), int32(len(got)))); n != m {
				return fmt.Sprintf("the default gives %d bytes, not %d", m, n)
			}
		}
		back := make([]byte, len(src))
		if n > 0 && int(Decompress(&got[0], &back[0], int32(n), int32(len(back)))) != len(src) || n > 0 && !bytes.Equal(src, back) {
			return "it does not come back"
		}
		return ""
	})
}

func TestDamaged(t *testing.T) {
	check.Against(t, "native C on damaged input", 3000, func(r check.Rand) string {
		src := r.Bytes(1 + r.Size(5000))
		packed := make([]byte, len(src)*2+100)
		packed = packed[:native.Compress(src, packed, 1)]
		for range r.IntN(5) {
			packed[r.IntN(len(packed))] = byte(r.Uint32())
		}
		got, want := make([]byte, len(src)+r.IntN(100)), make([]byte, len(src)+100)
		want = want[:len(got)]
		n := int(Decompress(&packed[0], &got[0], int32(len(packed)), int32(len(got))))
		m := native.Decompress(packed, want)
		if n != m || !bytes.Equal(got, want) {
			return fmt.Sprintf("%d, natively %d", n, m)
		}
		target := r.IntN(len(got) + 1)
		n = int(DecompressPartial(&packed[0], &got[0], int32(len(packed)), int32(target), int32(len(got))))
		if m = native.DecompressPartial(packed, want, target); n != m || !bytes.Equal(got, want) {
			return fmt.Sprintf("partial %d, natively %d", n, m)
		}
		return ""
	})
}
