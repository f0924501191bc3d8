// Profiles runs C three calls deep, and writes down what Go's tools see of it.
//
//	profiles stack          a nil dereference in C: prints the error, and the stack
//	                        as seen while the panic was under way
//	profiles cpu DIR SECS   cpu.pprof and cpu.trace of a load with many calls
//	profiles events DIR     block.pprof, mutex.pprof and events.trace of events
//	                        before, in and after a panic from C
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nearcall/nearcall/fault/deep"
)

func main() {
	switch os.Args[1] {
	case "stack":
		first(func(w []uint64) { faulting(func() { fmt.Printf("%s", debug.Stack()) }) })
	case "cpu":
		seconds, err := strconv.ParseFloat(os.Args[3], 64)
		check(err)
		cpu(os.Args[2], time.Duration(seconds*float64(time.Second)))
	case "events":
		events(os.Args[2])
	}
}

// first and second are the callers that every stack has to show.
//
//go:noinline
func first(work func([]uint64)) {
	if strings.HasPrefix(runtime.Version(), "go1.23") {
		// It loses the frame pointer that is saved in the frame with the fault,
		// be it C's or Go's, when the stack moves after that.
		grow(200)
	}
	second(work)
	sink++
}

//go:noinline
func grow(n int) byte {
	var b [256]byte
	b[n] = 1
	if n > 0 {
		b[0] = grow(n - 1)
	}
	return b[0] + b[n]
}

//go:noinline
func second(work func([]uint64)) {
	var words [8]uint64
	work(words[:])
	sink += words[0]
}

var sink uint64

// worker is the root of another goroutine.
func worker(work func([]uint64), done *sync.WaitGroup) {
	defer done.Done()
	first(work)
}

// cpu keeps two goroutines in C. The words are few, so that much of the time
// goes into calls.
func cpu(dir string, d time.Duration) {
	profile, err := os.Create(filepath.Join(dir, "cpu.pprof"))
	check(err)
	events, err := os.Create(filepath.Join(dir, "cpu.trace"))
	check(err)
	runtime.SetCPUProfileRate(1000) // StartCPUProfile complains, and leaves it as it is
	check(pprof.StartCPUProfile(profile))
	check(trace.Start(events))
	end := time.Now().Add(d)
	load := func(words []uint64) {
		for time.Now().Before(end) {
			for range 100 {
				sink += deep.Deep(&words[0], 2, 20)
				sink += deep.Many(uint64(len(words)), &words[0])
			}
		}
	}
	var done sync.WaitGroup
	done.Add(1)
	go worker(load, &done)
	first(load)
	done.Wait()
	trace.Stop()
	pprof.StopCPUProfile()
	check(profile.Close())
	check(events.Close())
}

// events blocks, contends for a mutex and starts goroutines.
func events(dir string) {
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	file, err := os.Create(filepath.Join(dir, "events.trace"))
	check(err)
	check(trace.Start(file))
	work := func([]uint64) {
		for range 10 {
			ordinary()
			faulting(inFlight)
			ordinary()
		}
		faulting(runtime.GC)
	}
	var done sync.WaitGroup
	done.Add(1)
	go worker(work, &done)
	first(work)
	done.Wait()
	trace.Stop()
	check(file.Close())
	for _, name := range []string{"block", "mutex"} {
		file, err := os.Create(filepath.Join(dir, name+".pprof"))
		check(err)
		check(pprof.Lookup(name).WriteTo(file, 0))
		check(file.Close())
	}
}

// faulting makes C fault, runs f while the panic is under way, and recovers.
//
//go:noinline
func faulting(f func()) {
	defer func() {
		f()
		err, ok := recover().(runtime.Error)
		if !ok {
			log.Fatal("nothing to recover")
		}
		if os.Args[1] == "stack" {
			fmt.Println("recovered:", err)
		}
	}()
	sink += deep.Deep(nil, 2, 3)
	log.Fatal("no fault")
}

// ordinary and inFlight are two names for the same.
//
//go:noinline
func ordinary() {
	happen()
	sink += deep.Deep(&word, 1, 1)
}

//go:noinline
func inFlight() {
	happen()
	word++
}

var word uint64

// happen makes events: on a channel, with a mutex, of the scheduler.
//
//go:noinline
func happen() {
	var mu sync.Mutex
	blocked, done := make(chan bool), make(chan bool)
	mu.Lock()
	go func() {
		blocked <- true
		mu.Lock()
		mu.Unlock()
		done <- true
	}()
	<-blocked
	time.Sleep(200 * time.Microsecond)
	mu.Unlock()
	<-done
	runtime.Gosched()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
