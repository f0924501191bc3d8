package main

import "example.com/storm/p"

// Divisions by zero are no faults here, and no call blocks.
var (
	divide   func(w *p.Words, n int, x uint64) uint64
	blocking func(acc uint64, xs []uint64) uint64
)

const (
	knownReserve = 2056 // what known of stk uses
	step         = 16   // Go's stack pointer is a multiple of it
)
