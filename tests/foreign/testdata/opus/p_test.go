package p

import (
	"fmt"
	"slices"
	"testing"

	"foreign/check"
	"foreign/native"
)

func Test(t *testing.T) {
	check.Against(t, "native C", 20000, func(r check.Rand) string {
		d := []int{10, 16}[r.IntN(2)]
		nlsf := make([]int16, d)
		for i := range nlsf {
			nlsf[i] = int16(r.IntN(32768))
		}
		slices.Sort(nlsf)
		got, want := make([]int16, d), make([]int16, d)
		NLSF2A(&got[0], &nlsf[0], int32(d), 0)
		if native.NLSF2A(want, nlsf); !slices.Equal(got, want) {
			return fmt.Sprintf("%v: filter %v, natively %v", nlsf, got, want)
		}
		a := make([]int32, d)
		for i := range a {
			a[i] = int32(want[i]) << 4
		}
		b := slices.Clone(a)
		A2NLSF(&got[0], &a[0], int32(d))
		if native.A2NLSF(want, b); !slices.Equal(got, want) || !slices.Equal(a, b) {
			return fmt.Sprintf("frequencies %v, natively %v", got, want)
		}
		if x := int32(r.Uint32() >> 1 >> r.IntN(31)); Lin2Log(x) != native.Lin2Log(x) {
			return fmt.Sprintf("the logarithm of %d", x)
		}
		if x := int32(r.IntN(5000)) - 500; Log2Lin(x) != native.Log2Lin(x) || Sigmoid(x) != native.Sigmoid(x) {
			return fmt.Sprintf("the power or sigmoid of %d", x)
		}
		xs := make([]int32, 1+r.IntN(50))
		for i := range xs {
			xs[i] = int32(r.Uint32()) >> r.IntN(32)
		}
		ys, k := slices.Clone(xs), 1+r.IntN(len(xs))
		i, j := make([]int32, len(xs)), make([]int32, len(xs))
		Sort(&xs[0], &i[0], int32(len(xs)), int32(k))
		if native.Sort(ys, j, k); !slices.Equal(xs, ys) || !slices.Equal(i, j) {
			return "another order"
		}
		return ""
	})
}
