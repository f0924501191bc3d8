package main

import (
	"bytes"
	"math/rand"
	"os"
	"strings"

	"github.com/klauspost/reedsolomon"

	"github.com/nearcall/nearcall/gostubs/gf256"
)

// Ten slices of data and four of parity. The size is that of a slice, and so are the bytes per nanosecond.
func init() {
	const data, parity = 10, 4
	kernels = append(kernels, kernel{"gf256 10+4", "klauspost", sizes, func(size int) pair {
		code, err := gf256.New(data, parity)
		must(err)
		peer, err := reedsolomon.New(data, parity, peerOptions()...)
		must(err)
		var ours, theirs [][]byte
		rng := rand.New(rand.NewSource(1))
		for range data + parity {
			s := make([]byte, size)
			rng.Read(s)
			ours, theirs = append(ours, s), append(theirs, bytes.Clone(s))
		}
		must(code.Encode(ours))
		must(peer.Encode(theirs))
		for i := range ours {
			if !bytes.Equal(ours[i], theirs[i]) {
				panic("the two codes differ")
			}
		}
		return pair{
			func(n int) {
				for range n {
					must(code.Encode(ours))
				}
			},
			func(n int) {
				for range n {
					must(peer.Encode(theirs))
				}
			},
		}
	}})
}

// The peer does not look at GODEBUG; this does it for it.
func peerOptions() []reedsolomon.Option {
	options := []reedsolomon.Option{reedsolomon.WithCauchyMatrix(), reedsolomon.WithMaxGoroutines(1)}
	if strings.Contains(os.Getenv("GODEBUG"), "cpu.avx512f=off") {
		options = append(options, reedsolomon.WithGFNI(false), reedsolomon.WithAVXGFNI(false), reedsolomon.WithAVX512(false))
	}
	return options
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
