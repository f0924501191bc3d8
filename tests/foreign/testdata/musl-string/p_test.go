package p

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"foreign/check"
)

func sign(n int) int { return max(-1, min(1, n)) }

// at is the place of p in b, or -1.
func at(b []byte, p unsafe.Pointer) int {
	if p == nil {
		return -1
	}
	return int(uintptr(p) - uintptr(unsafe.Pointer(&b[0])))
}

func Test(t *testing.T) {
	check.Against(t, "bytes and strings", 30000, func(r check.Rand) string {
		s, set := r.Text("abcdABC\x80\xff", 300), r.Text("abC\xff", 3)
		// at any alignment
		skip := r.IntN(8)
		room := append(make([]byte, skip, 400), s+"\x00behind"...)
		z, zset := room[skip:], append([]byte(set), 0)
		if got := Strlen(&z[0]); got != len(s) {
			return fmt.Sprintf("strlen %q: %d", s, got)
		}
		if got := Strnlen(z[:1+r.IntN(len(s)+1)]); got > len(s) {
			return fmt.Sprintf("strnlen %q: %d", s, got)
		}
		c := "abcdABC\x80\xff!"[r.IntN(10)]
		if got, want := at(z, Memchr(unsafe.Pointer(&z[0]), int32(c), len(s))), strings.IndexByte(s, c); got != want {
			return fmt.Sprintf("memchr %q %q: %d, not %d", s, c, got, want)
		}
		if got, want := at(z, Memrchr(unsafe.Pointer(&z[0]), int32(c), len(s))), strings.LastIndexByte(s, c); got != want {
			return fmt.Sprintf("memrchr %q %q: %d, not %d", s, c, got, want)
		}
		span, complement := 0, 0
		for span < len(s) && strings.IndexByte(set, s[span]) >= 0 {
			span++
		}
		for complement < len(s) && strings.IndexByte(set, s[complement]) < 0 {
			complement++
		}
		if got := Strspn(&z[0], &zset[0]); got != span {
			return fmt.Sprintf("strspn %q %q: %d, not %d", s, set, got, span)
		}
		if got := Strcspn(&z[0], &zset[0]); got != complement {
			return fmt.Sprintf("strcspn %q %q: %d, not %d", s, set, got, complement)
		}
		needle := []byte(r.Text("abc", 6))
		if len(s) > 20 && r.IntN(2) == 0 {
			from := r.IntN(len(s) - 10)
			needle = []byte(s[from : from+1+r.IntN(9)])
		}
		if len(needle) > 0 && len(s) > 0 {
			if got, want := at(z, Memmem(z[:len(s)], needle)), strings.Index(s, string(needle)); got != want {
				return fmt.Sprintf("memmem %q %q: %d, not %d", s, needle, got, want)
			}
		}
		other := append([]byte(s), 0)
		if r.IntN(2) == 0 {
			other[r.IntN(len(other))] = 'a'
		}
		other = append(other, 0)
		if got, want := sign(int(Strcmp(&z[0], &other[0]))), bytes.Compare([]byte(s), other[:bytes.IndexByte(other, 0)]); got != want {
			return fmt.Sprintf("strcmp %q %q: %d, not %d", s, other, got, want)
		}
		return ""
	})
}
