// Package sum is a small package that nearcall could serve.
package sum

import "unsafe"

//nearcall:source csrc/*.c
//nearcall:cflags -O3 -DWIDTH=8 -I csrc/include
//nearcall:cpu x86-64-v1 x86-64-v3

// Pair is returned by value.
type Pair struct {
	Lo, Hi uint64
}

// Node is a type inside itself.
type Node struct {
	Next *Node
	Key  [4]byte
}

// Sum adds up xs.
//
//nearcall:func sum_u64
//go:noescape
func Sum(xs []uint64) uint64

// Walk runs for long.
//
//nearcall:func
//nearcall:blocking
func Walk(
	head *Node, // the first
	flag bool,
	p unsafe.Pointer,
) (Pair, int8)
