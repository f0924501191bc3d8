package p

import (
	"fmt"
	"testing"

	"foreign/check"
)

// mul is the product of two polynomials modulo x^8+x^4+x^3+x^2+1.
func mul(a, b uint8) (p uint8) {
	for ; b > 0; b >>= 1 {
		if b&1 > 0 {
			p ^= a
		}
		a = a<<1 ^ a>>7*0x1d
	}
	return p
}

func TestMul(t *testing.T) {
	for a := range 256 {
		for b := range 256 {
			if got, want := Mul(uint8(a), uint8(b)), mul(uint8(a), uint8(b)); got != want {
				t.Fatalf("%d * %d = %d, not %d", a, b, got, want)
			}
		}
	}
}

func TestEncode(t *testing.T) {
	check.Against(t, "the same in Go", 2000, func(r check.Rand) string {
		n, k, rows := 1+r.Size(300), 1+r.IntN(10), 1+r.IntN(5)
		matrix := r.Bytes(k * rows)
		tables := make([]byte, 32*k*rows)
		data, coding := make([]*byte, k), make([]*byte, rows)
		in, out := make([][]byte, k), make([][]byte, rows)
		for i := range in {
			in[i] = r.Bytes(n)
			data[i] = &in[i][0]
		}
		for i := range out {
			out[i] = make([]byte, n)
			coding[i] = &out[i][0]
		}
		InitTables(int32(k), int32(rows), &matrix[0], &tables[0])
		Encode(int32(n), int32(k), int32(rows), &tables[0], &data[0], &coding[0])
		for row := range out {
			for at := range n {
				want := uint8(0)
				for i := range in {
					want ^= mul(matrix[row*k+i], in[i][at])
				}
				if out[row][at] != want {
					return fmt.Sprintf("row %d of %d, byte %d of %d: %d, not %d", row, rows, at, n, out[row][at], want)
				}
			}
		}
		return ""
	})
}

func TestInvert(t *testing.T) {
	check.Against(t, "the unit matrix", 2000, func(r check.Rand) string {
		n := 1 + r.IntN(8)
		m := make([]byte, n*n)
		for i := range m {
			m[i] = byte(r.Uint32())
		}
		inverse, scratch := make([]byte, n*n), append([]byte(nil), m...)
		if Invert(&scratch[0], &inverse[0], int32(n)) != 0 {
			return ""
		}
		for i := range n {
			for j := range n {
				sum := uint8(0)
				for k := range n {
					sum ^= mul(m[i*n+k], inverse[k*n+j])
				}
				if (sum == 1) != (i == j) || sum > 1 {
					return fmt.Sprintf("%d at %d, %d", sum, i, j)
				}
			}
		}
		return ""
	})
}
