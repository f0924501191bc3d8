package p

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"foreign/check"
)

// encode is the format in Go: two bits a number for its length, four numbers a
// byte; then the numbers' bytes.
func encode(xs []uint32) []byte {
	control, data := make([]byte, (len(xs)+3)/4), []byte{}
	for i, x := range xs {
		n := 0
		for x > 255 || n == 0 {
			data = append(data, byte(x))
			x >>= 8
			n++
			if n == 1 && x == 0 {
				break
			}
		}
		if x > 0 {
			data = append(data, byte(x))
			n++
		}
		control[i/4] |= byte(n-1) << (i % 4 * 2)
	}
	return append(control, data...)
}

func Test(t *testing.T) {
	check.Against(t, "the same in Go, and back", 20000, func(r check.Rand) string {
		xs := make([]uint32, 1+r.Size(1000))
		for i := range xs {
			xs[i] = r.Uint32() >> r.IntN(32)
		}
		got := make([]byte, 5*len(xs)+8)
		n := Encode(xs, got)
		if want := encode(xs); !bytes.Equal(got[:n], want) {
			return fmt.Sprintf("%d numbers become %d bytes, not %d", len(xs), n, len(want))
		}
		back := make([]uint32, len(xs))
		if used := Decode(got[:n], back); used != n || !slices.Equal(back, xs) {
			return fmt.Sprintf("%d numbers of %d bytes: %d read", len(xs), n, used)
		}
		return ""
	})
}
