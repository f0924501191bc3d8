//go:build (amd64 || arm64) && !purego

package kern

//nearcall:source csrc/kern.c
//nearcall:writable ticks

// Native says that the code is C.
const Native = true

// Mix is a leaf.
//
//nearcall:func mix
//nearcall:fallback mixGo
func Mix(x uint64) uint64

// Smooth has a frame.
//
//nearcall:func smooth
//nearcall:fallback smoothGo
//go:noescape
func Smooth(xs []int64) int64

// Word reads constants that hold addresses, of texts and of functions.
//
//nearcall:func word
//nearcall:fallback wordGo
func Word(i int64) int64

// Tick counts in a static variable from 1000 on. (What has a pointer, generated tests do not hold against Go: it
// remembers.)
//
//nearcall:func tick
//nearcall:fallback tickGo
//go:noescape
func Tick(step *int64) int64

// Follow faults for nil, two calls deep.
//
//nearcall:func follow
//nearcall:fallback followGo
//go:noescape
func Follow(p *int64) int64

// First reads the first of four.
//
//nearcall:func first
//nearcall:fallback firstGo
//go:noescape
func First(p *[4]int64) int64
