// Package near has the kernel by each of nearcall's ways.
package near

//nearcall:source csrc/kernel.c
//nearcall:cflags -O3

//nearcall:func hash
//go:noescape
func Plain(acc uint64, xs []uint64) uint64

//nearcall:func hash
//nearcall:chunk 4096
//go:noescape
func Chunk(acc uint64, xs []uint64) uint64

//nearcall:func hash_yielding
//nearcall:yield
//go:noescape
func Yield(xs []uint64, from int, acc uint64) (next int, sum uint64, more bool)

//nearcall:func hash
//nearcall:blocking
//go:noescape
func Blocking(acc uint64, xs []uint64) uint64
