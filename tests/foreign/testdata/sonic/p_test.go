package p

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"foreign/check"
)

func TestNumbers(t *testing.T) {
	check.Against(t, "strconv", 100000, func(r check.Rand) string {
		var out [64]byte
		u := r.Uint64() >> r.IntN(64)
		if got := string(out[:U64toa(&out[0], u)]); got != strconv.FormatUint(u, 10) {
			return fmt.Sprintf("%d becomes %s", u, got)
		}
		if got := string(out[:I64toa(&out[0], -int64(u))]); got != strconv.FormatInt(-int64(u), 10) {
			return fmt.Sprintf("%d becomes %s", -int64(u), got)
		}
		x := math.Float64frombits(r.Uint64())
		if r.IntN(2) == 0 {
			x = float64(r.IntN(1e9)) / 1e4
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return ""
		}
		want, _ := json.Marshal(x)
		if got := string(out[:F64toa(&out[0], x)]); got != string(want) {
			return fmt.Sprintf("%v becomes %s, not %s", x, got, want)
		}
		return ""
	})
}

func TestText(t *testing.T) {
	check.Against(t, "unicode/utf8 and encoding/json", 30000, func(r check.Rand) string {
		s := r.Text("abc<>& \xe2\x80\xa8é", 300)
		if r.IntN(2) == 0 {
			s = strings.Repeat(" \t\n", r.IntN(20)) + strings.ToValidUTF8(s, "ü世")
		}
		if got := s == "" || ValidateUTF8(&s) == 0; got != utf8.ValidString(s) {
			return fmt.Sprintf("%q: valid %v", s, got)
		}
		if s == "" {
			return ""
		}
		if got, want := Lspace(s, 0), len(s)-len(strings.TrimLeft(s, " \t\r\n")); got != want {
			return fmt.Sprintf("%q: space of %d, not %d", s, got, want)
		}
		out := make([]byte, 8*len(s)+64)
		n := len(out)
		var want bytes.Buffer
		json.HTMLEscape(&want, []byte(s))
		if used := HTMLEscape(s, &out[0], &n); used != len(s) || string(out[:n]) != want.String() {
			return fmt.Sprintf("%q: %q, not %q", s, out[:n], want.String())
		}
		return ""
	})
}
