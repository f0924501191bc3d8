package main

import (
	"math/rand/v2"
	"unsafe"

	"example.com/storm/p"
	"example.com/storm/stk"
)

// diver goes down its goroutine's stack until there is just so much left as it is told, and calls C there.
type diver struct {
	r       *rand.Rand
	k       *kernel
	n       int
	x       uint64
	in      p.Words
	want    uint64
	wantOut p.Words
	heap    *p.Words // what C gets; nil: words on the stack
	target  int
	bad     *p.Words // what a fault is to read
	script  []int    // of calibrate: steps to take, whatever is left
	lefts   []int    // what was left before each of them

	left  int // when C was called
	size  uintptr
	moved bool // the stack has grown in the call, or shrunk
}

// Of calibrate: bytes from one down to the next, by words of paint; from down to the call, with words on the heap and on the stack.
var (
	cost   [17]int
	offset [2]int
)

func (d *diver) run(target int) {
	d.target = target
	d.down()
}

//go:noinline
func (d *diver) down() {
	left := int(stk.Left())
	if d.script != nil {
		d.lefts = append(d.lefts, left)
		if len(d.script) > 1 {
			words := d.script[0]
			d.script = d.script[1:]
			d.step(words)
			return
		}
	} else if words := d.pick(left - d.offset() - d.target); words > 0 {
		d.step(words)
		return
	}
	if d.k.fault {
		d.visitFault()
	} else if d.heap != nil {
		d.visitHeap()
	} else {
		d.visitStack()
	}
}

func (d *diver) offset() int {
	if d.heap == nil {
		return offset[1]
	}
	return offset[0]
}

// reachable tells whether steps of any size add up to so many bytes.
func reachable(bytes int) bool {
	most := cost[len(cost)-1]
	return bytes == 0 || bytes > 0 && (bytes+most-1)/most*cost[1] <= bytes
}

// pick chooses a next step, 0 for none.
func (d *diver) pick(bytes int) int {
	n, first := len(cost)-1, d.r.IntN(len(cost)-1)
	for i := range n {
		if words := (first+i)%n + 1; cost[words] <= bytes && reachable(bytes-cost[words]) {
			return words
		}
	}
	return 0
}

// step goes one level down, past so many words of paint.
func (d *diver) step(words int) {
	switch words {
	case 1:
		level[[1]uint64](d)
	case 2:
		level[[2]uint64](d)
	case 3:
		level[[3]uint64](d)
	case 4:
		level[[4]uint64](d)
	case 5:
		level[[5]uint64](d)
	case 6:
		level[[6]uint64](d)
	case 7:
		level[[7]uint64](d)
	case 8:
		level[[8]uint64](d)
	case 9:
		level[[9]uint64](d)
	case 10:
		level[[10]uint64](d)
	case 11:
		level[[11]uint64](d)
	case 12:
		level[[12]uint64](d)
	case 13:
		level[[13]uint64](d)
	case 14:
		level[[14]uint64](d)
	case 15:
		level[[15]uint64](d)
	default:
		level[[16]uint64](d)
	}
}

// level has a part of its frame painted: C must not write to it.
//
//go:noinline
func level[T any](d *diver) {
	var pad T
	paint := unsafe.Slice((*uint64)(unsafe.Pointer(&pad)), unsafe.Sizeof(pad)/8)
	key := d.x
	for i := range paint {
		paint[i] = key + uint64(i)
	}
	d.down()
	for i := range paint {
		if paint[i] != key+uint64(i) {
			fail("a Go frame has been written over, above a call of %s", d.k.name)
		}
	}
}

// visitStack calls C with words on this stack. A word below C's stack that has changed counts if it does so each
// time: the stack may have moved away and back. Where it has moved in the first call, it has room in the second.
//
//go:noinline
func (d *diver) visitStack() {
	for try := 1; ; try++ {
		words := d.in
		ret, left, bad, moved := stk.Watched(d.k.entry, &words, d.n, d.x, uintptr(d.k.reserve), d.k.watched())
		d.size = stk.Size() // what follows may grow it
		if d.again(try, ret, &words, left, bad, moved) {
			continue
		}
		return
	}
}

//go:noinline
func (d *diver) visitHeap() {
	for try := 1; ; try++ {
		*d.heap = d.in
		ret, left, bad, moved := stk.Watched(d.k.entry, d.heap, d.n, d.x, uintptr(d.k.reserve), d.k.watched())
		d.size = stk.Size() // what follows may grow it
		if d.again(try, ret, d.heap, left, bad, moved) {
			continue
		}
		return
	}
}

//go:noinline
func (d *diver) visitFault() {
	stk.Watched(d.k.entry, d.bad, 0, d.x, 0, 0)
}

// again compares a call with Go, and tells whether to call once more.
//
//go:noinline
func (d *diver) again(try int, ret uint64, words *p.Words, left, bad uintptr, moved bool) bool {
	if d.k.ref != nil && (ret != d.want || *words != d.wantOut) {
		fail("%s(%v, %d, %#x) at %d bytes of stack is %#x and %v, want %#x and %v", d.k.name, d.in, d.n, d.x, left, ret, *words, d.want, d.wantOut)
	}
	if try == 1 {
		d.left, d.moved = int(left), moved
	}
	if bad != 0 && try >= 4 {
		fail("%s, called at %d bytes of stack, has written %d bytes below the %d that its stack check reserves", d.k.name, left,
			int(bad)-d.k.reserve, d.k.reserve)
	}
	counts.watched.Add(1)
	return try < 4 && (bad != 0 || moved)
}
