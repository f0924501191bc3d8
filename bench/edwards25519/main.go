//go:build amd64 && cgo

// Command edwards25519 measures fixed-base scalar multiplication in nine
// ways, all in one run:
//
//	C, a loop in C       csrc/edwards25519 without any boundary: the limit
//	C, nearcall          gostubs/edwards25519
//	C, cgo               the same C
//	dalek, cargo's loop  csrc/dalek/loop, a process of its own
//	dalek, nearcall      gostubs/edwards25519/dalek
//	dalek, cgo           the same archive
//	filippo.io           filippo.io/edwards25519, ScalarBaseMult and Bytes; its
//	                     field multiplication is assembly
//	filippo.io, purego   the same without assembly, a process of its own
//	crypto/ed25519       NewKeyFromSeed: the multiplication and a SHA-512
//
// The ways take turns in many short rounds, so that whatever the machine does
// besides hits all alike. A ratio is the median of the rounds' own ratios, not
// the ratio of two medians. "To Go" is to filippo.io with its assembly. Every call's input is the result of the one before,
// and the last results of all ways but crypto/ed25519 must be the same.
package main

import (
	"bufio"
	"crypto/ed25519"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"

	"filippo.io/edwards25519"

	"github.com/nearcall/nearcall/bench/edwards25519/cgoc"
	"github.com/nearcall/nearcall/bench/edwards25519/cgodalek"
	nearc "github.com/nearcall/nearcall/gostubs/edwards25519"
	neardalek "github.com/nearcall/nearcall/gostubs/edwards25519/dalek"
)

// A way does x = x*B n times and tells how long it took.
type way struct {
	name string
	run  func(x *[32]byte, n int) time.Duration
}

// The loops are the same text again and again: to pass the callee as a func
// value would measure a call through a pointer.

func loopNearC(x *[32]byte, n int) time.Duration {
	start := time.Now()
	for range n {
		nearc.ScalarBaseMult(x, x)
	}
	return time.Since(start)
}

func loopNearDalek(x *[32]byte, n int) time.Duration {
	start := time.Now()
	for range n {
		neardalek.ScalarBaseMult(x, x)
	}
	return time.Since(start)
}

func loopCgoC(x *[32]byte, n int) time.Duration {
	start := time.Now()
	for range n {
		cgoc.ScalarBaseMult(x, x)
	}
	return time.Since(start)
}

func loopCgoDalek(x *[32]byte, n int) time.Duration {
	start := time.Now()
	for range n {
		cgodalek.ScalarBaseMult(x, x)
	}
	return time.Since(start)
}

func loopC(x *[32]byte, n int) time.Duration {
	start := time.Now()
	cgoc.Loop(x, n)
	return time.Since(start)
}

func loopFilippo(x *[32]byte, n int) time.Duration {
	start := time.Now()
	var wide [64]byte
	s, p := edwards25519.NewScalar(), edwards25519.NewIdentityPoint()
	for range n {
		copy(wide[:], x[:])
		if _, err := s.SetUniformBytes(wide[:]); err != nil { // takes x modulo the order
			fail(err)
		}
		copy(x[:], p.ScalarBaseMult(s).Bytes())
	}
	return time.Since(start)
}

func loopCrypto(x *[32]byte, n int) time.Duration {
	start := time.Now()
	for range n {
		copy(x[:], ed25519.NewKeyFromSeed(x[:])[32:])
	}
	return time.Since(start)
}

// child starts a program that takes a scalar and a count, and answers with a
// result and its own nanoseconds.
func child(program string) func(x *[32]byte, n int) time.Duration {
	cmd := exec.Command(program)
	cmd.Stderr = os.Stderr
	to, err := cmd.StdinPipe()
	if err != nil {
		fail(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		fail(err)
	}
	if err := cmd.Start(); err != nil {
		fail(err)
	}
	from := bufio.NewReader(out)
	return func(x *[32]byte, n int) time.Duration {
		var result []byte
		var ns int64
		if _, err := fmt.Fprintf(to, "%x %d\n", x[:], n); err != nil {
			fail(err)
		}
		if _, err := fmt.Fscanf(from, "%x %d\n", &result, &ns); err != nil || copy(x[:], result) != len(x) {
			fail(fmt.Errorf("%s: %x: %v", program, result, err))
		}
		return time.Duration(ns)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "edwards25519:", err)
	os.Exit(1)
}

func main() {
	rounds := flag.Int("rounds", 300, "number of `rounds`")
	calls := flag.Int("calls", 100, "number of `calls` of each kind in a round")
	loop := flag.String("loop", "", "the `program` of csrc/dalek/loop; without it, it is left out")
	purego := flag.String("purego", "", "the `program` of purego; without it, it is left out")
	flag.Parse()
	if flag.NArg() != 0 || *rounds < 1 || *calls < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ways := []way{ // the first is what the others are compared with
		{"C, a loop in C", loopC},
		{"C, nearcall", loopNearC},
		{"C, cgo", loopCgoC},
		{"dalek, nearcall", loopNearDalek},
		{"dalek, cgo", loopCgoDalek},
		{"filippo.io/edwards25519", loopFilippo},
		{"crypto/ed25519", loopCrypto},
	}
	if *purego != "" {
		ways = slices.Insert(ways, 6, way{"filippo.io, purego", child(*purego)})
	}
	if *loop != "" {
		ways = slices.Insert(ways, 3, way{"dalek, cargo's loop", child(*loop)})
	}
	measure(ways, 1+*rounds/10, *calls) // warm up
	report(os.Stdout, ways, measure(ways, *rounds, *calls))
}

// measure returns the nanoseconds per call of each way in each round.
func measure(ways []way, rounds, calls int) [][]float64 {
	ns := make([][]float64, len(ways))
	xs := make([][32]byte, len(ways))
	for round := range rounds {
		for i := range ways {
			// Take turns at being first, after the cold end of a round.
			w := (round + i) % len(ways)
			took := ways[w].run(&xs[w], calls)
			ns[w] = append(ns[w], float64(took.Nanoseconds())/float64(calls))
		}
	}
	for w := range ways {
		if ways[w].name != "crypto/ed25519" && xs[w] != xs[0] {
			fail(fmt.Errorf("%s ends at %x, %s at %x", ways[w].name, xs[w], ways[0].name, xs[0]))
		}
	}
	return ns
}

func report(w io.Writer, ways []way, ns [][]float64) {
	index := func(name string) int {
		return slices.IndexFunc(ways, func(w way) bool { return w.name == name })
	}
	dalek, filippo := index("dalek, nearcall"), index("filippo.io/edwards25519")
	fmt.Fprintf(w, "%-24s %9s %9s %10s %10s %10s\n", "", "ns/call", "fastest", "to C loop", "to dalek", "to Go")
	for i := range ways {
		fmt.Fprintf(w, "%-24s %9.0f %9.0f %10.4f %10.3f %10.3f\n", ways[i].name, median(ns[i]), slices.Min(ns[i]),
			ratio(ns[i], ns[0]), ratio(ns[i], ns[dalek]), ratio(ns[i], ns[filippo]))
	}
}

// ratio is the median of the rounds' ratios.
func ratio(as, bs []float64) float64 {
	var rs []float64
	for i := range as {
		rs = append(rs, as[i]/bs[i])
	}
	return median(rs)
}

func median(xs []float64) float64 {
	xs = slices.Clone(xs)
	slices.Sort(xs)
	n := len(xs)
	return (xs[(n-1)/2] + xs[n/2]) / 2
}
