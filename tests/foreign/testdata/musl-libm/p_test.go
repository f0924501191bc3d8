package p

import (
	"fmt"
	"math"
	"testing"

	"foreign/check"
)

// near are two results with few numbers in between.
func near(a, b float64) bool {
	if a == b || math.IsNaN(a) && math.IsNaN(b) {
		return true
	}
	return math.Abs(a-b) <= 8*math.Abs(b-math.Nextafter(b, 0)) || math.Abs(a-b) < 1e-300
}

func Test(t *testing.T) {
	check.Against(t, "math", 100000, func(r check.Rand) string {
		x, y := r.NormFloat64()*math.Pow(10, float64(r.IntN(6)-3)), r.NormFloat64()*10
		if r.IntN(50) == 0 {
			x = []float64{0, math.Inf(1), math.Inf(-1), math.NaN(), math.Copysign(0, -1), 1, 1e300}[r.IntN(7)]
		}
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"exp", Exp(x), math.Exp(x)}, {"log", Log(math.Abs(x)), math.Log(math.Abs(x))},
			{"atan2", Atan2(x, y), math.Atan2(x, y)}, {"cbrt", Cbrt(x), math.Cbrt(x)},
		} {
			if !near(c.got, c.want) {
				return fmt.Sprintf("%s(%v, %v) = %v, not %v", c.name, x, y, c.got, c.want)
			}
		}
		// Go's power loses digits to large exponents.
		if got, want := Pow(math.Abs(x), y), math.Pow(math.Abs(x), y); !near(got, want) && math.Abs(got-want) > want*1e-13 {
			return fmt.Sprintf("pow(%v, %v) = %v, not %v", math.Abs(x), y, got, want)
		}
		// near its zeros Go's own sine has an error of its own, of the argument's reduction
		if math.Abs(x) < 1e4 {
			if math.Abs(Sin(x)-math.Sin(x)) > 1e-14 || math.Abs(Cos(x)-math.Cos(x)) > 1e-14 {
				return fmt.Sprintf("sin(%v) = %v, not %v; cos %v, not %v", x, Sin(x), math.Sin(x), Cos(x), math.Cos(x))
			}
			if c := Cos(x); math.Abs(c) > 0.01 && math.Abs(Tan(x)-Sin(x)/c) > 1e-12*(1+math.Abs(Tan(x))) {
				return fmt.Sprintf("tan(%v) = %v", x, Tan(x))
			}
		}
		if got, want := float64(Expf(float32(y))), math.Exp(float64(float32(y))); math.Abs(got-want) > want*1e-6 {
			return fmt.Sprintf("expf(%v) = %v, not %v", y, got, want)
		}
		return ""
	})
}
