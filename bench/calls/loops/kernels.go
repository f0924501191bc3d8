//go:build amd64 && cgo

package loops

import (
	"fmt"
	"slices"

	"github.com/nearcall/nearcall/bench/calls/kernels/filippo"
	"github.com/nearcall/nearcall/bench/calls/serve"
)

// A kernelLoop is the loop of one way over data of one size.
type kernelLoop[T any] struct {
	way  string
	loop func(data T, n int) uint64
}

// kernelCases are all kernels of all sizes, which are bytes. The ways of one
// size have the same memory, so that none has the better place.
func kernelCases() []serve.Case {
	var cases []serve.Case
	for _, size := range []int{64, 1024, 8192, 1 << 20} {
		xs := make([]uint64, size/8)
		for i := range xs {
			xs[i] = uint64(i)
		}
		cases = append(cases, sized("sum", size, slices.Concat(sumLoops, sumLoopsNoEscape), xs)...)
	}
	for _, size := range []int{16, 128, 1024, 16384, 1 << 20} {
		b := make([]byte, size)
		for i := range b {
			b[i] = byte(i * 7)
		}
		cases = append(cases, sized("xxh3", size, slices.Concat(xxh3Loops, xxh3LoopsNoEscape), b)...)
	}
	cases = append(cases, sized("edwards25519", 32, slices.Concat(baseMultLoops, baseMultLoopsNoEscape), &[32]byte{})...)
	return append(cases, filippo.Cases...)
}

func sized[T any](kernel string, size int, loops []kernelLoop[T], data T) []serve.Case {
	var cases []serve.Case
	for _, l := range loops {
		cases = append(cases, serve.Case{
			Name:  fmt.Sprintf("Kernel/%s/%d/%s", kernel, size, l.way),
			Bytes: int64(size),
			Loop:  func(n int) uint64 { return l.loop(data, n) },
		})
	}
	return cases
}
