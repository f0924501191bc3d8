package p

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "unicode/utf8 and unicode/utf16", 20000, func(r check.Rand) string {
		s := r.Text("abc é世\xe2\x80\xa8\xf0\x9f\x98\x80", 500)
		if r.IntN(3) > 0 {
			s = strings.ToValidUTF8(s, "ü😀")
		}
		if s == "" {
			return ""
		}
		if got := ValidUTF8(s); got != utf8.ValidString(s) {
			return fmt.Sprintf("%q: valid %v", s, got)
		}
		wide := make([]uint16, len(s)+32)
		n := ToUTF16(s, &wide[0])
		if !utf8.ValidString(s) {
			if n != 0 {
				return fmt.Sprintf("%q becomes %d units", s, n)
			}
			return ""
		}
		if got := CountUTF8(s); got != utf8.RuneCountInString(s) {
			return fmt.Sprintf("%q: %d characters", s, got)
		}
		if want := utf16.Encode([]rune(s)); !slices.Equal(wide[:n], want) {
			return fmt.Sprintf("%q becomes %x, not %x", s, wide[:n], want)
		}
		back := make([]byte, 3*n+64)
		if m := FromUTF16(wide[:n], &back[0]); string(back[:m]) != s {
			return fmt.Sprintf("%q comes back as %q", s, back[:m])
		}
		return ""
	})
}
