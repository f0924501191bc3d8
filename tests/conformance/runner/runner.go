package runner

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Func is a function under test.
type Func struct {
	ID      int
	New     func() (args, results unsafe.Pointer)
	Call    func(args, results unsafe.Pointer, log *Log)
	Args    []Leaf
	Results []Result
}

// unwritten is in log bytes that C has not written; Guard such bytes follow
// those that it should write.
const (
	unwritten = 0xa5
	Guard     = 16
)

// collectEvery calls, on average, come right behind a collection of their own,
// however busy the machine is.
const collectEvery = 8

// Log takes what C has logged from the caller's stack, where C has put it.
type Log struct {
	bytes   []byte
	aligned bool // where the stack was
}

// Start readies the caller's buffer.
func (l *Log) Start(b []byte) {
	for i := range b {
		b[i] = unwritten
	}
	l.aligned = uintptr(unsafe.Pointer(unsafe.SliceData(b)))%16 == 0
}

// Take copies the caller's buffer.
func (l *Log) Take(b []byte) { l.bytes = append(l.bytes[:0], b...) }

type program struct {
	seed   uint64
	calls  atomic.Int64
	out    sync.Mutex
	failed map[int]bool
}

// Main is the generated program's main function.
func Main(funcs []Func) {
	only := flag.Int("only", -1, "call only the function with this number")
	rounds := flag.Int("rounds", 8, "calls of each function")
	seed := flag.Uint64("seed", 1, "seed of the values")
	flag.Parse()
	debug.SetGCPercent(1)
	stop := make(chan struct{})
	go collect(stop)
	go allocate(stop)

	p := &program{seed: *seed, failed: map[int]bool{}}
	var wg sync.WaitGroup
	slots := make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	parity := make([][2]atomic.Bool, len(funcs))
	for round := range *rounds {
		for i := range funcs {
			if *only >= 0 && funcs[i].ID != *only {
				continue
			}
			wg.Add(1)
			slots <- struct{}{}
			go func() {
				p.round(&funcs[i], round, &parity[i])
				<-slots
				wg.Done()
			}()
		}
	}
	wg.Wait()
	close(stop)
	s := Summary{Done: true, Calls: int(p.calls.Load())}
	for i := range parity {
		if parity[i][0].Load() && parity[i][1].Load() {
			s.Both++
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s.GCs = m.NumGC
	p.print(s)
}

func (p *program) print(v any) {
	p.out.Lock()
	defer p.out.Unlock()
	json.NewEncoder(os.Stdout).Encode(v)
}

// collect runs the garbage collector all the time.
func collect(stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
			runtime.GC()
		}
	}
}

var sink atomic.Pointer[[]*int]

// allocate gives it something to do.
func allocate(stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
			list := make([]*int, 64)
			for i := range list {
				list[i] = new(int)
			}
			sink.Store(&list)
			runtime.Gosched()
		}
	}
}

// round calls a function once, somewhere on this goroutine's fresh stack.
func (p *program) round(f *Func, round int, parity *[2]atomic.Bool) {
	rng := rand.New(rand.NewPCG(p.seed, uint64(round)))
	args, results := f.New()
	heap := new(arena)
	fillArena(heap, rng)
	fill(rng, args, f.Args, heap)

	log := &Log{}
	digs[rng.IntN(len(digs))](rng.IntN(120), func() {
		if rng.IntN(collectEvery) == 0 {
			runtime.GC() // it may shrink this stack, too
		}
		f.Call(args, results, log)
	})
	p.calls.Add(1)
	if log.aligned {
		parity[0].Store(true)
	} else {
		parity[1].Store(true)
	}
	if bad := compare(f, args, results, log.bytes); bad != nil {
		bad.Func, bad.Round = f.ID, round
		p.out.Lock()
		again := p.failed[f.ID]
		p.failed[f.ID] = true
		p.out.Unlock()
		if !again {
			p.print(bad)
		}
	}
	runtime.KeepAlive(heap)
}

// compare finds the first difference.
func compare(f *Func, args, results unsafe.Pointer, log []byte) *Failure {
	at := 0
	for i, l := range f.Args {
		want := wantLog(nil, args, l)
		if got := log[at : at+len(want)]; !bytes.Equal(got, want) {
			return &Failure{Leaf: i, Got: got, Want: want}
		}
		at += len(want)
	}
	for i, b := range log[at:] {
		if b != unwritten {
			return &Failure{Leaf: -1, Got: log[at+i:], Want: bytes.Repeat([]byte{unwritten}, len(log)-at-i)}
		}
	}
	for i, r := range f.Results {
		got, _ := bits(results, r.Off, r.Kind)
		if want := wantResult(args, f.Args, r); !bytes.Equal(got, want) {
			return &Failure{Result: true, Leaf: i, Got: got, Want: want}
		}
	}
	return nil
}

// digs go down the stack by n frames before they call f; the frames' sizes
// differ by odd multiples of 8. The stack grows on the way, or in the call.
var digs = [...]func(n int, f func()){dig2, dig3, dig4}

//go:noinline
func dig2(n int, f func()) {
	var room [2]uint64
	use(room[:])
	if n <= 0 {
		f()
		return
	}
	dig2(n-1, f)
	use(room[:])
}

//go:noinline
func dig3(n int, f func()) {
	var room [4]uint64
	use(room[:])
	if n <= 0 {
		f()
		return
	}
	dig4(n-1, f)
	use(room[:])
}

//go:noinline
func dig4(n int, f func()) {
	var room [17]uint64
	use(room[:])
	if n <= 0 {
		f()
		return
	}
	dig3(n-1, f)
	use(room[:])
}

//go:noinline
func use(room []uint64) {
	for i := range room {
		room[i]++
	}
}
