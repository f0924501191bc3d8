// Package plain has the kernels in pure Go: what one would write without
// assembly or C.
package plain

// Sum returns the sum of xs, modulo 2^64.
//
//go:noinline
func Sum(xs []uint64) uint64 {
	var sum uint64
	for _, x := range xs {
		sum += x
	}
	return sum
}
