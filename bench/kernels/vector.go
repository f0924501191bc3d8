package main

import (
	"math/rand"

	"github.com/viterin/vek/vek32"

	"github.com/nearcall/nearcall/gostubs/vector"
)

var sinkFloat float32

// floatLine sets a function over two vectors of floats beside another; sizes are the bytes of one.
func floatLine(name, peer string, near, other func(x, y []float32) float32) kernel {
	return kernel{name, peer, sizes, func(size int) pair {
		rng := rand.New(rand.NewSource(1))
		x, y := make([]float32, size/4), make([]float32, size/4)
		for i := range x {
			x[i], y[i] = rng.Float32(), rng.Float32()
		}
		loop := func(f func(x, y []float32) float32) func(int) {
			return func(n int) {
				for range n {
					sinkFloat += f(x, y)
				}
			}
		}
		return pair{loop(near), loop(other)}
	}}
}

func goDot(x, y []float32) float32 {
	var s float32
	y = y[:len(x)]
	for i := range x {
		s += x[i] * y[i]
	}
	return s
}

func goL2(x, y []float32) float32 {
	var s float32
	y = y[:len(x)]
	for i := range x {
		d := x[i] - y[i]
		s += d * d
	}
	return s
}

func vekL2(x, y []float32) float32 {
	d := vek32.Distance(x, y)
	return d * d
}

func goDotInt8(x, y []int8) int64 {
	var s int64
	y = y[:len(x)]
	for i := range x {
		s += int64(x[i]) * int64(y[i])
	}
	return s
}

func init() {
	kernels = append(kernels,
		floatLine("vector dot", "vek", vector.Dot, vek32.Dot),
		floatLine("vector dot", "Go", vector.Dot, goDot),
		floatLine("vector l2", "vek", vector.L2, vekL2),
		floatLine("vector l2", "Go", vector.L2, goL2),
		floatLine("vector cosine", "vek", vector.Cosine, vek32.CosineSimilarity),
		kernel{"vector int8 dot", "Go", sizes, func(size int) pair {
			x := make([]int8, size)
			for i, b := range random(size) {
				x[i] = int8(b)
			}
			return pair{
				func(n int) {
					for range n {
						sink += uint64(vector.DotInt8(x, x))
					}
				},
				func(n int) {
					for range n {
						sink += uint64(goDotInt8(x, x))
					}
				},
			}
		}},
	)
}
