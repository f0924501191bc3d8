// Stress runs goroutines in all kinds of calls, under all that stops goroutines
// and moves their stacks, and compares each result.
package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"sync"
	"sync/atomic"
	"time"

	"example.com/m/p"
)

var (
	calls, back atomic.Uint64
	seed        = flag.Int64("seed", time.Now().UnixNano(), "of the random numbers")
	goroutines  = flag.Int("n", 200, "goroutines")
	duration    = flag.Duration("t", 3*time.Second, "time")
)

func step(x uint64) uint64 {
	x ^= x << 13
	x ^= x >> 7
	return x ^ x<<17
}

func steps(n, x uint64) uint64 {
	for ; n > 0; n-- {
		x = step(x)
	}
	return x
}

func sum(acc uint64, xs []uint64) uint64 {
	for _, x := range xs {
		acc = acc*31 + x
	}
	return acc
}

func fail(format string, args ...any) {
	fmt.Printf("wrong: "+format+"\n", args...)
	os.Exit(3)
}

// deep calls f at the end of a stack that has grown.
//
//go:noinline
func deep(n int, f func()) byte {
	var room [512]byte
	room[n%512] = byte(n)
	if n == 0 {
		f()
		return 0
	}
	return deep(n-1, f) + room[n%512]
}

// job is one call that is compared. What it allocates, only its arguments hold.
func job(r *rand.Rand) {
	n, x := uint64(r.Intn(20_000)), r.Uint64()|1
	xs := make([]uint64, r.Intn(20_000))
	for i := range xs {
		xs[i] = uint64(i) * x
	}
	switch r.Intn(7) {
	case 0:
		if got, want := p.Sum(x, xs), sum(x, xs); got != want {
			fail("Sum %x, want %x", got, want)
		}
	case 1:
		if _, got, more := p.Total(xs, 0, x); got != sum(x, xs) || more {
			fail("Total %x, want %x", got, sum(x, xs))
		}
	case 2:
		s := &p.State{Left: n, Sum: x}
		if p.Walk(s); s.Sum != steps(n, x) {
			fail("Walk %+v, want %x", s, steps(n, x))
		}
		back.Add(s.Back)
	case 3:
		var at uint64 // on this stack
		if got, want := p.Spin(n, x, &at), steps(n, x); got != want || at != want {
			fail("Spin %x and %x, want %x", got, at, want)
		}
	case 4:
		if got, want := p.Spin(n, x, new(uint64)), steps(n, x); got != want {
			fail("Spin %x, want %x", got, want)
		}
	case 5:
		if got, want := p.SumBlocking(x, xs), sum(x, xs); got != want {
			fail("SumBlocking %x, want %x", got, want)
		}
	case 6:
		v := int(x % 1000)
		got := p.Widen(p.Wide{A: x, B: x, C: x, D: x, E: x}, 1, 2, v, 4, 5, 6, 7, 8)
		if want := (p.Wide{A: x + 1, B: x + 2, C: x + uint64(v) + 9, D: x + 53, E: x + 8}); got != want {
			fail("Widen %v, want %v", got, want)
		}
	}
	calls.Add(1)
}

func worker(seed int64, stop *atomic.Bool, all *sync.WaitGroup) {
	defer all.Done()
	r := rand.New(rand.NewSource(seed))
	for !stop.Load() {
		if r.Intn(3) == 0 {
			deep(r.Intn(60), func() { job(r) })
		} else {
			job(r)
		}
		if r.Intn(50) == 0 { // a new stack, small again
			all.Add(1)
			go worker(r.Int63(), stop, all)
			return
		}
	}
}

func main() {
	flag.Parse()
	fmt.Println("seed", *seed)
	runtime.SetCPUProfileRate(1000)
	if err := pprof.StartCPUProfile(io.Discard); err != nil {
		fail("%v", err)
	}
	if err := trace.Start(io.Discard); err != nil {
		fail("%v", err)
	}
	var stop atomic.Bool
	var all sync.WaitGroup
	r := rand.New(rand.NewSource(*seed))
	for range *goroutines {
		all.Add(1)
		go worker(r.Int63(), &stop, &all)
	}
	gcs, text := 0, make([]byte, 1<<20)
	for end := time.Now().Add(*duration); time.Now().Before(end); gcs++ {
		runtime.GC()
		if gcs%8 == 0 {
			runtime.Stack(text, true)
		}
	}
	stop.Store(true)
	all.Wait()
	trace.Stop()
	pprof.StopCPUProfile()
	fmt.Printf("%d calls, %d collections, %d came back early, %s\n", calls.Load(), gcs, back.Load(), runtime.Version())
}
