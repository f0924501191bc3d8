// Program calls one function so often: program WAY N. Its loops are one text for all ways.
package main

import (
	"instructions/asm"
	"instructions/near"
	"os"
	"runtime/debug"
	"strconv"

	"github.com/nearcall/nearcall/gostubs/sum"
	"github.com/nearcall/nearcall/gostubs/utf8"
	"github.com/nearcall/nearcall/gostubs/vector"
	"github.com/nearcall/nearcall/gostubs/xxh3"
)

//go:noinline
func go1(x uint64) uint64 { return x + 1 }

//go:noinline
func go2(x, b uint64) uint64 { return b + x }

//go:noinline
func go4(x, b, c, d uint64) uint64 { return ((b + c) ^ d) + x }

//go:noinline
func go8(x, b, c, d, e, f, g, h uint64) uint64 { return ((((((b + c) ^ d) + e) ^ f) + g) ^ h) + x }

//go:noinline
func goF(x, b, c, d float64) float64 { return b + c + d + x }

//go:noinline
func go1s(n int) (x uint64) {
	for range n {
		x = go1(x)
	}
	return x
}

//go:noinline
func asm1s(n int) (x uint64) {
	for range n {
		x = asm.Asm1(x)
	}
	return x
}

//go:noinline
func leaf1s(n int) (x uint64) {
	for range n {
		x = near.Leaf1(x)
	}
	return x
}

//go:noinline
func called1s(n int) (x uint64) {
	for range n {
		x = near.Called1(x)
	}
	return x
}

//go:noinline
func go2s(n int) (x uint64) {
	for range n {
		x = go2(x, 3)
	}
	return x
}

//go:noinline
func asm2s(n int) (x uint64) {
	for range n {
		x = asm.Asm2(x, 3)
	}
	return x
}

//go:noinline
func leaf2s(n int) (x uint64) {
	for range n {
		x = near.Leaf2(x, 3)
	}
	return x
}

//go:noinline
func called2s(n int) (x uint64) {
	for range n {
		x = near.Called2(x, 3)
	}
	return x
}

//go:noinline
func go4s(n int) (x uint64) {
	for range n {
		x = go4(x, 3, 5, 7)
	}
	return x
}

//go:noinline
func asm4s(n int) (x uint64) {
	for range n {
		x = asm.Asm4(x, 3, 5, 7)
	}
	return x
}

//go:noinline
func leaf4s(n int) (x uint64) {
	for range n {
		x = near.Leaf4(x, 3, 5, 7)
	}
	return x
}

//go:noinline
func called4s(n int) (x uint64) {
	for range n {
		x = near.Called4(x, 3, 5, 7)
	}
	return x
}

//go:noinline
func go8s(n int) (x uint64) {
	for range n {
		x = go8(x, 3, 5, 7, 11, 13, 17, 19)
	}
	return x
}

//go:noinline
func asm8s(n int) (x uint64) {
	for range n {
		x = asm.Asm8(x, 3, 5, 7, 11, 13, 17, 19)
	}
	return x
}

//go:noinline
func leaf8s(n int) (x uint64) {
	for range n {
		x = near.Leaf8(x, 3, 5, 7, 11, 13, 17, 19)
	}
	return x
}

//go:noinline
func called8s(n int) (x uint64) {
	for range n {
		x = near.Called8(x, 3, 5, 7, 11, 13, 17, 19)
	}
	return x
}

//go:noinline
func goFs(n int) (x float64) {
	for range n {
		x = goF(x, 3, 5, 7)
	}
	return x
}

//go:noinline
func asmFs(n int) (x float64) {
	for range n {
		x = asm.AsmF(x, 3, 5, 7)
	}
	return x
}

//go:noinline
func leafFs(n int) (x float64) {
	for range n {
		x = near.LeafF(x, 3, 5, 7)
	}
	return x
}

//go:noinline
func calledFs(n int) (x float64) {
	for range n {
		x = near.CalledF(x, 3, 5, 7)
	}
	return x
}

var (
	words  = make([]uint64, 512)
	bytes  = make([]byte, 4096)
	floats = make([]float32, 1024)
)

var kernels = map[string]func(n int){
	"sum": func(n int) {
		for range n {
			sum.Sum(words)
		}
	},
	"xxh3": func(n int) {
		for range n {
			xxh3.Sum64(bytes)
		}
	},
	"utf8": func(n int) {
		for range n {
			utf8.Valid(bytes)
		}
	},
	"dot": func(n int) {
		for range n {
			vector.Dot(floats, floats)
		}
	},
}

var integers = map[string]func(n int) uint64{
	"go1":     go1s,
	"asm1":    asm1s,
	"leaf1":   leaf1s,
	"called1": called1s,
	"go2":     go2s,
	"asm2":    asm2s,
	"leaf2":   leaf2s,
	"called2": called2s,
	"go4":     go4s,
	"asm4":    asm4s,
	"leaf4":   leaf4s,
	"called4": called4s,
	"go8":     go8s,
	"asm8":    asm8s,
	"leaf8":   leaf8s,
	"called8": called8s,
}

var doubles = map[string]func(n int) float64{
	"goF":     goFs,
	"asmF":    asmFs,
	"leafF":   leafFs,
	"calledF": calledFs,
}

func main() {
	debug.SetGCPercent(-1)
	way := os.Args[1]
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	switch {
	case kernels[way] != nil:
		kernels[way](n)
	case integers[way] != nil:
		println(integers[way](n))
	default:
		println(doubles[way](n))
	}
}
