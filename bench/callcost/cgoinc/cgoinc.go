// Package cgoinc calls csrc/increment/increment.c through cgo.
//
// It is a package of its own since a package that uses cgo cannot have Go
// assembly, which is what nearcall writes.
package cgoinc

/*
#cgo CFLAGS: -O3 -I${SRCDIR}/../../../csrc
#include "increment/increment.c"
*/
import "C"

// Increment returns x + 1. It is a plain cgo call, with no directive to make
// it cheaper; an integer needs none.
func Increment(x uint64) uint64 {
	return uint64(C.increment(C.uint64_t(x)))
}
