//go:build !amd64

package sum

// Sum returns the sum of xs, modulo 2^64; of no numbers it is 0.
func Sum(xs []uint64) uint64 {
	var sum uint64
	for _, x := range xs {
		sum += x
	}
	return sum
}
