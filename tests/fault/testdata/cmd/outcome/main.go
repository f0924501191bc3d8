// Outcome lets C go wrong in one way, and says what Go makes of it.
//
// Usage: outcome [-recover] [-onfault] [-goroutine] FUNCTION KIND ADDRESS X
//
// FUNCTION is outer or big of package faults, ADDRESS and X are the other
// arguments. With -recover, it prints what recover returns and the stack as seen
// while the panic was in flight. FUNCTION scatter writes half of an array.
package main

import (
	"flag"
	"fmt"
	"log"
	"runtime"
	"runtime/debug"
	"strconv"
	"unsafe"

	"github.com/nearcall/nearcall/fault/faults"
)

var (
	recovers  = flag.Bool("recover", false, "recover")
	onFault   = flag.Bool("onfault", false, "debug.SetPanicOnFault")
	goroutine = flag.Bool("goroutine", false, "in a goroutine other than the first")
)

func main() {
	flag.Parse()
	if *goroutine {
		done := make(chan bool)
		go root(done)
		<-done
		return
	}
	first()
}

func root(done chan bool) {
	first()
	close(done)
}

//go:noinline
func first() {
	debug.SetPanicOnFault(*onFault)
	if *recovers {
		defer report()
	}
	second()
	fmt.Println("returned")
}

//go:noinline
func second() {
	kind, addr, x := number(1), uintptr(number(2)), number(3)
	p := *(**uint64)(unsafe.Pointer(&addr))
	if addr == 1 {
		p = new(uint64)
	}
	switch flag.Arg(0) {
	case "outer":
		fmt.Println(faults.Outer(int32(kind), p, x))
	case "big":
		fmt.Println(faults.Big(int32(kind), p, x))
	case "scatter":
		scatter(p)
	}
}

// scatter shows that what C has written before it went wrong stays.
//
//go:noinline
func scatter(bad *uint64) {
	out := make([]uint64, 10)
	for i := range out {
		out[i] = 77
	}
	defer func() { fmt.Println("written:", out) }()
	faults.Scatter(&out[0], len(out), bad)
}

func report() {
	r := recover()
	err, ok := r.(runtime.Error)
	fmt.Printf("recovered: %v\nruntime.Error: %t\n", r, ok)
	if a, ok := err.(interface{ Addr() uintptr }); ok {
		fmt.Printf("address: %#x\n", a.Addr())
	}
	fmt.Printf("%s", debug.Stack())
}

func number(i int) uint64 {
	n, err := strconv.ParseUint(flag.Arg(i), 0, 64)
	if err != nil {
		log.Fatal(err)
	}
	return n
}
