// The program calls every form of C function from many goroutines, at every
// depth of their stacks, while the collector runs and stacks grow and shrink.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"example.com/m/stk"
)

const levels = 130 // of recursion, with 80 to 150 bytes each

var (
	all          []form
	calls, wrong atomic.Int64
	shrunk       atomic.Int64
	cycles       atomic.Int64
)

func main() {
	n := flag.Int("n", 500, "goroutines")
	alive := flag.Int("alive", 10000, "of them at once")
	seed := flag.Uint64("seed", 1, "of the arguments and the depths")
	race := flag.Bool("race", false, "the program is built for the race detector, with which Go leaves twice as much")
	withAVX := flag.Bool("avx", false, "call the forms that need AVX2")
	flag.Parse()
	all = forms
	if *withAVX {
		all = append(all, avx...)
	}
	if *race {
		lowest *= 2
	}
	debug.SetMaxStack(1 << 20) // should something go down without end
	calibrate()
	stop := make(chan bool)
	go collect(stop)
	go litter(stop)
	for first := 0; first < *n; first += *alive {
		batch(first, min(*alive, *n-first), *n, *seed)
	}
	close(stop)
	covered := report()
	fmt.Printf("%d goroutines, %d calls of %d forms, %d collections, %d stacks shrunk\n",
		*n, calls.Load(), len(all), cycles.Load(), shrunk.Load())
	if wrong.Load() > 0 || !covered || shrunk.Load() == 0 || cycles.Load() < 3 {
		os.Exit(1)
	}
	fmt.Println("all good")
}

// collect forces collections; each halves the stacks that are mostly unused.
func collect(stop chan bool) {
	for {
		select {
		case <-stop:
			return
		default:
			runtime.GC()
			cycles.Add(1)
		}
	}
}

var sink atomic.Pointer[[512]*int]

// litter keeps the background collector busy in between.
func litter(stop chan bool) {
	debug.SetGCPercent(1)
	for {
		select {
		case <-stop:
			return
		default:
			sink.Store(&[512]*int{new(int)})
			runtime.Gosched()
		}
	}
}

// batch runs goroutines in two parts. In between all of them wait, while
// their stacks shrink.
func batch(first, n, total int, seed uint64) {
	var arrived, done sync.WaitGroup
	gate := make(chan bool)
	arrived.Add(n)
	done.Add(n)
	for g := first; g < first+n; g++ {
		go func() {
			defer done.Done()
			w := newWalker(seed<<32 | uint64(g))
			fresh(w, g)
			for i := g; i < len(aims); i += total {
				aims[i].hit(w)
			}
			size := stk.Size()
			arrived.Done()
			<-gate
			if stk.Size() < size {
				shrunk.Add(1)
			}
			again(w, g)
		}()
	}
	arrived.Wait()
	for until := cycles.Load() + 4; cycles.Load() < until; {
		runtime.Gosched()
	}
	close(gate)
	done.Wait()
}

// fresh goes down a stack that has never grown with one form alone, so that
// it grows in that form's calls or right before.
func fresh(w *walker, g int) {
	w.set = []int{g % len(all)}
	w.descend(levels)
}

// again goes down with all forms up to some use of the stack: the deep ones
// would leave none of the others short of it.
func again(w *walker, g int) {
	limit := []int{0, 0, 1000, 4000, 10000}[g%5]
	w.set = w.set[:0]
	for i, f := range all {
		if f.stack <= limit {
			w.set = append(w.set, i)
		}
	}
	if limit <= 1000 {
		w.descend(levels)
	} else {
		w.descend(levels / 4)
	}
}

func complain(what string) {
	if wrong.Add(1) < 20 {
		fmt.Printf("wrong: %s\n", what)
	}
}
