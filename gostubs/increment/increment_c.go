//go:build amd64 || arm64

package increment

//nearcall:source ../../csrc/increment/increment.c
//nearcall:cflags -O3

// Increment returns x + 1, wrapping around at 2^64.
//
//nearcall:func increment
//go:noescape
func Increment(x uint64) uint64
