// Hold prints how long a collection takes, in ms, at the median, while the way of
// calling that is named runs all the time.
package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"example.com/m/p"
)

func main() {
	xs := make([]uint64, 16<<20)
	var out uint64
	const steps = 30_000_000
	ways := map[string]func(){
		"plain":    func() { p.SpinPlain(steps, 1, &out) },
		"chunk":    func() { p.Sum(1, xs) },
		"yield":    func() { p.Walk(&p.State{Left: steps, Sum: 1}) },
		"blocking": func() { p.Spin(steps, 1, &out) },
	}
	run := ways[os.Args[1]]
	begin := time.Now()
	run()
	alone := time.Since(begin)
	var stop atomic.Bool
	done := make(chan bool)
	go func() {
		for !stop.Load() {
			run()
		}
		close(done)
	}()
	times := make([]time.Duration, 5)
	for i := range times {
		time.Sleep(alone / 5)
		begin := time.Now()
		runtime.GC()
		times[i] = time.Since(begin)
	}
	stop.Store(true)
	<-done
	slices.Sort(times)
	fmt.Printf("%.3f %.3f\n", times[len(times)/2].Seconds()*1000, alone.Seconds()*1000)
}
