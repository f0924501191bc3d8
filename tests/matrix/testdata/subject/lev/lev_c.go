//go:build (amd64 || arm64) && !purego

package lev

//nearcall:source csrc/lev.c
//nearcall:cpu x86-64-v1 x86-64-v3 x86-64-v4
//nearcall:cflags -O3

// Level tells the level that runs.
//
//nearcall:func level
//nearcall:fallback levelGo
//go:noescape
func Level(level *int64)

// Pop counts bits.
//
//nearcall:func pop
//nearcall:fallback popGo
//go:noescape
func Pop(xs []uint64) int64
