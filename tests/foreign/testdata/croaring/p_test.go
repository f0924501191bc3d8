package p

import (
	"fmt"
	"slices"
	"testing"

	"foreign/check"
)

func set(r check.Rand) []uint16 {
	all := map[uint16]bool{uint16(r.Uint32()): true}
	limit := uint32(100 << r.IntN(10))
	for range r.Size(2000) {
		all[uint16(r.Uint32N(limit))] = true
	}
	var s []uint16
	for x := range all {
		s = append(s, x)
	}
	slices.Sort(s)
	return s
}

// merged has the numbers of a and b that keep wants.
func merged(a, b []uint16, keep func(inA, inB bool) bool) (out []uint16) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			if keep(true, false) {
				out = append(out, a[0])
			}
			a = a[1:]
		case len(a) == 0 || b[0] < a[0]:
			if keep(false, true) {
				out = append(out, b[0])
			}
			b = b[1:]
		default:
			if keep(true, true) {
				out = append(out, a[0])
			}
			a, b = a[1:], b[1:]
		}
	}
	return out
}

func Test(t *testing.T) {
	check.Against(t, "the same in Go", 10000, func(r check.Rand) string {
		a, b := set(r), set(r)
		out := make([]uint16, len(a)+len(b)+64)
		na, nb := uint32(len(a)), uint32(len(b))
		is := func(what string, n int, keep func(bool, bool) bool) string {
			if want := merged(a, b, keep); !slices.Equal(out[:n], want) {
				return fmt.Sprintf("%s of %d and %d: %d numbers, not %d", what, na, nb, n, len(want))
			}
			return ""
		}
		both := func(x, y bool) bool { return x && y }
		problems := is("vector intersection", int(IntersectVector(a, b, &out[0])), both)
		problems += is("intersection", int(Intersect(a, b, &out[0])), both)
		problems += is("count", int(IntersectCount(a, b)), both)
		problems += is("union", Union(a, b, &out[0]), func(x, y bool) bool { return x || y })
		problems += is("xor", int(Xor(&a[0], int32(na), &b[0], int32(nb), &out[0])), func(x, y bool) bool { return x != y })
		problems += is("difference", int(DifferenceVector(a, b, &out[0])), func(x, y bool) bool { return x && !y })
		return problems
	})
}
