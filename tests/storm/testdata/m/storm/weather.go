package main

import (
	"io"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"sync"
	"syscall"
	"time"

	"example.com/storm/p"
)

// weather is what goes on beside the calls until the program stops.
type weather struct {
	stop chan bool
	all  sync.WaitGroup
	seed uint64
}

// blow runs f again and again, with a pause in between: that, or as long as f took so many times over.
func (w *weather) blow(pause time.Duration, over int, f func(r *rand.Rand)) {
	w.seed++
	r := rand.New(rand.NewPCG(w.seed, 3))
	w.all.Add(1)
	go func() {
		defer w.all.Done()
		for took := time.Duration(0); ; {
			select {
			case <-w.stop:
				return
			case <-time.After(max(pause, took*time.Duration(over))):
				start := time.Now()
				f(r)
				took = time.Since(start)
			}
		}
	}()
}

// signals sends a signal to a thread of this process, so many times a second.
func (w *weather) signals(sig syscall.Signal, hz int) {
	w.seed++
	r := rand.New(rand.NewPCG(w.seed, 4))
	w.all.Add(1)
	go func() {
		defer w.all.Done()
		runtime.LockOSThread() // and end the thread with it
		var threads []int
		for next, pid := time.Now(), os.Getpid(); ; {
			select {
			case <-w.stop:
				return
			default:
			}
			if len(threads) == 0 || r.IntN(1000) == 0 {
				threads = tasks()
			}
			thread := threads[r.IntN(len(threads))]
			if _, _, err := syscall.RawSyscall(syscall.SYS_TGKILL, uintptr(pid), uintptr(thread), uintptr(sig)); err == 0 {
				counts.signals.Add(1)
			}
			if next = next.Add(time.Second / time.Duration(hz)); time.Until(next) > 0 {
				time.Sleep(time.Until(next))
			} else if time.Since(next) > time.Second {
				next = time.Now() // it cannot keep up
			}
		}
	}()
}

// tasks are the threads of this process.
func tasks() (all []int) {
	names, err := os.ReadDir("/proc/self/task")
	if err != nil {
		fail("%v", err)
	}
	for _, e := range names {
		if n, err := strconv.Atoi(e.Name()); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// profile has the profiler's timer tick hz times a second for a while.
func profile(hz int) func(r *rand.Rand) {
	return func(r *rand.Rand) {
		// The second of the two finds a rate set, keeps it, and says so on standard error.
		runtime.SetCPUProfileRate(hz)
		err := pprof.StartCPUProfile(io.Discard)
		if err != nil {
			fail("%v", err)
		}
		time.Sleep(time.Duration(r.IntN(2000)) * time.Millisecond)
		pprof.StopCPUProfile()
		counts.profiles.Add(1)
	}
}

func traced(r *rand.Rand) {
	if err := trace.Start(io.Discard); err != nil {
		fail("%v", err)
	}
	time.Sleep(time.Duration(r.IntN(1000)) * time.Millisecond)
	trace.Stop()
	counts.traces.Add(1)
}

// limited sets a limit of memory that is reached, for a while.
func limited(r *rand.Rand) {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	debug.SetMemoryLimit(int64(s.Sys - s.HeapReleased - uint64(r.IntN(16<<20))))
	time.Sleep(time.Duration(r.IntN(200)) * time.Millisecond)
	debug.SetMemoryLimit(math.MaxInt64)
	counts.limits.Add(1)
}

func collect(r *rand.Rand) {
	runtime.GC()
	counts.collections.Add(1)
	if r.IntN(16) == 0 {
		debug.FreeOSMemory()
	}
}

var traces [1 << 20]byte

// allStacks stops the world and writes down every goroutine.
func allStacks(*rand.Rand) { runtime.Stack(traces[:], true) }

// levels has calls take another level of the CPU, while others are on their way.
func levels(r *rand.Rand) {
	if all := p.Levels(); p.Use(all[r.IntN(len(all))]) {
		counts.levels.Add(1)
	}
}

// locked calls on a thread of its own, which ends with the goroutine.
func locked(r *rand.Rand) {
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread()
		for range 1 + r.IntN(50) {
			job(r)
		}
		if r.IntN(2) == 0 {
			runtime.UnlockOSThread()
		}
		counts.locked.Add(1)
	}()
	<-done
}

// begin lets all of it loose.
func (w *weather) begin(hz int) {
	debug.SetGCPercent(1)
	runtime.SetBlockProfileRate(1000)
	runtime.SetMutexProfileFraction(10)
	w.blow(0, 1, collect)
	w.blow(50*time.Millisecond, 20, allStacks)
	w.blow(time.Millisecond, 0, levels)
	w.blow(100*time.Millisecond, 3, limited)
	w.blow(10*time.Millisecond, 0, profile(hz))
	w.blow(10*time.Millisecond, 1, traced)
	for range 4 {
		w.blow(time.Millisecond, 0, locked)
	}
	w.signals(syscall.SIGPROF, hz)
	w.signals(syscall.SIGURG, hz)
	if foreign != nil {
		for range 2 {
			w.blow(time.Millisecond, 0, foreign)
		}
	}
}

func (w *weather) end() {
	close(w.stop)
	w.all.Wait()
	debug.SetGCPercent(100)
}
