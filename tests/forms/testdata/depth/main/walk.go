package main

import (
	"unsafe"

	"example.com/m/stk"
)

// walker is one goroutine's way down its stack.
type walker struct {
	state  uint64
	set    []int // the forms to call at each level
	turn   int   // which of them is first
	next   func(w *walker)
	levels int // left to go
	target int // of a dive

	// What calibrate reads: where the last dive came by and called a form.
	at, drop int // bytes left, and how many there were more a level above
	words    int64
	left     int
}

func newWalker(seed uint64) *walker {
	return &walker{state: (seed + 1) * 0x9e3779b97f4a7c15, turn: int(seed)}
}

// descend calls the forms of the set at each of so many levels.
func (w *walker) descend(levels int) {
	w.levels, w.next = levels, descending
	descending(w)
}

func descending(w *walker) {
	visit(w)
	if w.levels--; w.levels > 0 {
		step(w, w.int()&7)
	}
}

// dive goes down to a level that has exactly so much stack left, and calls
// the forms there; unless the stack changes meanwhile.
func (w *walker) dive(target int) {
	w.target, w.next = target, diving
	w.at = int(stk.Left())
	diving(w)
}

// Bytes between one call of diving and the next, without the paint. Known
// after calibrate.
var gap int

func diving(w *walker) {
	left := int(stk.Left())
	w.at, w.drop = left, w.at-left
	if w.drop < 0 {
		return // the stack has grown: the target is out of reach
	}
	left -= w.target
	if steps := left / (gap + 4*wordSize); steps > 0 {
		step(w, int64(min(max(left/steps-gap, wordSize), 8*wordSize)/wordSize-1))
		return
	}
	visit(w)
}

// step goes one level down, past words+1 words of paint.
func step(w *walker, words int64) {
	w.words = words
	switch words {
	case 0:
		level[[1]uint64](w)
	case 1:
		level[[2]uint64](w)
	case 2:
		level[[3]uint64](w)
	case 3:
		level[[4]uint64](w)
	case 4:
		level[[5]uint64](w)
	case 5:
		level[[6]uint64](w)
	case 6:
		level[[7]uint64](w)
	default:
		level[[8]uint64](w)
	}
}

// level has a part of its frame painted: C must not write to it.
func level[T any](w *walker) {
	var pad T
	paint := unsafe.Slice((*uint64)(unsafe.Pointer(&pad)), unsafe.Sizeof(pad)/wordSize)
	key := w.state
	for i := range paint {
		paint[i] = key + uint64(i)
	}
	w.next(w)
	for i := range paint {
		if paint[i] != key+uint64(i) {
			complain("a Go frame has been written over")
		}
	}
}

func visit(w *walker) {
	w.turn++
	for i := range w.set {
		k := w.set[(i+w.turn)%len(w.set)]
		ok, left := all[k].call(w)
		if !ok {
			complain(all[k].name)
		}
		note(k, left)
		w.left = int(left)
	}
	calls.Add(int64(len(w.set)))
}
