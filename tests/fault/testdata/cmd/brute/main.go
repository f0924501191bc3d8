// Brute puts a fault in the place of each instruction of a list, calls the C
// function with inputs until one gets there, and prints what a traceback from
// the deferred function shows.
//
// Usage: brute [-events] [-seed N] [-from N] LIST, where a line of LIST is an
// address in hexadecimal, the package and the C function it belongs to.
//
// Lines of output, with the number of the line in LIST:
//
//	T n             about to try it
//	H n pc,pc,...   it was reached; the return addresses that runtime.Callers gives, from the one in C on
//	S n name,...    what debug.Stack shows from there on
//	N n             no input reached it
//	X n words       something else is wrong
package main

import (
	"bufio"
	"flag"
	"fmt"
	"go/version"
	"log"
	"math/rand"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"unsafe"
)

// hlt is one byte long, and forbidden: the kernel sends SIGSEGV, with no address.
const hlt = 0xf4

var (
	events = flag.Bool("events", false, "trace and profile everything, and block in the deferred function")
	seed   = flag.Int64("seed", 1, "of the inputs")
	from   = flag.Int("from", 0, "begin at this line of the list")
)

type place struct {
	addr     uintptr
	pkg, fun string
}

func main() {
	flag.Parse()
	debug.SetPanicOnFault(true)
	places := readList(flag.Arg(0))
	unlock(places)
	if *events {
		startEvents()
		defer stopEvents()
	}
	if !mayMove() {
		grow(200)
	}
	rng := rand.New(rand.NewSource(*seed))
	inputs := makeInputs(rng)
	last := map[string]int{}
	for i := *from; i < len(places); i++ {
		say("T %d", i)
		p := places[i]
		all := inputs[p.pkg]
		at, ok := findInput(i, p, all, last[p.pkg])
		if !ok {
			say("N %d", i)
			continue
		}
		last[p.pkg] = at
		if !*events {
			otherWays(i, p, all, at, rng)
		}
	}
	say("D")
}

// findInput tries the inputs, from the one that reached the instruction before,
// with the stack pointer at a multiple of 16 and not; in the end those that end the
// program if no fault keeps them from it.
func findInput(i int, p place, all []input, first int) (int, bool) {
	for _, fatal := range []bool{false, true} {
		for depth := range 2 {
			for k := range all {
				at := (first + k) % len(all)
				in := all[at]
				if fatal && !in.fatalFor(p.fun) || !fatal && in.fatal != nil {
					continue
				}
				if probe(i, p.addr, in, depth, true) {
					return at, true
				}
			}
		}
	}
	return 0, false
}

// otherWays looks for other ways to an instruction that one input has reached, and
// goes there on a small stack, wherever its end may be.
func otherWays(i int, p place, all []input, at int, rng *rand.Rand) {
	for range 3 {
		if in := all[rng.Intn(len(all))]; in.fatal == nil {
			probe(i, p.addr, in, rng.Intn(2), false)
		}
	}
	if all[at].fatal == nil {
		done := make(chan bool)
		go onFreshStack(i, p.addr, all[at], rng.Intn(200), done)
		<-done
	}
}

func onFreshStack(i int, addr uintptr, in input, depth int, done chan bool) {
	debug.SetPanicOnFault(true)
	probe(i, addr, in, depth, false)
	close(done)
}

// probe calls in with a fault at addr, and reports whether it got there.
func probe(i int, addr uintptr, in input, depth int, first bool) (hit bool) {
	code := (*byte)(pointer(addr))
	was := *code
	*code = hlt
	descend(depth, func() { hit = guarded(i, addr, in.call, first) }, 0)
	*code = was
	return hit
}

// descend calls f from that many calls further down. Three words of arguments make
// frames of 40 bytes: with each, the alignment of the stack pointer is another.
//
//go:noinline
func descend(n int, f func(), x uint64) {
	if n > 0 {
		descend(n-1, f, x+1)
	} else {
		f()
	}
	sink += x
}

//go:noinline
func guarded(i int, addr uintptr, call func(), first bool) (hit bool) {
	returned := false
	defer func() {
		if !returned {
			hit = look(i, addr, first)
			recover()
		}
	}()
	call()
	returned = true
	return false
}

var seen = map[string]bool{}

// look runs while the panic is under way.
func look(i int, addr uintptr, first bool) bool {
	var buf [300]uintptr
	pcs := buf[:runtime.Callers(0, buf[:])]
	at := slices.Index(pcs, addr+1) // a return address is one past what it stands for
	if at < 0 {
		return false // a fault that the input has by itself
	}
	pcs = pcs[at:]
	line := fmt.Sprintf("H %d %x", i, pcs)
	if seen[line] {
		return true
	}
	seen[line] = true
	say("%s", strings.NewReplacer("[", "", "]", "").Replace(line))
	if first {
		say("S %d %s", i, strings.Join(stackNames(), ","))
	}
	if *events {
		makeEvents()
	}
	if i%64 == 0 && mayMove() {
		disturb(i, at, pcs)
	}
	return true
}

// mayMove tells whether the stack may move while a panic is in flight and frame
// pointers are followed. Before version 1.26, Go does not adjust the one that is
// saved in the frame with the fault (adjustframe in its runtime/stack.go), be it
// C's or Go's.
func mayMove() bool {
	return !*events || version.Compare(runtime.Version(), "go1.26") >= 0
}

// disturb moves the stack and collects garbage: both go over the C frames.
func disturb(i, at int, pcs []uintptr) {
	grow(200)
	runtime.GC()
	var buf [300]uintptr
	again := buf[:runtime.Callers(1, buf[:])]
	if !slices.Equal(pcs[1:], again[max(0, len(again)-len(pcs)+1):]) {
		say("X %d the stack is another after it has moved: %x, before %x", i, again, pcs)
	}
}

//go:noinline
func grow(n int) (sum byte) {
	var b [512]byte
	if n > 0 {
		b[n] = grow(n - 1)
	}
	for _, x := range b {
		sum += x
	}
	return sum
}

// stackNames are the functions in debug.Stack below the panic.
func stackNames() (names []string) {
	_, text, _ := strings.Cut(string(debug.Stack()), "\npanic(")
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Scan()
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "created by ") {
			continue
		}
		if p := strings.LastIndex(line, "("); p > 0 {
			names = append(names, line[:p])
		} else {
			names = append(names, "?"+line)
		}
	}
	return names
}

func readList(path string) (all []place) {
	f, err := os.Open(path)
	check(err)
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var p place
		_, err := fmt.Sscanf(lines.Text(), "%x %s %s", &p.addr, &p.pkg, &p.fun)
		check(err)
		all = append(all, p)
	}
	return all
}

// unlock makes the pages of the code writable.
func unlock(places []place) {
	first, last := ^uintptr(0), uintptr(0)
	for _, p := range places {
		first, last = min(first, p.addr), max(last, p.addr)
	}
	page := uintptr(os.Getpagesize())
	first &^= page - 1
	pages := unsafe.Slice((*byte)(pointer(first)), int(last+1-first))
	check(syscall.Mprotect(pages, syscall.PROT_READ|syscall.PROT_WRITE|syscall.PROT_EXEC))
}

func pointer(addr uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&addr)) }

// say writes at once: the next fault may end the program.
func say(format string, args ...any) {
	fmt.Printf(format+"\n", args...)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
