package p

import (
	"encoding/json"
	"fmt"
	"testing"
	"unsafe"

	"foreign/check"
	"foreign/native"
)

// value is a random JSON value.
func value(r check.Rand, depth int) any {
	switch kind := r.IntN(6); {
	case kind < 2 && depth < 6:
		list := make([]any, r.IntN(6))
		for i := range list {
			list[i] = value(r, depth+1)
		}
		return list
	case kind < 4 && depth < 6:
		m := map[string]any{}
		for range r.IntN(6) {
			m[r.Text("abc\"\\ü", 10)] = value(r, depth+1)
		}
		return m
	case kind < 5:
		return r.Text("xyz\n\t\"\\/é世", 30)
	}
	return []any{nil, true, r.Int64(), r.Uint64(), r.NormFloat64() * 1e200, r.Float64(), -1.5e-300}[r.IntN(7)]
}

func Test(t *testing.T) {
	pool, other := make([]uint64, 100_000), make([]uint64, 100_000)
	check.Against(t, "native C and encoding/json", 20000, func(r check.Rand) string {
		text, _ := json.Marshal(value(r, 0))
		damaged := r.IntN(3) == 0
		if damaged {
			text[r.IntN(len(text))] = "{}[],:\"\\0ae.\xff"[r.IntN(13)]
		}
		var n, digest uint64
		flags := []uint32{0, 2, 4, 8, 0x10, 0x20}[r.IntN(6)]
		got := Read(&text[0], len(text), flags, unsafe.Pointer(&pool[0]), 8*len(pool), &n, &digest)
		want, wantN, wantDigest := native.Read(text, flags, other)
		if got != want || got && (n != wantN || digest != wantDigest) {
			return fmt.Sprintf("%s: %v, %d values, %x; natively %v, %d, %x", text, got, n, digest, want, wantN, wantDigest)
		}
		if flags == 0 && got != json.Valid(text) {
			// Go takes invalid UTF-8 and numbers beyond a double's range
			if !damaged || !got && json.Unmarshal(text, new(any)) == nil && validUTF8(text) || got {
				return fmt.Sprintf("%q: %v, in Go %v", text, got, !got)
			}
		}
		return ""
	})
}

func validUTF8(b []byte) bool {
	for _, c := range string(b) {
		if c == '\uFFFD' {
			return false
		}
	}
	return true
}
