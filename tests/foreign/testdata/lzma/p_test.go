package p

import (
	"bytes"
	"fmt"
	"testing"

	"foreign/check"
	"foreign/native"
)

func unpack(out, in []byte, props [5]byte) (n, m, status, result int) {
	d := Dec{Dic: &out[0], DicBufSize: uint64(len(out))}
	d.LC, d.LP, d.PB = uint32(props[0]%9), uint32(props[0]/9%5), uint32(props[0]/45)
	d.DicSize = 1 << 16
	probs := make([]uint16, 1846+768<<(d.LC+d.LP))
	d.Probs, d.NumProbs = &probs[0], uint32(len(probs))
	Init(&d)
	used, s := uint64(len(in)), uint32(0)
	result = int(DecodeToDic(&d, uint64(len(out)), &in[0], &used, 0, &s))
	return int(d.DicPos), int(used), int(s), result
}

func Test(t *testing.T) {
	check.Against(t, "native C, and back", 1500, func(r check.Rand) string {
		in := r.Bytes(1 + r.Size(20_000))
		lc := r.IntN(5)
		packed, props := native.Pack(in, lc, r.IntN(5-lc), r.IntN(5))
		damaged := r.IntN(2) == 0
		if damaged {
			packed[r.IntN(len(packed))] ^= byte(1 + r.IntN(255))
		}
		got, want := make([]byte, len(in)), make([]byte, len(in))
		a, b, c, d := unpack(got, packed, props)
		e, f, g, h := native.Unpack(want, packed, props)
		if d == 0 && h == 6 {
			d = 6 // that is how LzmaDecode calls it when the input ends early
		}
		if a != e || b != f || c != g || d != h || !bytes.Equal(got, want) {
			return fmt.Sprint(a, b, c, d, ", natively ", e, f, g, h)
		}
		if !damaged && !bytes.Equal(got, in) {
			return "it does not come back"
		}
		return ""
	})
}
