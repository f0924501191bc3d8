// Package p has C functions of all shapes. Those of one prototype can be called with words below their stack watched.
package p

//nearcall:source csrc/p.c
//nearcall:cflags -O2 -ffp-contract=off
//nearcall:cpu x86-64-v1 x86-64-v3 x86-64-v4
//nearcall:cpu armv8-a armv8-a+lse armv8-a+lse+crc

// Words is what C reads and writes.
type Words [16]uint64

// Leaf is fused: no call.
//
//nearcall:func leaf
//go:noescape
func Leaf(p *Words, n int, x uint64) uint64

//nearcall:func loop
//go:noescape
func Loop(p *Words, n int, x uint64) uint64

// Called is a call without a frame.
//
//nearcall:func called
//go:noescape
func Called(p *Words, n int, x uint64) uint64

// Frame, Deep and Huge have some 800, 8,000 and 48,000 bytes of stack.
//
//nearcall:func frame
//go:noescape
func Frame(p *Words, n int, x uint64) uint64

//nearcall:func deep
//go:noescape
func Deep(p *Words, n int, x uint64) uint64

//nearcall:func huge
//go:noescape
func Huge(p *Words, n int, x uint64) uint64

// Tables goes through constants with pointers.
//
//nearcall:func tables
//go:noescape
func Tables(p *Words, n int, x uint64) uint64

// Vector has vectors, where the level has some.
//
//nearcall:func vector
//go:noescape
func Vector(p *Words, n int, x uint64) uint64

// CRC has an instruction of its own, where the level has it.
//
//nearcall:func crc
//go:noescape
func CRC(p *Words, n int, x uint64) uint64

// Pinned reads at the address that p[0] is.
//
//nearcall:func pinned
//go:noescape
func Pinned(p *Words, n int, x uint64) uint64

// Fault reads *p.
//
//nearcall:func fault
//go:noescape
func Fault(p *Words, n int, x uint64) uint64

// Chunked is a polynomial of xs on top of acc.
//
//nearcall:func chunked
//nearcall:chunk 4096
//go:noescape
func Chunked(acc uint64, xs []uint64) uint64

// State is that of Walk.
type State struct{ Left, Sum uint64 }

// Walk makes s.Left steps.
//
//nearcall:func walk
//nearcall:yield
//go:noescape
func Walk(s *State) (more bool)

//nearcall:func scale
func Scale(a float64, b float32, n int64, c float64) float64

// Wide goes through memory both ways.
type Wide struct{ A, B, C, D, E uint64 }

//nearcall:func widen
func Widen(w Wide, a uint8, b float64, c, d, e, f, g, h int) Wide

// Levels are those of this architecture.
func Levels() (names []string) {
	for _, l := range nearcallLevels {
		names = append(names, l.name)
	}
	return names
}

// Use has all calls take a level from now on, if this machine has it.
func Use(level string) bool { return nearcallUse(level) }
