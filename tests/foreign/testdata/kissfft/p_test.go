package p

import (
	"fmt"
	"math"
	"math/cmplx"
	"testing"
	"unsafe"

	"foreign/check"
)

func Test(t *testing.T) {
	mem := make([]uint64, 10_000)
	check.Against(t, "the sum of the definition, in Go", 1500, func(r check.Rand) string {
		n := 1 + r.Size(150)
		inverse := r.IntN(2)
		in, out := make([]complex64, n), make([]complex64, n)
		for i := range in {
			in[i] = complex(float32(r.NormFloat64()), float32(r.NormFloat64()))
		}
		if Transform(unsafe.Pointer(&mem[0]), 8*len(mem), int32(n), int32(inverse), unsafe.Pointer(&in[0]), unsafe.Pointer(&out[0])) == 0 {
			return fmt.Sprintf("no room for %d", n)
		}
		for k := range out {
			want := complex128(0)
			for i, x := range in {
				angle := 2 * math.Pi * float64(i*k%n) / float64(n) * float64(2*inverse-1)
				want += complex128(x) * cmplx.Exp(complex(0, angle))
			}
			if cmplx.Abs(complex128(out[k])-want) > 1e-5*float64(n) {
				return fmt.Sprintf("%d of %d: %v, not %v", k, n, out[k], want)
			}
		}
		return ""
	})
}
