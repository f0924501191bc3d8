// Million has many goroutines fault in C again and again, recover, and call C
// once more, while garbage is collected without a pause: a collection begins with
// every 40 KB that are allocated, and another goroutine asks for more of them. It
// fails if an outcome is not the right one, if one is lost, or if memory grows.
//
// Usage: million [-goroutines N] [-trace] FAULTS SEED
//
// With -trace, runtime/trace records it all.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/trace"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/nearcall/nearcall/fault/deep"
	"github.com/nearcall/nearcall/fault/faults"
)

var (
	many   = flag.Int("goroutines", 1000, "how many there are")
	traced = flag.Bool("trace", false, "with the tracer running")
)

// Growth that is not a leak: the runtime's own bookkeeping comes and goes.
const heapSlack, residentSlack = 2 << 20, 24 << 20

var done atomic.Int64

// outcomes counts what has happened, by kind of fault.
var outcomes [faults.Trap]atomic.Int64

func main() {
	flag.Parse()
	total, err := strconv.Atoi(flag.Arg(0))
	check(err)
	seed, err := strconv.ParseInt(flag.Arg(1), 10, 64)
	check(err)
	goroutines := *many
	events := &counter{}
	if *traced {
		check(trace.Start(events))
	}
	debug.SetGCPercent(1)
	stop := make(chan bool)
	go collect(stop)
	go progress(total)
	warm := total / 5
	run(goroutines, warm, seed)
	before := measure()
	run(goroutines, total-warm, seed+int64(goroutines))
	after := measure()
	close(stop)
	if *traced {
		trace.Stop()
		fmt.Printf("%d bytes of events\n", events.bytes.Load())
		if events.bytes.Load() < int64(total) {
			log.Fatal("that is no trace of so many faults")
		}
	}

	var sum int64
	for kind := range outcomes {
		sum += outcomes[kind].Load()
		fmt.Printf("kind %d: %d\n", kind, outcomes[kind].Load())
	}
	if sum != int64(warm/goroutines*goroutines+(total-warm)/goroutines*goroutines) || outcomes[faults.None].Load() != 0 {
		log.Fatalf("%d outcomes, want %d", sum, total)
	}
	fmt.Printf("after %d faults: %s\nafter all: %s\n", warm, before, after)
	if after.heap > before.heap+heapSlack || after.stack > before.stack+heapSlack ||
		after.resident > before.resident+residentSlack || after.goroutines > before.goroutines {
		log.Fatal("memory has grown")
	}
	if after.collections < uint32(total/10_000) {
		log.Fatal("too few collections to show anything")
	}
	fmt.Println("all good")
}

// counter is where the events go.
type counter struct{ bytes atomic.Int64 }

func (c *counter) Write(b []byte) (int, error) {
	c.bytes.Add(int64(len(b)))
	return len(b), nil
}

// run shares n faults among the goroutines, which begin together.
func run(goroutines, n int, seed int64) {
	var all sync.WaitGroup
	start := make(chan bool)
	for i := range goroutines {
		all.Add(1)
		go func() {
			defer all.Done()
			debug.SetPanicOnFault(true)
			w := worker{rng: rand.New(rand.NewSource(seed + int64(i)))}
			<-start
			for range n / goroutines {
				w.round()
			}
		}()
	}
	close(start)
	all.Wait()
}

// worker is a goroutine, with memory of its own that C writes to.
type worker struct {
	rng   *rand.Rand
	words *[16]uint64 // another one for every fault
}

// kinds is how many kinds of faults there are, from Load on: to divide by zero is none on arm64.
func kinds() int32 {
	if runtime.GOARCH == "arm64" {
		return faults.Divide - faults.Load
	}
	return faults.Trap - faults.Load
}

// nowhere is no address on any machine.
var nowhere = uintptr(1) << 63

var bad = *(**uint64)(unsafe.Pointer(&nowhere))

// round has a fault of a random kind, and then a call that must be right.
func (w *worker) round() {
	w.words = new([16]uint64)
	kind := faults.Load + int32(w.rng.Intn(int(kinds())))
	p, x, want := (*uint64)(nil), uint64(1), "invalid memory address or nil pointer dereference"
	switch {
	case kind == faults.Divide:
		p, x, want = &w.words[0], 0, "integer divide by zero"
	case kind == faults.Overflow:
		p, x, want = &w.words[0], ^uint64(0), "integer divide by zero"
	case w.rng.Intn(4) == 0:
		p, want = bad, "invalid memory address or nil pointer dereference"
	}
	call := faults.Outer
	if w.rng.Intn(8) == 0 {
		call = faults.Big // a stack of its own size
	}
	err := w.caught(func() { call(kind, p, x) })
	if err == nil || !strings.Contains(err.Error(), want) {
		log.Fatalf("kind %d: %v, want %s", kind, err, want)
	}
	outcomes[kind].Add(1)
	done.Add(1)
	w.check()
}

// caught calls f, which must panic. While the panic is in flight, the stack may
// move, garbage be collected, and C be called.
func (w *worker) caught(f func()) (err error) {
	defer func() {
		switch w.rng.Intn(16) {
		case 0:
			grow(w.rng.Intn(100))
		case 1:
			runtime.Gosched()
		case 2:
			w.check()
		}
		err, _ = recover().(runtime.Error)
	}()
	f()
	return nil
}

// check calls C and compares with Go.
func (w *worker) check() {
	n := w.rng.Intn(len(w.words))
	if got := faults.Scatter(&w.words[0], n, &w.words[15]); got != n {
		log.Fatalf("C counts %d, want %d", got, n)
	}
	for i, x := range w.words[:n] {
		if x != uint64(i) {
			log.Fatalf("C has written %d to place %d", x, i)
		}
	}
	if got := deep.Shrunk(uint64(n%10), nil); got != uint64(n%10+1) {
		log.Fatalf("C says %d, want %d", got, n%10+1)
	}
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

func collect(stop chan bool) {
	for {
		select {
		case <-stop:
			return
		default:
			runtime.GC()
		}
	}
}

func progress(total int) {
	for range time.Tick(5 * time.Second) {
		fmt.Printf("# %d of %d faults\n", done.Load(), total)
	}
}

// memory is what may grow.
type memory struct {
	heap, stack uint64
	resident    uint64
	goroutines  int
	collections uint32
}

func (m memory) String() string {
	return fmt.Sprintf("heap %d KiB, stacks %d KiB, resident %d KiB, %d goroutines, %d collections",
		m.heap>>10, m.stack>>10, m.resident>>10, m.goroutines, m.collections)
}

func measure() memory {
	debug.FreeOSMemory()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	text, err := os.ReadFile("/proc/self/statm")
	check(err)
	pages, err := strconv.ParseUint(strings.Fields(string(text))[1], 10, 64)
	check(err)
	return memory{s.HeapAlloc, s.StackInuse, pages * uint64(os.Getpagesize()), runtime.NumGoroutine(), s.NumGC}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
