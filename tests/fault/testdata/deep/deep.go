// Package deep is C three calls deep, and C of every shape that unwinding has
// to cope with.
package deep

//nearcall:source csrc/*.c

// Deep hashes the n words at p, rounds times.
//
//nearcall:func outer
//go:noescape
func Deep(p *uint64, n, rounds int) uint64

// Early returns out of several places of a function, one after the other.
//
//nearcall:func early
//go:noescape
func Early(x uint64, p *uint64) uint64

// Switch goes through a table of jumps.
//
//nearcall:func switched
//go:noescape
func Switch(op int32, x uint64, p *uint64) uint64

// Tail leaves its function by a jump to another one.
//
//nearcall:func tail
//go:noescape
func Tail(x uint64, p *uint64) uint64

// Shrunk has its frame on one path only.
//
//nearcall:func shrunk
//go:noescape
func Shrunk(x uint64, p *uint64) uint64

// Many passes arguments on the stack.
//
//nearcall:func many
//go:noescape
func Many(x uint64, p *uint64) uint64

// Never calls a function that does not return, if x is beyond 1<<60.
//
//nearcall:func never
//go:noescape
func Never(x uint64, p *uint64) uint64

// Big has 8 KiB of local variables, in two frames.
//
//nearcall:func big
//go:noescape
func Big(p *uint64, n int) uint64

// Fill calls memset, memcpy and memcmp of the runtime.
//
//nearcall:func fill
//go:noescape
func Fill(p *byte, n int) int32

// Floats has vectors and calls between them.
//
//nearcall:func floats
//go:noescape
func Floats(p *float64, n int) float64

// Pressure needs all registers.
//
//nearcall:func pressure
//go:noescape
func Pressure(p *uint64, n int) uint64
