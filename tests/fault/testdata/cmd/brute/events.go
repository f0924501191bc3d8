package main

import (
	"io"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"sync"
)

var (
	ping, pong = make(chan bool), make(chan bool)
	contended  sync.Mutex
)

// startEvents turns on whatever follows frame pointers, and starts a partner.
func startEvents() {
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	check(trace.Start(io.Discard))
	go func() {
		for lock := range ping {
			if lock {
				contended.Lock()
				contended.Unlock()
			}
			pong <- true
		}
	}()
}

func stopEvents() {
	trace.Stop()
	check(pprof.Lookup("block").WriteTo(io.Discard, 0))
	check(pprof.Lookup("mutex").WriteTo(io.Discard, 0))
}

// makeEvents has the stack of this goroutine taken for the tracer and for both
// profiles: it blocks, is woken up, yields, and lets go a mutex that another
// goroutine waits for.
func makeEvents() {
	ping <- false
	<-pong
	runtime.Gosched()
	contended.Lock()
	ping <- true
	for range 50 { // let the partner come to wait
		runtime.Gosched()
	}
	contended.Unlock()
	<-pong
}
