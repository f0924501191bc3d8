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
	calls, back, collections, long atomic.Uint64

	seed       = flag.Int64("seed", time.Now().UnixNano(), "of the random numbers")
	goroutines = flag.Int("n", 200, "goroutines")
	duration   = flag.Duration("t", 3*time.Second, "time")
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

// most is the size of the longest call, in steps of some 2 ns.
const most = 2 << 30

var bytes [most / 1024]byte

var longCalls = []struct {
	name string
	call func(n uint64)
}{
	{"chunk", func(n uint64) { p.Grind(1, bytes[:n/1024]) }},
	{"yield", func(n uint64) { p.Walk(&p.State{Left: n, Sum: 1}) }},
	{"blocking", func(n uint64) { p.Spin(n, 1, new(uint64)) }},
}

// watch makes calls of each kind, longer and longer until a collection has begun and ended
// meanwhile. However slow the machine, in one of them it does, if the call does not hold it up.
func watch(stop *atomic.Bool, all *sync.WaitGroup) {
	defer all.Done()
	for ; !stop.Load(); long.Add(1) {
		w := longCalls[long.Load()%uint64(len(longCalls))]
		served := false
		for n := uint64(most >> 10); !served && n <= most; n *= 4 {
			before := collections.Load()
			w.call(n)
			served = collections.Load()-before >= 2 || stop.Load()
		}
		if !served {
			fail("%s: no collection has begun and ended during a call of %d steps", w.name, uint64(most))
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
	time.AfterFunc(*duration+time.Minute, func() { fail("calls do not end") })
	var stop atomic.Bool
	var all sync.WaitGroup
	r := rand.New(rand.NewSource(*seed))
	for range *goroutines {
		all.Add(1)
		go worker(r.Int63(), &stop, &all)
	}
	all.Add(1)
	go watch(&stop, &all)
	text := make([]byte, 1<<20)
	for end := time.Now().Add(*duration); time.Now().Before(end); {
		runtime.GC()
		if collections.Add(1)%8 == 0 {
			runtime.Stack(text, true)
		}
	}
	stop.Store(true)
	all.Wait()
	trace.Stop()
	pprof.StopCPUProfile()
	fmt.Printf("%d calls, %d long ones, %d collections, %d came back early, %s\n",
		calls.Load(), long.Load(), collections.Load(), back.Load(), runtime.Version())
}
