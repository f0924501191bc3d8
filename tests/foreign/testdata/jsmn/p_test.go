package p

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"unsafe"

	"foreign/check"
	"foreign/native"
)

// value is a random JSON value.
func value(r check.Rand, depth int) any {
	switch kind := r.IntN(6); {
	case kind < 2 && depth < 5:
		list := make([]any, r.IntN(5))
		for i := range list {
			list[i] = value(r, depth+1)
		}
		return list
	case kind < 4 && depth < 5:
		m := map[string]any{}
		for range r.IntN(5) {
			m[r.Text("abc\"\\ü", 10)] = value(r, depth+1)
		}
		return m
	case kind < 5:
		return r.Text("xyz\n\t\"\\/é", 20)
	}
	return []any{nil, true, 12, -1.5e30, r.Float64()}[r.IntN(5)]
}

func Test(t *testing.T) {
	check.Against(t, "native C and encoding/json", 20000, func(r check.Rand) string {
		text, _ := json.Marshal(value(r, 0))
		damaged := r.IntN(2) == 0
		if damaged {
			text[r.IntN(len(text))] = "{}[],:\"\\0a"[r.IntN(10)]
		}
		got, want := make([]Token, 300), make([]Token, 300)
		n := uint32(1 + r.IntN(300))
		var p Parser
		Init(&p)
		a := Parse(&p, string(text), &got[0], n)
		b := native.Parse(string(text), unsafe.Pointer(&want[0]), n)
		if a != b || !slices.Equal(got, want) {
			return fmt.Sprintf("%s: %d, natively %d", text, a, b)
		}
		if !damaged && n == 300 && a < 1 {
			return fmt.Sprintf("%s: %d", text, a)
		}
		return ""
	})
}
