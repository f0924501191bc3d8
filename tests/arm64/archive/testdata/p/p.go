// Package p is for archives.
package p

//nearcall:source csrc/p.c

// Nine takes an argument on C's stack.
//
//nearcall:func nine
func Nine(a, b, c, d, e, f, g, h, i int64) int64

// Sum reads a table, in a frame.
//
//nearcall:func sum
//go:noescape
func Sum(xs []uint64) uint64

// Deep has a large frame.
//
//nearcall:func deep
func Deep(x uint64) uint64
