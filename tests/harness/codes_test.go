package harness

import (
	"strings"
	"testing"
)

func TestUncoded(t *testing.T) {
	known := map[string]string{"NC1001": "x", "NC2001": "y"}
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"p.go:1:2: error: bad [NC1001]\n\thint: mend it\n", ""},
		{"p.go:1:2: error: bad [NC1001]\n\tGo: x\n\thint: mend it\np.go:1: note: so [NC1001]\n", ""},
		{"nearcall: error: bad [NC1001]\n", "no hint: nearcall: error: bad [NC1001]"},
		{"a: error: bad [NC1001]\nb: error: bad [NC1001]\n\thint: x\n", "no hint: a: error: bad [NC1001]"},
		{"p.go: error: bad\n\thint: mend it\n", "no code: p.go: error: bad"},
		{"p.go: note: so\n", "no code: p.go: note: so"},
		{"p.go: error: bad [NC1002]\n\thint: x\n", "no page for NC1002"},
		{"f.c:1:2: error: the compiler's\np.go:1: error: f.c does not compile [NC2001]\n\thint: x\n", ""},
		{"f.c:1:2: error: the compiler's\np.go:1: error: other [NC1001]\n\thint: x\n", "no code: f.c:1:2"},
	} {
		got := strings.Join(Uncoded(known, c.text), "|")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
