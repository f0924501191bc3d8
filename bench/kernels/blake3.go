package main

import (
	zeebo "github.com/zeebo/blake3"
	lukechampine "lukechampine.com/blake3"

	"github.com/nearcall/nearcall/gostubs/blake3"
)

// turnLine sets a function of bytes beside another, with something to be done before and after each turn of the other.
func turnLine(name, peer string, near, other func(b []byte), before, after func()) kernel {
	k := byteLine(name, peer, near, other)
	pairOf := k.pair
	k.pair = func(size int) pair {
		p := pairOf(size)
		return pair{p.near, func(n int) {
			before()
			p.peer(n)
			after()
		}}
	}
	return k
}

func init() {
	near := func(b []byte) { s := blake3.Sum256(b); sink += uint64(s[0]) }
	keyOut := blake3.New().Output()
	peerOut := lukechampine.New(32, nil).XOF()
	kernels = append(kernels,
		byteLine("blake3", "zeebo/blake3", near, func(b []byte) { s := zeebo.Sum256(b); sink += uint64(s[0]) }),
		byteLine("blake3", "lukechampine", near, func(b []byte) { s := lukechampine.Sum256(b); sink += uint64(s[0]) }),
		turnLine("blake3", "Go", near, func(b []byte) { s := zeebo.Sum256(b); sink += uint64(s[0]) }, zeeboPlain, zeeboBest),
		byteLine("blake3 output", "lukechampine",
			func(b []byte) { _, _ = keyOut.Read(b) },
			func(b []byte) { _, _ = peerOut.Read(b) }),
	)
}
