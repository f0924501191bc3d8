// Longcalls shows what calls of some 200 ms do to the rest of a program: how long
// stopping the world takes, and how late a timer of 1 ms is, while goroutines
// allocate and one calls the kernel all the time. And it shows what each way of
// calling costs. One run makes one table.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/metrics"
	"slices"
	"sync/atomic"
	"time"

	"github.com/nearcall/nearcall/bench/longcalls/near"
	"github.com/nearcall/nearcall/bench/longcalls/viacgo"
)

// numbers is no heap: collections come as often as the small objects want them.
var numbers [20 << 20]uint64

const rounds = 8

//go:noinline
func hashGo(acc uint64, xs []uint64) uint64 {
	for _, x := range xs {
		acc ^= x
		for range rounds {
			acc ^= acc << 13
			acc ^= acc >> 7
			acc ^= acc << 17
		}
	}
	return acc
}

type way struct {
	name string
	hash func(acc uint64, xs []uint64) uint64
}

var ways = []way{
	{"Go", func(acc uint64, xs []uint64) uint64 { return hashGo(acc, xs) }},
	{"plain", func(acc uint64, xs []uint64) uint64 { return near.Plain(acc, xs) }},
	{"chunk", func(acc uint64, xs []uint64) uint64 { return near.Chunk(acc, xs) }},
	{"yield", func(acc uint64, xs []uint64) uint64 { _, acc, _ = near.Yield(xs, 0, acc); return acc }},
	{"blocking", func(acc uint64, xs []uint64) uint64 { return near.Blocking(acc, xs) }},
	{"cgo", func(acc uint64, xs []uint64) uint64 { return viacgo.Hash(acc, xs) }},
}

// result is of one way. Times are in seconds.
type result struct {
	Pause, Late   [3]float64 // p50, p99, p99.9
	Pauses, Lates int
	Kernel        float64 // a call beside the load
}

var sink [8][]byte

// load allocates small objects, a tenth of the time.
func load(i int, stop *atomic.Bool) {
	for !stop.Load() {
		begin := time.Now()
		for range 200 {
			sink[i] = make([]byte, 64+i*16)
		}
		time.Sleep(9 * time.Since(begin))
	}
}

func percentiles(sorted []float64) (p [3]float64) {
	for i, q := range []float64{0.5, 0.99, 0.999} {
		if len(sorted) > 0 {
			p[i] = sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
		}
	}
	return p
}

// pauses are the upper ends of the buckets of the runtime's own count.
func pauses(from []uint64) ([]float64, []uint64) {
	s := []metrics.Sample{{Name: "/sched/pauses/total/gc:seconds"}}
	metrics.Read(s)
	h := s[0].Value.Float64Histogram()
	var all []float64
	for i, n := range h.Counts {
		if from != nil {
			n -= from[i]
		}
		for range n {
			all = append(all, min(h.Buckets[i+1], 100))
		}
	}
	return all, slices.Clone(h.Counts)
}

func measure(w way, t time.Duration, n int) (r result) {
	var stop atomic.Bool
	xs := numbers[:n]
	for i := range 4 {
		go load(i, &stop)
	}
	done := make(chan float64)
	_, before := pauses(nil)
	go func() {
		calls, begin := 0, time.Now()
		for acc := uint64(1); !stop.Load(); calls++ {
			acc = w.hash(acc, xs)
		}
		done <- time.Since(begin).Seconds() / float64(calls)
	}()
	var late []float64
	for end := time.Now().Add(t); time.Now().Before(end); {
		begin := time.Now()
		time.Sleep(time.Millisecond)
		late = append(late, (time.Since(begin) - time.Millisecond).Seconds())
	}
	all, _ := pauses(before)
	stop.Store(true)
	r.Kernel = <-done
	slices.Sort(late)
	r.Pause, r.Pauses, r.Late, r.Lates = percentiles(all), len(all), percentiles(late), len(late)
	return r
}

// costs measures turn by turn, so that all ways see the same machine.
func costs(n int) (kernel, call []float64) {
	const turns, many = 15, 20000
	k, c := make([][]float64, len(ways)), make([][]float64, len(ways))
	acc := uint64(1)
	for range turns {
		for i, w := range ways {
			begin := time.Now()
			acc = w.hash(acc, numbers[:n/16])
			k[i] = append(k[i], time.Since(begin).Seconds())
			begin = time.Now()
			for range many {
				acc = w.hash(acc, nil)
			}
			c[i] = append(c[i], time.Since(begin).Seconds()/many)
		}
	}
	for i := range ways {
		slices.Sort(k[i])
		slices.Sort(c[i])
		// the least: other programs only add
		kernel, call = append(kernel, k[i][0]), append(call, c[i][0])
	}
	return kernel, call
}

func main() {
	one := flag.Int("way", -1, "measure this way alone, for the process that started this one")
	t := flag.Duration("t", 5*time.Second, "time for each way")
	n := flag.Int("n", 0, "numbers; 0: as many as take 200 ms")
	flag.Parse()
	if *one >= 0 {
		json.NewEncoder(os.Stdout).Encode(measure(ways[*one], *t, *n))
		return
	}
	for i := range numbers {
		numbers[i] = uint64(i) * 0x9e3779b97f4a7c15
	}
	if *n == 0 {
		least := time.Hour
		for range 5 {
			begin := time.Now()
			near.Plain(1, numbers[:1<<20])
			least = min(least, time.Since(begin))
		}
		*n = min(len(numbers), int(0.2/least.Seconds()*(1<<20)))
	}
	want := hashGo(7, numbers[:100_001])
	for _, w := range ways {
		if got := w.hash(7, numbers[:100_001]); got != want {
			fmt.Fprintf(os.Stderr, "%s: %x, want %x\n", w.name, got, want)
			os.Exit(1)
		}
	}
	kernel, call := costs(*n)
	fmt.Printf("%s, %d CPUs, %d numbers a call, %v for each way\n\n", runtime.Version(), runtime.NumCPU(), *n, *t)
	fmt.Println("| way | stopping the world: p50, p99, p99.9 (ms) | of | timer of 1 ms, late: p50, p99, p99.9 (ms) | of | a call (ms) | kernel alone, to plain | an empty call (ns) |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	for i, w := range ways {
		cmd := exec.Command(os.Args[0], "-way", fmt.Sprint(i), "-t", t.String(), "-n", fmt.Sprint(*n))
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		var r result
		if err == nil {
			err = json.Unmarshal(out, &r)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", w.name, err)
			os.Exit(1)
		}
		fmt.Printf("| %s | %.3f, %.2f, %.2f | %d | %.2f, %.1f, %.1f | %d | %.0f | %.3f | %.1f |\n", w.name,
			1e3*r.Pause[0], 1e3*r.Pause[1], 1e3*r.Pause[2], r.Pauses, 1e3*r.Late[0], 1e3*r.Late[1], 1e3*r.Late[2], r.Lates,
			1e3*r.Kernel, kernel[i]/kernel[1], 1e9*call[i])
	}
}
