package keep

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestVerifyArchitectures: verify looks at the files of each architecture, and names the
// one that is not as it should be.
func TestVerifyArchitectures(t *testing.T) {
	t.Parallel()
	const both = "-arch=amd64,arm64"
	const text = `-- p/p.go --
package p

//nearcall:source csrc/f.c

//nearcall:func f
//go:noescape
func F(p *int32) int32
-- p/csrc/f.c --
int f(const int *p) { return *p * 7; }
`
	for _, c := range []struct {
		name, args string
		change     func(b *bench)
		want       []string // in what is said; none: all is well
		not        string   // not in it
	}{
		{"nothing", both, func(b *bench) {}, nil, ""},
		{"nothing, by GOARCH", "", func(b *bench) {}, nil, ""},
		{"C", both, func(b *bench) { b.edit("p/csrc/f.c", "7", "9") },
			[]string{"since nearcall_amd64.s was written", "since nearcall_arm64.s was written"}, ""},
		{"one byte for arm64", both, func(b *bench) { b.edit("p/nearcall_arm64.s", "WORD $0x", "WORD $0x1") }, []string{"p/nearcall_arm64.s:"}, "p/nearcall_amd64.s"},
		{"one byte for arm64, of which nobody asked", "-arch=amd64", func(b *bench) { b.edit("p/nearcall_arm64.s", "WORD $0x", "WORD $0x1") }, nil, ""},
		{"one byte for amd64", both, func(b *bench) { b.edit("p/nearcall_amd64.s", "NOSPLIT|NOFRAME", "NOFRAME|NOSPLIT") },
			[]string{"p/nearcall_amd64.s:"}, "p/nearcall_arm64.s"},
		{"no file for arm64", both, func(b *bench) { harness.Check(t, os.Remove(filepath.Join(b.dir, "p/nearcall_arm64.s"))) },
			[]string{"p/nearcall_arm64.s: error: there is no such file"}, "p/nearcall_amd64.s"},
		{"no Go file for arm64", both, func(b *bench) { harness.Check(t, os.Remove(filepath.Join(b.dir, "p/nearcall_arm64.go"))) },
			[]string{"nearcall_arm64.go"}, "p/nearcall_amd64.s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := &bench{t: t, dir: harness.Module(t, text)}
			harness.MustNearcall(t, b.dir, nil, "build", both, "p")
			c.change(b)
			r := harness.Nearcall(t, b.dir, nil, append(append([]string{"verify"}, strings.Fields(c.args)...), "p")...).Want(t, min(len(c.want), 1), "nearcall verify")
			for _, want := range c.want {
				if !strings.Contains(r.Stderr, want) {
					t.Errorf("no %q in\n%s", want, r.Stderr)
				}
			}
			if c.not != "" && strings.Contains(r.Stderr, c.not) {
				t.Errorf("%q in\n%s", c.not, r.Stderr)
			}
		})
	}
}
