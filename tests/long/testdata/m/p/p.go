//go:build amd64 || arm64

// Package p has C functions that take long.
package p

//nearcall:source csrc/p.c
//nearcall:cflags -O2

// Sum is a polynomial of xs on top of acc.
//
//nearcall:func sum
//nearcall:chunk 16384
//go:noescape
func Sum(acc uint64, xs []uint64) uint64

// SumPlain is Sum in one call.
//
//nearcall:func sum
//go:noescape
func SumPlain(acc uint64, xs []uint64) uint64

// SumBlocking is Sum in one call that blocks.
//
//nearcall:func sum
//nearcall:blocking
//go:noescape
func SumBlocking(acc uint64, xs []uint64) uint64

// Xor flips dst by src.
//
//nearcall:func xor_into
//nearcall:chunk 4096 dst src
//go:noescape
func Xor(dst []byte, src string)

// Index finds c in p from a place on.
//
//nearcall:func find
//nearcall:yield
//go:noescape
func Index(p []byte, c byte, from int) (at int, more bool)

// Total is Sum, from a place on.
//
//nearcall:func total
//nearcall:yield
//go:noescape
func Total(xs []uint64, from int, acc uint64) (next int, sum uint64, more bool)

// State is that of Walk.
type State struct{ Left, Sum, Back uint64 }

// Walk makes s.Left steps.
//
//nearcall:func walk
//nearcall:yield
//go:noescape
func Walk(s *State) (more bool)

// Rest is what is left of a number.
type Rest int

// Many takes its guard on C's stack.
//
//nearcall:func many
//nearcall:yield
func Many(a, b, c, d, e int, f Rest) (g Rest, more bool)

// Spin makes n steps, and leaves the result at p too.
//
//nearcall:func spin
//nearcall:blocking
//go:noescape
func Spin(n, x uint64, p *uint64) uint64

// SpinPlain holds everybody up.
//
//nearcall:func spin
//go:noescape
func SpinPlain(n, x uint64, p *uint64) uint64

// Wide goes through memory both ways.
type Wide struct{ A, B, C, D, E uint64 }

//nearcall:func widen
//nearcall:blocking
func Widen(w Wide, a uint8, b float64, c, d, e, f, g, h int) Wide

// Peek reads where it is told to.
//
//nearcall:func peek
//nearcall:blocking
//go:noescape
func Peek(p *uint64) uint64
