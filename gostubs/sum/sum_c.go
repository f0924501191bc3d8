//go:build (amd64 || arm64) && !purego

package sum

//nearcall:source ../../csrc/sum/sum.c
//nearcall:cflags -O3

// Sum returns the sum of xs, modulo 2^64; of no numbers it is 0.
//
//nearcall:func sum_u64
//nearcall:fallback sumGo
//go:noescape
func Sum(xs []uint64) uint64
