// Package faults is C that goes wrong in every way.
package faults

//nearcall:source csrc/faults.c

// What Outer and Big can do.
const (
	None     int32 = iota
	Load           // read *p
	Store          // write *p
	Divide         // by x
	Overflow       // divide the smallest number by x, which is to be -1
	Trap           // __builtin_trap
)

// Outer goes wrong three calls deep.
//
//nearcall:func outer
//go:noescape
func Outer(kind int32, p *uint64, x uint64) uint64

// Big does so with 8 KiB of local variables.
//
//nearcall:func big
//go:noescape
func Big(kind int32, p *uint64, x uint64) uint64

// Scatter writes the first n numbers to out, in the middle a 0 to *bad, and
// returns n.
//
//nearcall:func scatter
//go:noescape
func Scatter(out *uint64, n int, bad *uint64) int
