package p

import (
	"fmt"
	"math"
	"testing"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "the same in Go", 20000, func(r check.Rand) string {
		n := 1 + r.Size(500)
		a, b := make([]float32, n), make([]float32, n)
		dot, l2sq, aa, bb, size := 0., 0., 0., 0., 0.
		for i := range a {
			a[i], b[i] = float32(r.NormFloat64()), float32(r.NormFloat64())
			x, y := float64(a[i]), float64(b[i])
			dot, l2sq, aa, bb, size = dot+x*y, l2sq+(x-y)*(x-y), aa+x*x, bb+y*y, size+math.Abs(x*y)
		}
		near := func(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance*1e-5 }
		var got float64
		if Dot(a, &b[0], &got); !near(got, dot, size) {
			return fmt.Sprintf("dot of %d: %v, not %v", n, got, dot)
		}
		if DotSerial(a, &b[0], &got); !near(got, dot, size) {
			return fmt.Sprintf("serial dot of %d: %v, not %v", n, got, dot)
		}
		if L2sq(a, &b[0], &got); !near(got, l2sq, l2sq) {
			return fmt.Sprintf("l2sq of %d: %v, not %v", n, got, l2sq)
		}
		// an estimated root, refined once
		if Cos(a, &b[0], &got); !near(got, 1-dot/math.Sqrt(aa*bb), 10) {
			return fmt.Sprintf("cos of %d: %v, not %v", n, got, 1-dot/math.Sqrt(aa*bb))
		}
		return ""
	})
}
