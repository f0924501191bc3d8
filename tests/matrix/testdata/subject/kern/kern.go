// Package kern has a C function of each kind: a leaf, a frame, constants with pointers, a writable static, a fault.
package kern

import "sync/atomic"

func mixGo(x uint64) uint64 { return (x ^ x>>29) * 0x9e3779b97f4a7c15 }

func smoothGo(xs []int64) int64 {
	var room [64]int64
	for i, x := range xs {
		room[i%64] += x
	}
	var sum int64
	for i, x := range room {
		sum += x * int64(i)
	}
	return sum
}

var words = []struct {
	name string
	f    func(int64) int64
}{
	{"ant", func(x int64) int64 { return 2 * x }},
	{"bee", func(x int64) int64 { return x * x }},
	{"cat", func(x int64) int64 { return 2 * x }},
}

func wordGo(i int64) int64 {
	w := words[uint64(i)%3]
	return int64(w.name[0]) + w.f(i)
}

var counter = func() *atomic.Int64 {
	c := new(atomic.Int64)
	c.Store(1000)
	return c
}()

func tickGo(step *int64) int64 { return counter.Add(*step) }

func followGo(p *int64) int64 { return *p + 1 }

func firstGo(p *[4]int64) int64 { return p[0] }
