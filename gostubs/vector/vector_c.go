//go:build (amd64 || arm64) && !purego

package vector

//nearcall:source ../../csrc/vector/vector.c
//nearcall:cflags -O3

// Dot returns the inner product of x and y.
//
//nearcall:func vector_dot
//go:noescape
func Dot(x, y []float32) float32

// L2 returns the square of the Euclidean distance of x and y.
//
//nearcall:func vector_l2
//go:noescape
func L2(x, y []float32) float32

// Cosine returns the cosine of the angle between x and y: NaN if one of them is
// zero or empty.
//
//nearcall:func vector_cosine
//go:noescape
func Cosine(x, y []float32) float32

// DotInt8 returns the inner product of x and y. It is exact.
//
//nearcall:func vector_dot_int8
//go:noescape
func DotInt8(x, y []int8) int64
