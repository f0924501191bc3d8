package p

import (
	"fmt"
	"math"
	"testing"
	"unsafe"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "Go's division", 100000, func(r check.Rand) string {
		var state [2]uint64
		d := unsafe.Pointer(&state)
		n, by := r.Uint64()>>r.IntN(64), 1+r.Uint64N(math.MaxUint64)>>r.IntN(64)
		GenU64(d, by)
		if got := DoU64(n, d); got != n/by || RecoverU64(d) != by {
			return fmt.Sprintf("%d/%d = %d", n, by, got)
		}
		if small := max(1, uint32(by)); true {
			GenU32(d, small)
			if got := DoU32(uint32(n), d); got != uint32(n)/small {
				return fmt.Sprintf("%d/%d = %d", uint32(n), small, got)
			}
		}
		if signed := int64(by); signed != 0 && signed != -1 {
			GenS64(d, signed)
			if got := DoS64(int64(n), d); got != int64(n)/signed {
				return fmt.Sprintf("%d/%d = %d", int64(n), signed, got)
			}
		}
		return ""
	})
}
