// Storm calls C of all shapes from very many goroutines, with every amount of stack left, while all that Go has to
// stop goroutines, to move stacks and to free memory goes on at once. Each result is compared with Go's, and the words
// below the stack that C may use are watched. The last line says how it went.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"example.com/storm/p"
	"example.com/storm/stk"
)

var counts struct {
	calls, watched, moved, faults, mortals, dead, shrunk, foreign, locked      atomic.Int64
	signals, profiles, traces, limits, collections, levels, goroutines, missed atomic.Int64
}

var started = time.Now()

func say(format string, args ...any) {
	fmt.Printf("%6.1fs  %s\n", time.Since(started).Seconds(), fmt.Sprintf(format, args...))
}

func fail(format string, args ...any) {
	say("wrong: "+format, args...)
	os.Exit(3)
}

// C is called before main, and before the best level is known.
var early = func() (words p.Words) { p.Loop(&words, 20, 7); return words }()

func init() {
	var want p.Words
	if loop(&want, 20, 7); early != want {
		fail("Loop, called from a variable's initialiser: %v, want %v", early, want)
	}
	for i := range uint64(1000) {
		here(rand.New(rand.NewPCG(i, 0)), kernels[1+i%10])
	}
}

// wave runs n goroutines. Each aims at some amount of stack, does a job, waits with the others while stacks shrink,
// and does another.
func wave(n int, seed uint64) {
	var arrived, done sync.WaitGroup
	gate := make(chan bool)
	arrived.Add(n)
	done.Add(n)
	for g := range n {
		go func() {
			defer done.Done()
			r := rand.New(rand.NewPCG(seed, uint64(g)))
			if g < 2*len(aims) {
				a := aims[g%len(aims)]
				a.onTarget(r, a.k)
			}
			once(r)
			size := stk.Size()
			arrived.Done()
			<-gate
			if stk.Size() < size {
				counts.shrunk.Add(1)
			}
			once(r)
			counts.goroutines.Add(1)
		}()
	}
	arrived.Wait()
	for until := counts.collections.Load() + 2; counts.collections.Load() < until && !over.Load(); {
		time.Sleep(time.Millisecond)
	}
	close(gate)
	done.Wait()
}

// once does a job, unless the time is over.
func once(r *rand.Rand) {
	if !over.Load() {
		job(r)
	}
}

var over atomic.Bool

func tell() string {
	c := &counts
	return fmt.Sprintf("%d calls, %d watched, %d moved a stack, %d faults, %d of %d objects dead, %d stacks shrunk, %d goroutines, "+
		"%d calls from foreign threads, %d locked threads, %d signals sent, %d profiles, %d traces, %d limits of memory, %d collections, %d changes of level",
		c.calls.Load(), c.watched.Load(), c.moved.Load(), c.faults.Load(), c.dead.Load(), c.mortals.Load(), c.shrunk.Load(), c.goroutines.Load(),
		c.foreign.Load(), c.locked.Load(), c.signals.Load(), c.profiles.Load(), c.traces.Load(), c.limits.Load(), c.collections.Load(), c.levels.Load())
}

func main() {
	duration := flag.Duration("t", 20*time.Second, "time")
	goroutines := flag.Int("n", 100_000, "goroutines at once")
	hz := flag.Int("hz", 10_000, "signals a second, of each kind")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the random numbers")
	flag.Parse()
	say("seed %d, %s, %s, levels %v, cgo: %v", *seed, runtime.Version(), runtime.GOARCH, p.Levels(), foreign != nil)
	calibrate()
	w := &weather{stop: make(chan bool), seed: *seed}
	w.begin(*hz)
	var waves atomic.Int64
	time.AfterFunc(*duration, func() { over.Store(true) })
	go func() {
		for range time.Tick(max(*duration/20, time.Second)) {
			say("wave %d: %s", waves.Load(), tell())
		}
	}()
	for ; !over.Load(); waves.Add(1) {
		wave(*goroutines, *seed+uint64(waves.Load()))
	}
	w.end()
	finish(int(waves.Load()))
}

// finish tells what has come about, all of which has to.
func finish(waves int) {
	for range 10 { // the dead of the last wave
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	missed := 0
	for _, a := range aims {
		a.onTarget(rand.New(rand.NewPCG(uint64(a.left), 6)), a.k) // if it has not been called by now
		if !a.hit.Load() {
			missed++
			say("%s was never called with %d bytes of stack left", a.k.name, a.left)
		}
	}
	c := &counts
	for what, n := range map[string]*atomic.Int64{"stack moved": &c.moved, "fault": &c.faults, "dead object": &c.dead, "stack shrunk": &c.shrunk,
		"locked thread": &c.locked, "signal": &c.signals, "profile": &c.profiles, "trace": &c.traces, "limit": &c.limits, "level": &c.levels} {
		if n.Load() == 0 {
			fail("no %s", what)
		}
	}
	if foreign != nil && c.foreign.Load() == 0 {
		fail("no call from a foreign thread")
	}
	if missed > 0 {
		fail("%d of %d amounts of stack were missed", missed, len(aims))
	}
	say("all good: %d waves, %d amounts of stack, %s", waves, len(aims), tell())
}
