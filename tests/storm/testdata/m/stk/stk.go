// Package stk looks at the stack of the goroutine that asks, and calls C with the words below its stack watched.
package stk

import "example.com/storm/p"

// Left is how many bytes the stack has below its caller's frame, but for a constant.
func Left() uintptr

// Size is how many bytes the stack has.
func Size() uintptr

// Entry is the address of a function of the table in the assembly files.
func Entry(i int) uintptr

// known does nothing, in a frame that is known.
//
//go:noescape
func known(p *p.Words, n int, x uint64) uint64

// Watched calls fn. Before, it fills so many words of the stack with what is theirs alone: those that end reserve
// bytes below its stack pointer, as far as the stack goes. Nothing but fn can write there: no Go code runs, signals
// have a stack of their own. left is what there was of the stack at the call. bad is how far below the stack pointer
// a word has been written to, or 0. If the stack has moved meanwhile, nothing is known of the words.
//
//go:noescape
func Watched(fn uintptr, p *p.Words, n int, x uint64, reserve, words uintptr) (ret uint64, left, bad uintptr, moved bool)
