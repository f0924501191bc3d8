package main

import (
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strings"
	"unsafe"

	"example.com/storm/p"
	"example.com/storm/stk"
)

// pin is an object that nothing but its Pinner and a number leads to.
type pin struct {
	pinner  runtime.Pinner
	address uint64
}

func newPin(r *rand.Rand) *pin {
	p, words := &pin{}, new(p.Words)
	for i := range words {
		words[i] = r.Uint64()
	}
	p.pinner.Pin(words)
	p.address = uint64(uintptr(unsafe.Pointer(words)))
	return p
}

func (p *pin) release() { p.pinner.Unpin() }

func pinnedWord(address uint64, i int) uint64 { return (*(**p.Words)(unsafe.Pointer(&address)))[i] }

// choose takes any kernel that can be compared, seldom one that takes much of the stack.
func choose(r *rand.Rand) *kernel {
	for {
		if k := kernels[1+r.IntN(len(kernels)-1)]; !k.fault && r.IntN(k.rare) == 0 {
			return k
		}
	}
}

// prepare makes a call of a kernel, with the result that it has in Go.
func prepare(r *rand.Rand, k *kernel) (d *diver, done func()) {
	d, done = newDiver(r, k), func() {}
	if k.name == "Pinned" {
		pin := newPin(r)
		d.in[0], done = pin.address, pin.release
	}
	d.expect()
	return d, done
}

// here calls a kernel where the goroutine is, without anything watched.
func here(r *rand.Rand, k *kernel) {
	d, done := prepare(r, k)
	words := d.in
	if got := k.call(&words, d.n, d.x); got != d.want || words != d.wantOut {
		fail("%s(%v, %d, %#x) is %#x and %v, want %#x and %v", k.name, d.in, d.n, d.x, got, words, d.want, d.wantOut)
	}
	counts.calls.Add(1)
	done()
}

// at calls a kernel with so much of the stack left, and tells whether it came to that.
func at(r *rand.Rand, k *kernel, left int) bool {
	d, done := prepare(r, k)
	d.run(left)
	counts.calls.Add(1)
	if d.moved {
		counts.moved.Add(1)
	}
	done()
	return d.left == left
}

// near calls a kernel with an amount of stack about that which its check asks for, or any. That may double the stack:
// of one that is large by now, what is left is of no interest.
func near(r *rand.Rand, k *kernel) {
	if stk.Size() > 128<<10 {
		here(r, k)
		return
	}
	left := lowest + r.IntN(2000)/step*step
	if k.check > 0 && r.IntN(4) > 0 {
		left = k.check + (r.IntN(512)-256)/step*step
	}
	at(r, k, left)
}

// onTarget calls a kernel with exactly that much stack left. Collections that make the stack smaller meanwhile
// spoil it.
func (a *aim) onTarget(r *rand.Rand, k *kernel) {
	for try := 0; try < 4 && !a.hit.Load(); try++ {
		alone(a.left+2048, func() {
			if at(r, k, a.left) {
				a.hit.Store(true)
			}
		})
	}
}

var nowhere = uintptr(1) << 63

// faulty has a kernel fault, with any amount of stack left, recovers, and calls another.
func faulty(r *rand.Rand) {
	var faults []*kernel
	for _, k := range kernels {
		if k.fault {
			faults = append(faults, k)
		}
	}
	k := faults[r.IntN(len(faults))]
	var words *p.Words
	want := "nil pointer dereference"
	switch {
	case k.name == "Divide":
		words, want = new(p.Words), "integer divide by zero"
	case r.IntN(4) == 0:
		words = *(**p.Words)(unsafe.Pointer(&nowhere))
	}
	defer func() {
		err, ok := recover().(runtime.Error)
		if !ok || !strings.Contains(err.Error(), want) {
			fail("a fault in %s is %v, want %s", k.name, err, want)
		}
		counts.faults.Add(1)
		near(r, choose(r))
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if stk.Size() > 128<<10 {
		k.call(words, 0, 1)
	} else {
		d := &diver{r: r, k: k, x: r.Uint64(), bad: words}
		d.run(lowest + r.IntN(1200)/step*step)
	}
	fail("%s returns, with %v", k.name, words)
}

// long makes calls that take long, those by registers, and those through memory.
func long(r *rand.Rand) {
	xs := make([]uint64, r.IntN(2000))
	acc, want := r.Uint64(), uint64(0)
	want = acc
	for i := range xs {
		xs[i] = r.Uint64()
		want = want*31 + xs[i]
	}
	if got := p.Chunked(acc, xs); got != want {
		fail("Chunked is %#x, want %#x", got, want)
	}
	if blocking != nil && r.IntN(4) == 0 {
		if got := blocking(acc, xs); got != want {
			fail("Blocking is %#x, want %#x", got, want)
		}
	}
	s := &p.State{Left: uint64(r.IntN(3000)), Sum: acc | 1}
	want = s.Sum
	for range s.Left {
		want = mix(want)
	}
	if p.Walk(s); s.Sum != want {
		fail("Walk is %#x, want %#x", s.Sum, want)
	}
	a, b, n, c := float64(r.IntN(1000)), float32(r.IntN(1000)), int64(r.IntN(1000)), float64(r.IntN(1000))/4
	if got := p.Scale(a, b, n, c); got != a*float64(b)+float64(n)-c {
		fail("Scale(%v, %v, %v, %v) is %v", a, b, n, c, got)
	}
	x, v := r.Uint64(), r.IntN(1000)
	wide := p.Wide{A: x + 1, B: x + 2, C: x + uint64(v) + 9, D: x + 53, E: x + 8}
	if got := p.Widen(p.Wide{A: x, B: x, C: x, D: x, E: x}, 1, 2, v, 4, 5, 6, 7, 8); got != wide {
		fail("Widen is %v, want %v", got, wide)
	}
	counts.calls.Add(4)
}

// job is any of these.
func job(r *rand.Rand) {
	switch n := r.IntN(100); {
	case n < 60:
		near(r, choose(r))
	case n < 75:
		here(r, choose(r))
	case n < 90:
		long(r)
	case n < 94:
		faulty(r)
	default:
		mortal(r)
	}
}
