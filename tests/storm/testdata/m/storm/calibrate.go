package main

import (
	"math/rand/v2"
	"runtime/debug"
	"sync/atomic"

	"example.com/storm/p"
	"example.com/storm/stk"
)

// aim is an amount of stack that a kernel is to be called with, exactly.
type aim struct {
	left int
	hit  atomic.Bool
}

var aims []*struct {
	k *kernel
	*aim
}

// grow makes the goroutine's stack at least so large.
func grow(bytes int) {
	for int(stk.Size()) < bytes {
		deepen(bytes / 512)
	}
}

//go:noinline
func deepen(n int) byte {
	var b [512]byte
	b[n%512] = byte(n)
	if n > 0 {
		b[0] = deepen(n - 1)
	}
	return b[0] + b[n%512]
}

// alone runs f on a goroutine of its own, whose stack has that size.
func alone(bytes int, f func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		grow(bytes)
		f()
	}()
	<-done
}

// measure finds cost and offset.
func measure() {
	dive := func(onStack bool, script ...int) *diver {
		d := &diver{k: kernels[0], script: script}
		if !onStack {
			d.heap = new(p.Words)
		}
		d.down()
		return d
	}
	alone(64<<10, func() {
		for words := 1; words < len(cost); words++ {
			d := dive(true, words, 0)
			cost[words] = d.lefts[0] - d.lefts[1]
		}
		for i := range offset {
			d := dive(i == 1, 0)
			offset[i] = d.lefts[0] - d.left
		}
	})
	if cost[1] <= 0 || cost[16] < cost[1]+15*8-step || 2*cost[1] > cost[1]+cost[16] {
		fail("steps down the stack have costs %v", cost)
	}
}

// grows tells whether the stack grows when the kernel is called with so much left.
func (k *kernel) grows(left int) (grew bool) {
	for try := range uint64(20) {
		hit := false
		alone(left+4096, func() {
			d, done := prepare(rand.New(rand.NewPCG(try, uint64(left))), k)
			size := stk.Size()
			d.run(left)
			done()
			grew = d.size != size
			hit = grew || d.left == left
		})
		if hit {
			return grew
		}
	}
	fail("%s cannot be called with %d bytes of stack left; steps are %v", k.name, left, cost)
	return false
}

// least is the smallest amount of stack with which a call does not grow it.
func (k *kernel) least() int {
	low, high := 512, 2*k.bound+(16<<10)
	for low+step < high {
		if mid := (low + high) / 2 / step * step; k.grows(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// calibrate finds what each kernel's stack check lets pass, by trying, and what is to be aimed at. The words below
// what is reserved are watched from then on.
func calibrate() {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	measure()
	known := kernels[0].least()
	lowest = kernels[1].least()
	say("Go leaves %d bytes of stack", lowest)
	for _, k := range kernels[1:] {
		if k.fault {
			continue
		}
		from, to := lowest, lowest+200
		if least := k.least(); least > lowest {
			k.check, k.reserve = least, least-known+knownReserve
			from, to = least-64, least+64
		} else {
			// no check: Go leaves that much to all, and its linker adds up
			k.reserve = k.bound + 32
		}
		say("%s: %d bytes of stack, proven; reserved %d; grows below %d", k.name, k.bound, k.reserve, k.check)
		for left := max(from, lowest); left < to; left += step {
			k.aims = append(k.aims, aim{left: left})
		}
	}
	for _, k := range kernels {
		for i := range k.aims {
			aims = append(aims, &struct {
				k *kernel
				*aim
			}{k, &k.aims[i]})
		}
	}
}

// lowest is the least stack that Go leaves to what does not check it.
var lowest int

func newDiver(r *rand.Rand, k *kernel) *diver {
	d := &diver{r: r, k: k, x: r.Uint64()}
	if r.IntN(2) == 0 {
		d.heap = new(p.Words)
	}
	d.n = r.IntN(k.words + 1)
	for i := range d.in {
		d.in[i] = r.Uint64()
	}
	return d
}

// expect has Go say what C is to give.
func (d *diver) expect() {
	if d.k.ref != nil {
		d.wantOut = d.in
		d.want = d.k.ref(&d.wantOut, d.n, d.x)
	}
}
