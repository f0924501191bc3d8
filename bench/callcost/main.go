//go:build amd64 && cgo

// Callcost measures what it costs to call one and the same function, x + 1,
// in three ways: as Go, as C by nearcall, as C by cgo. It needs CGO_ENABLED=1
// for the last.
//
// The three are measured in turn in many short rounds of one process, so that
// whatever the machine does besides hits all of them alike. A ratio is the
// median of the rounds' own ratios, not the ratio of two medians.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/nearcall/nearcall/bench/callcost/cgoinc"
	"github.com/nearcall/nearcall/gostubs/increment"
)

//go:noinline
func goIncrement(x uint64) uint64 { return x + 1 }

// The loops are three times the same text: to pass the callee as a func value
// would measure a call through a pointer. Each call waits for the one before.

//go:noinline
func loopGo(n int) (x uint64) {
	for range n {
		x = goIncrement(x)
	}
	return x
}

//go:noinline
func loopNearcall(n int) (x uint64) {
	for range n {
		x = increment.Increment(x)
	}
	return x
}

//go:noinline
func loopCgo(n int) (x uint64) {
	for range n {
		x = cgoinc.Increment(x)
	}
	return x
}

var ways = []struct {
	name string
	loop func(int) uint64
}{
	{"go", loopGo}, // what the others are compared with
	{"nearcall", loopNearcall},
	{"cgo", loopCgo},
}

func main() {
	rounds := flag.Int("rounds", 1000, "number of `rounds`")
	calls := flag.Int("calls", 10000, "number of `calls` of each kind in a round")
	flag.Parse()
	if flag.NArg() != 0 || *rounds < 1 || *calls < 1 {
		flag.Usage()
		os.Exit(2)
	}

	measure(1+*rounds/10, *calls) // warm up
	fmt.Printf("%-10s %10s %10s\n", "call", "ns/call", "ratio")
	for i, r := range measure(*rounds, *calls) {
		fmt.Printf("%-10s %10.2f %10.2f\n", ways[i].name, r.ns, r.ratio)
	}
}

// result is one line: both numbers are medians over the rounds.
type result struct {
	ns    float64 // per call
	ratio float64 // to the Go call of the same round
}

func measure(rounds, calls int) []result {
	ns := make([][]float64, len(ways))
	ratio := make([][]float64, len(ways))
	for round := range rounds {
		for i := range ways {
			// Take turns at being first, after the cold end of a round.
			way := (round + i) % len(ways)
			start := time.Now()
			x := ways[way].loop(calls)
			took := time.Since(start)
			if x != uint64(calls) {
				fmt.Fprintf(os.Stderr, "callcost: %s: %d calls counted to %d\n", ways[way].name, calls, x)
				os.Exit(1)
			}
			ns[way] = append(ns[way], float64(took.Nanoseconds())/float64(calls))
		}
		for way := range ways {
			ratio[way] = append(ratio[way], ns[way][round]/ns[0][round])
		}
	}
	results := make([]result, len(ways))
	for way := range ways {
		results[way] = result{median(ns[way]), median(ratio[way])}
	}
	return results
}

func median(xs []float64) float64 {
	xs = slices.Clone(xs)
	slices.Sort(xs)
	n := len(xs)
	return (xs[(n-1)/2] + xs[n/2]) / 2
}
