//go:build (!amd64 && !arm64) || purego

package vector

import "math"

// Dot returns the inner product of x and y.
func Dot(x, y []float32) float32 {
	n := min(len(x), len(y))
	x, y = x[:n], y[:n]
	var s [4]float32
	for ; len(x) >= 4 && len(y) >= 4; x, y = x[4:], y[4:] {
		s[0] += x[0] * y[0]
		s[1] += x[1] * y[1]
		s[2] += x[2] * y[2]
		s[3] += x[3] * y[3]
	}
	for i := range x {
		s[0] += x[i] * y[i]
	}
	return s[0] + s[1] + s[2] + s[3]
}

// L2 returns the square of the Euclidean distance of x and y.
func L2(x, y []float32) float32 {
	var s float32
	for i := range min(len(x), len(y)) {
		d := x[i] - y[i]
		s += d * d
	}
	return s
}

// Cosine returns the cosine of the angle between x and y: NaN if one of them is
// zero or empty.
func Cosine(x, y []float32) float32 {
	n := min(len(x), len(y))
	x, y = x[:n], y[:n]
	return Dot(x, y) / float32(math.Sqrt(float64(Dot(x, x)))*math.Sqrt(float64(Dot(y, y))))
}

// DotInt8 returns the inner product of x and y. It is exact.
func DotInt8(x, y []int8) int64 {
	var s int64
	for i := range min(len(x), len(y)) {
		s += int64(x[i]) * int64(y[i])
	}
	return s
}
