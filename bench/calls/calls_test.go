//go:build amd64 && cgo

// Package calls has the benchmarks of nearcall: what calls cost, and what
// kernels gain, by all ways to call C from Go and back.
//
//	go test -bench CallOverhead
//	go test -bench Kernel/xxh3
//
// What the go command cannot link by itself runs in programs that make bench
// builds; without them it is skipped. make bench measures everything, with the
// ways taking turns, and that is what docs/results.md shows.
package calls

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/bench/calls/loops"
	"github.com/nearcall/nearcall/bench/calls/report"
	"github.com/nearcall/nearcall/bench/calls/serve"
)

// All ways of one thing have the same result.
func TestSame(t *testing.T) {
	for _, n := range []int{0, 1, 203} {
		first := map[string]uint64{}
		for _, c := range loops.Cases {
			what, _ := report.Split(c.Name)
			got := c.Loop(n)
			if want, ok := first[what]; !ok {
				first[what] = got
			} else if got != want {
				t.Errorf("%s: %d calls result in %d, want %d", c.Name, n, got, want)
			}
		}
	}
}

func BenchmarkCallOverhead(b *testing.B) {
	inProcess(b, "CallOverhead/")
	for _, c := range loops.Cases {
		if form := strings.TrimPrefix(c.Name, "CallOverhead/Go/"); form != c.Name {
			inProgram(b, "archived-0", "CallOverhead/", "NearcallArchive/"+form)
		}
	}
}

func BenchmarkKernel(b *testing.B) { inProcess(b, "Kernel/") }

// BenchmarkCallFromC is C calling C, and C calling Go.
func BenchmarkCallFromC(b *testing.B) {
	for _, callee := range []string{"C", "Go"} {
		inProgram(b, "fromc-archive", "CallFromC/", "CArchive/"+callee)
		inProgram(b, "fromc-shared", "CallFromC/", "CShared/"+callee)
	}
}

// BenchmarkStartup starts programs and waits for their ends.
func BenchmarkStartup(b *testing.B) {
	for _, name := range []string{"C", "Go", "CArchive", "CShared"} {
		b.Run(name, func(b *testing.B) {
			path := program(b, "start-"+name)
			for range b.N {
				if err := exec.Command(path).Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func inProcess(b *testing.B, prefix string) {
	for _, c := range loops.Cases {
		if name := strings.TrimPrefix(c.Name, prefix); name != c.Name {
			b.Run(name, func(b *testing.B) {
				b.SetBytes(c.Bytes)
				c.Loop(b.N)
			})
		}
	}
}

// inProgram takes the program's own time, not that of talking with it.
func inProgram(b *testing.B, file, prefix, name string) {
	b.Run(name, func(b *testing.B) {
		p, err := serve.Start(program(b, file))
		if err != nil {
			b.Fatal(err)
		}
		defer p.Close()
		took, _, err := p.Run(prefix+name, b.N, 0)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(took.Nanoseconds())/float64(b.N), "ns/op")
	})
}

// program is the path of one that make bench has built; CALLS_BIN is another
// folder to look in.
func program(b *testing.B, file string) string {
	path := filepath.Join(cmp.Or(os.Getenv("CALLS_BIN"), "../../build/bench/bin"), file)
	if _, err := os.Stat(path); err != nil {
		b.Skip("make bench builds what this runs: ", err)
	}
	return path
}
