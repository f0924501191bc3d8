// Hold calls C that takes long by the way that is named, while a collection follows the
// other and a timer ticks each millisecond, and counts those that end during the call. If
// they are few even during the longest call, the call has held them up: status 1.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"example.com/m/p"
)

// A call that holds everybody up may see the end of one collection, and a tick that was due.
const few, longest = 3, 512_000_000

var collections, ticks atomic.Int64

//go:noinline
func inGo(n, x uint64) uint64 {
	for ; n > 0; n-- {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}

// ways make n steps, of some 2 ns.
var ways = map[string]func(n uint64){
	"go":       func(n uint64) { inGo(n, 1) },
	"plain":    func(n uint64) { p.SpinPlain(n, 1, new(uint64)) },
	"chunk":    func(n uint64) { p.Grind(1, bytes[:n/1024]) },
	"yield":    func(n uint64) { p.Walk(&p.State{Left: n, Sum: 1}) },
	"blocking": func(n uint64) { p.Spin(n, 1, new(uint64)) },
}

var bytes [longest / 1024]byte

func main() {
	call := ways[os.Args[1]]
	go func() {
		for {
			runtime.GC()
			collections.Add(1)
		}
	}()
	go func() {
		for {
			time.Sleep(time.Millisecond)
			ticks.Add(1)
		}
	}()
	time.Sleep(20 * time.Millisecond)
	// a machine with other work may serve nobody for a while: then in a longer call
	for n := uint64(longest / 16); n <= longest; n *= 4 {
		begin, c, t := time.Now(), collections.Load(), ticks.Load()
		call(n)
		c, t = collections.Load()-c, ticks.Load()-t
		fmt.Printf("%d collections and %d ticks during a call of %v\n", c, t, time.Since(begin).Round(time.Millisecond))
		if c >= few && t >= few {
			return
		}
	}
	fmt.Println("held up")
	os.Exit(1)
}
