package main

import (
	"math/rand/v2"
	"runtime"
	"sync/atomic"

	"example.com/storm/p"
)

var weaks [256]atomic.Pointer[func() bool]

// object dies, and C is called with what it had in its last hour.
type object struct {
	words p.Words
	seed  uint64
}

// mortal makes an object whose finalizer calls C, or whose cleanup does, and C with the object itself.
func mortal(r *rand.Rand) {
	o := &object{seed: r.Uint64()}
	for i := range o.words {
		o.words[i] = o.seed * uint64(i+1)
	}
	if r.IntN(2) == 0 {
		runtime.SetFinalizer(o, (*object).last)
		counts.mortals.Add(1)
	} else if withCleanup(o) {
		counts.mortals.Add(1)
	}
	alive := weakly(o)
	out := o.words
	want := loop(&out, 20, o.seed)
	words := o.words
	if got := p.Loop(&words, 20, o.seed); got != want || words != out {
		fail("Loop over what an object has is %#x, want %#x", got, want)
	}
	if !alive() {
		fail("an object has gone while it was in use")
	}
	runtime.KeepAlive(o)
	if old := weaks[r.IntN(len(weaks))].Swap(&alive); old != nil {
		(*old)() // of an object that may have gone
	}
	counts.calls.Add(1)
}

// last is called by the collector's own goroutine.
func (o *object) last() {
	died(o.seed, &o.words)
}

// died looks whether an object is what it was, and calls C over it.
func died(seed uint64, words *p.Words) {
	for i, x := range words {
		if x != seed*uint64(i+1) {
			fail("a dead object has %#x at %d, want %#x", x, i, seed*uint64(i+1))
		}
	}
	r := rand.New(rand.NewPCG(seed, 1))
	near(r, choose(r))
	counts.dead.Add(1)
}
