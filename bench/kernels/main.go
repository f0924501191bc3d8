// Command kernels sets the kernels of gostubs beside what a Go program would take instead.
//
//	go run . [-rounds N] [-slice D] [-run REGEXP]
//
// Both sides of a line run in turn, a slice of time each, in one process: what else the machine does meets both.
// Slices are short, so that most are not interrupted. A line's ratio is the median of the ratios of its rounds, peer's time by ours: above 1, nearcall is faster.
// GODEBUG=cpu.avx512f=off and the like show the lower levels; it has to be set for both, and so it is.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"text/tabwriter"
	"time"
)

// A pair is one job done in two ways. Each does it n times.
type pair struct {
	near, peer func(n int)
}

// A kernel is a line of pairs over sizes.
type kernel struct {
	name, peer string
	sizes      []int
	pair       func(size int) pair
}

// missing is what this build has no lines for, and why.
var missing []string

var sizes = []int{16, 64, 240, 256, 1 << 10, 4 << 10, 64 << 10, 1 << 20}

// timed gives the nanoseconds of one job, when it is done n times.
func timed(f func(int), n int) float64 {
	start := time.Now()
	f(n)
	return float64(time.Since(start).Nanoseconds()) / float64(n)
}

// count finds how often a job is done in a slice of time.
func count(f func(int), slice time.Duration) int {
	n := 1
	for {
		start := time.Now()
		f(n)
		if t := time.Since(start); t >= slice/2 {
			return max(1, int(float64(n)*float64(slice)/float64(t)))
		}
		n *= 2
	}
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return (xs[len(xs)/2] + xs[(len(xs)-1)/2]) / 2
}

// measure gives the median times of both, and the median of their ratios.
func measure(p pair, rounds int, slice time.Duration) (near, peer, ratio float64) {
	nears, peers, ratios := make([]float64, rounds), make([]float64, rounds), make([]float64, rounds)
	n, m := count(p.near, slice), count(p.peer, slice)
	for i := range rounds {
		if i%2 == 0 {
			nears[i], peers[i] = timed(p.near, n), timed(p.peer, m)
		} else {
			peers[i], nears[i] = timed(p.peer, m), timed(p.near, n)
		}
		ratios[i] = peers[i] / nears[i]
	}
	return median(nears), median(peers), median(ratios)
}

func main() {
	rounds := flag.Int("rounds", 301, "`number` of rounds of each line")
	slice := flag.Duration("slice", 100*time.Microsecond, "`time` of a side in a round")
	run := flag.String("run", "", "only kernels whose name matches this `expression`")
	flag.Parse()
	only, err := regexp.Compile(*run)
	if err != nil {
		fmt.Fprintln(os.Stderr, "kernels:", err)
		os.Exit(2)
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "kernel\tpeer\tbytes\tnearcall B/ns\tpeer B/ns\tratio\t")
	for _, k := range kernels {
		if !only.MatchString(k.name) {
			continue
		}
		for _, size := range k.sizes {
			near, peer, ratio := measure(k.pair(size), *rounds, *slice)
			fmt.Fprintf(out, "%s\t%s\t%d\t%.2f\t%.2f\t%.2f\t\n", k.name, k.peer, size, float64(size)/near, float64(size)/peer, ratio)
		}
		out.Flush()
	}
}
