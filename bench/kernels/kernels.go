package main

import (
	"math/rand"

	zeebo "github.com/zeebo/xxh3"

	"github.com/nearcall/nearcall/gostubs/xxh3"
)

// What the kernels give goes here, so that no call can be left out.
var sink uint64

var kernels = []kernel{
	{"xxh3 64", "zeebo/xxh3", sizes, func(size int) pair {
		b := random(size)
		return pair{
			func(n int) {
				for range n {
					sink += xxh3.Sum64(b)
				}
			},
			func(n int) {
				for range n {
					sink += zeebo.Hash(b)
				}
			},
		}
	}},
	{"xxh3 128", "zeebo/xxh3", sizes, func(size int) pair {
		b := random(size)
		return pair{
			func(n int) {
				for range n {
					sink += xxh3.Sum128(b).Lo
				}
			},
			func(n int) {
				for range n {
					sink += zeebo.Hash128(b).Lo
				}
			},
		}
	}},
}

func random(size int) []byte {
	b := make([]byte, size)
	rand.New(rand.NewSource(int64(size))).Read(b)
	return b
}
