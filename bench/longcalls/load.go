package main

import (
	"runtime/metrics"
	"slices"
	"sync/atomic"
	"time"
)

// sample is what one process has seen beside one way. Times are in seconds.
type sample struct {
	Pauses []float64 // the upper ends of the buckets of the runtime's own count
	Late   []float64 // a timer of 1 ms
	Calls  []float64 // of the kernel
}

var sink [8][]byte

// load serves a thousand requests a second, at most, with a thousand small objects for each.
func load(i int, stop *atomic.Bool) {
	for !stop.Load() {
		for range 1000 {
			sink[i] = make([]byte, 64+i*16)
		}
		time.Sleep(time.Millisecond)
	}
}

// pauses tells how long the collector has stopped the world, each time since the counts from.
func pauses(from []uint64) ([]float64, []uint64) {
	s := []metrics.Sample{{Name: "/sched/pauses/total/gc:seconds"}}
	metrics.Read(s)
	h := s[0].Value.Float64Histogram()
	var all []float64
	for i, n := range h.Counts {
		if from != nil {
			n -= from[i]
		}
		for range n {
			all = append(all, min(h.Buckets[i+1], 100))
		}
	}
	return all, slices.Clone(h.Counts)
}

// measure has one goroutine call the kernel all the time, and four be a server.
func measure(w way, slot time.Duration, n int) (s sample) {
	var stop atomic.Bool
	for i := range 4 {
		go load(i, &stop)
	}
	done := make(chan []float64)
	_, before := pauses(nil)
	go func() {
		var calls []float64
		for acc := uint64(1); !stop.Load(); {
			begin := time.Now()
			acc = w.hash(acc, numbers[:n])
			calls = append(calls, time.Since(begin).Seconds())
		}
		done <- calls
	}()
	for end := time.Now().Add(slot); time.Now().Before(end); {
		begin := time.Now()
		time.Sleep(time.Millisecond)
		s.Late = append(s.Late, (time.Since(begin) - time.Millisecond).Seconds())
	}
	s.Pauses, _ = pauses(before)
	stop.Store(true)
	s.Calls = <-done
	return s
}
