package p

import (
	"fmt"
	"strings"
	"testing"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "strings", 30000, func(r check.Rand) string {
		s := r.Text("abcdefgh", 1000)
		c := "abcdefgh!"[r.IntN(9)]
		if got, want := IndexByte(s, c), strings.IndexByte(s, c); got != want {
			return fmt.Sprintf("%q: %c at %d, not %d", s, c, got, want)
		}
		if got, want := LastIndexByte(s, c), strings.LastIndexByte(s, c); got != want {
			return fmt.Sprintf("%q: %c last at %d, not %d", s, c, got, want)
		}
		if got, want := IndexThree(s, c, '!', '?'), strings.IndexAny(s, string(c)+"!?"); got != want {
			return fmt.Sprintf("%q: %c, ! or ? at %d, not %d", s, c, got, want)
		}
		substr := r.Text("ab", 8)
		if len(s) > 100 && r.IntN(2) == 0 {
			at := r.IntN(len(s) - 50)
			substr = s[at : at+r.IntN(50)]
		}
		if got, want := Index(s, substr), strings.Index(s, substr); got != want {
			return fmt.Sprintf("%q: %q at %d, not %d", s, substr, got, want)
		}
		return ""
	})
}
