// Command kernels sets the kernels of gostubs beside what a Go program would take instead.
//
//	./run.sh [-v3] [-rounds N] [-slice D] [-run REGEXP] [-markdown] [-chart FILE]
//
// run.sh builds it with the C loop, cgo and Go's simd package among the peers; go run . leaves out what it cannot have,
// and says so.
//
// Both sides of a line run in turn, a slice of time each, in one process: what else the machine does meets both.
// Slices are short, so that most are not interrupted. A line's ratio is the median of the ratios of its rounds, peer's time by ours: above 1, nearcall is faster.
// GODEBUG=cpu.avx512f=off and the like show the lower levels; it has to be set for both, and so it is.
package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
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

// count finds how often a job is done in a slice of time. The least of three times counts: a slice that was
// interrupted would tell of a slow job.
func count(f func(int), slice time.Duration) int {
	for n := 1; ; n *= 2 {
		least := time.Duration(math.MaxInt64)
		for range 3 {
			start := time.Now()
			f(n)
			least = min(least, time.Since(start))
		}
		if least >= slice/2 {
			return max(1, int(float64(n)*float64(slice)/float64(least)))
		}
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

// A result is what a line has at one size: nanoseconds, and the peer's time by ours.
type result struct {
	kernel, peer       string
	size               int
	near, peers, ratio float64
}

func main() {
	rounds := flag.Int("rounds", 301, "`number` of rounds of each line")
	slice := flag.Duration("slice", 100*time.Microsecond, "`time` of a side in a round")
	run := flag.String("run", "", "only kernels whose name matches this `expression`")
	svg := flag.String("chart", "", "write a chart to this `file`")
	markdown := flag.Bool("markdown", false, "write the ratios as a table in Markdown")
	flag.Parse()
	only, err := regexp.Compile(*run)
	if err != nil {
		fmt.Fprintln(os.Stderr, "kernels:", err)
		os.Exit(2)
	}
	for _, m := range missing {
		fmt.Println("not measured:", m)
	}
	// the lines of a kernel one after the other, wherever they are from
	slices.SortStableFunc(kernels, func(a, b kernel) int { return strings.Compare(a.name, b.name) })
	var all []result
	for _, k := range kernels {
		if !only.MatchString(k.name) {
			continue
		}
		for _, size := range k.sizes {
			near, peer, ratio := measure(k.pair(size), *rounds, *slice)
			all = append(all, result{k.name, k.peer, size, near, peer, ratio})
			fmt.Fprintf(os.Stderr, "%s, %s, %d bytes: %.2f\n", k.name, k.peer, size, ratio)
		}
	}
	if *markdown {
		printMarkdown(all)
	} else {
		printTable(all)
	}
	if *svg != "" {
		must(os.WriteFile(*svg, []byte(chart(all)), 0o644))
	}
}

func printTable(all []result) {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "kernel\tpeer\tbytes\tnearcall B/ns\tpeer B/ns\tratio\t")
	for _, r := range all {
		fmt.Fprintf(out, "%s\t%s\t%d\t%.2f\t%.2f\t%.2f\t\n", r.kernel, r.peer, r.size, float64(r.size)/r.near,
			float64(r.size)/r.peers, r.ratio)
	}
	out.Flush()
}

func printMarkdown(all []result) {
	fmt.Print("| kernel | peer |")
	for _, size := range sizes {
		fmt.Print(" ", sizeText(size), " |")
	}
	fmt.Print("\n|---|---|", strings.Repeat("---|", len(sizes)))
	for i, r := range all {
		if i == 0 || all[i-1].kernel != r.kernel || all[i-1].peer != r.peer {
			fmt.Printf("\n| %s | %s |", r.kernel, r.peer)
		}
		fmt.Printf(" %.2f |", r.ratio)
	}
	fmt.Println()
}
