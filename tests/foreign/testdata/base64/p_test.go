package p

import (
	"encoding/base64"
	"fmt"
	"testing"

	"foreign/check"
)

func Test(t *testing.T) {
	check.Against(t, "encoding/base64", 20000, func(r check.Rand) string {
		b := r.Bytes(3 * r.Size(500)) // a stream's end is written by another function
		want := base64.StdEncoding.EncodeToString(b)
		out := make([]byte, len(want)+64)
		var s State
		n := 0
		if Encode(&s, string(b), &out[0], &n); string(out[:n]) != want || s.Bytes != 0 {
			return fmt.Sprintf("%d bytes become %q, not %q", len(b), out[:n], want)
		}
		text := []byte(want)
		if len(text) > 0 && r.IntN(2) == 0 {
			text[r.IntN(len(text))] = byte(r.Uint32())
		}
		decoded, err := base64.StdEncoding.Strict().DecodeString(string(text))
		s = State{}
		ok := Decode(&s, string(text), &out[0], &n)
		for _, c := range text { // Go skips these
			if c == '\r' || c == '\n' || c == '=' {
				return ""
			}
		}
		if (ok == 1) != (err == nil) || err == nil && string(out[:n]) != string(decoded) {
			return fmt.Sprintf("%q: %d, %q; in Go %v, %q", text, ok, out[:n], err, decoded)
		}
		return ""
	})
}
