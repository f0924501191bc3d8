package main

import (
	"fmt"
	"sync/atomic"

	"example.com/m/stk"
)

const (
	wordSize = 8
	maxLeft  = 16 << 10 // what is looked at of the stacks
	enough   = 200      // above lowest, for forms that check nothing
)

// Go lets ordinary functions, which check the stack, get no lower
// (internal/abi: 928 - 128).
var lowest = 800

// seen has, by form, the amounts of stack that were left when it was called.
var seen [][maxLeft / wordSize]atomic.Bool

func note(form int, left uintptr) {
	if left < maxLeft && !seen[form][left/wordSize].Load() {
		seen[form][left/wordSize].Store(true)
	}
}

// aim is a form that is to be called with exactly so much stack left.
type aim struct{ form, left int }

var (
	aims   []aim
	offset []int // by form: from a dive's last level to where the form is called
)

// calibrate measures the frames, on a stack that has room for all, and makes
// the list of aims.
func calibrate() {
	seen = make([][maxLeft / wordSize]atomic.Bool, len(all))
	offset = make([]int, len(all))
	done := make(chan bool)
	go func() {
		defer close(done)
		w := newWalker(0)
		w.descend(1000) // grows the stack
		w.dive(int(stk.Left()) - 4000)
		gap = w.drop - int(w.words+1)*wordSize
		for k := range all {
			w.set = []int{k}
			w.dive(int(stk.Left()))
			offset[k] = w.at - w.left
		}
	}()
	<-done
	for k, f := range all {
		for left := lowest; left < upTo(f); left += wordSize {
			aims = append(aims, aim{k, left})
		}
	}
}

// upTo is where a form surely has enough.
func upTo(f form) int {
	if f.stack > 500 {
		return lowest + enough + f.stack
	}
	return lowest + enough
}

// hit calls the form on a new stack, at the right depth. Collections that
// make the stack smaller meanwhile spoil it, and so do frames of Go that do
// not fit any more.
func (a aim) hit(w *walker) {
	for try := 0; try < 4 && !seen[a.form][a.left/wordSize].Load(); try++ {
		seed, done := uint64(w.int()), make(chan bool)
		go func() {
			w := newWalker(seed)
			for int(stk.Size()) < a.left+2048 {
				w.descend((a.left + 2048) / 64)
			}
			w.set = []int{a.form}
			w.dive(a.left + offset[a.form])
			close(done)
		}()
		<-done
	}
}

// report tells how well each form's calls cover the amounts of stack that can
// be left. It is an error if a form was never called with some amount, from the
// least with which it was; or if even that is more than Go leaves.
func report() (ok bool) {
	ok = true
	for k, f := range all {
		least, missing := 0, 0
		for left := upTo(f) - wordSize; left >= lowest; left -= wordSize {
			if seen[k][left/wordSize].Load() {
				least = left
			}
		}
		for left := least; left < upTo(f); left += wordSize {
			if !seen[k][left/wordSize].Load() {
				missing++
			}
		}
		fmt.Printf("%s %d to %d, ", f.name, least, upTo(f))
		if least == 0 || least > lowest+128 || missing > 0 {
			fmt.Printf("but %d amounts of stack between them are missing, ", missing)
			ok = false
		}
	}
	fmt.Println("bytes of stack left")
	return ok
}
