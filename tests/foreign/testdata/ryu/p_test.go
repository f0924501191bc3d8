package p

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"foreign/check"
)

// digits has the digits and the exponent alone: the two write numbers in other forms.
func digits(t string, bits int) string {
	x, err := strconv.ParseFloat(t, bits)
	if err != nil {
		return err.Error()
	}
	return strconv.FormatFloat(x, 'e', -1, bits)
}

// count is how many digits a number has without zeros at either end.
func count(t string) (n int) {
	zeros := 0
	for _, c := range t {
		switch {
		case c == 'e':
			return n
		case c == '0' && n > 0:
			zeros++
		case c >= '1' && c <= '9':
			n, zeros = n+zeros+1, 0
		}
	}
	return n
}

func Test(t *testing.T) {
	check.Against(t, "strconv", 50000, func(r check.Rand) string {
		var out [24]byte
		x := math.Float64frombits(r.Uint64())
		if r.IntN(2) == 0 {
			x = float64(r.IntN(1e6)) / 1000
		}
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			got := string(out[:Format64(x, &out)])
			want := strconv.FormatFloat(x, 'e', -1, 64)
			if digits(got, 64) != want || count(got) != count(want) {
				return fmt.Sprintf("%s, not %s", got, want)
			}
		}
		y := math.Float32frombits(r.Uint32())
		if y == y && !math.IsInf(float64(y), 0) {
			got := string(out[:Format32(y, &out)])
			want := strconv.FormatFloat(float64(y), 'e', -1, 32)
			if digits(got, 32) != want || count(got) != count(want) {
				return fmt.Sprintf("%s, not %s", got, want)
			}
		}
		return ""
	})
}
