package main

import (
	"bytes"
	"fmt"
	"m/p"
	"os"
)

type mix func(block []byte, h uint32) uint32

func sum(block []byte, h uint32) uint32 {
	for i := range block {
		block[i] ^= 0x5a
		h = h*31 + uint32(block[i])
	}
	return h
}

func last(block []byte, h uint32) uint32 { return h ^ uint32(block[len(block)-1]) }

func blocks(p []byte, size int, h, b uint32, fn, end mix) uint32 {
	for ; len(p) >= size; p = p[size:] {
		h = fn(bytes.Clone(p[:size]), h) + b
	}
	return end(bytes.Repeat([]byte{byte(h)}, size), h)
}

func main() {
	data := make([]byte, 257)
	for i := range data {
		data[i] = byte(i * i)
	}
	for size := range 80 {
		n := min(size+1, 64)
		want := blocks(data, n, 7, 2, sum, last) + blocks(data, n, 7, 4, last, sum)
		if got := p.TwoMixes(data, uint64(size), 7); got != want {
			fmt.Printf("TwoMixes(%d) = %x, want %x\n", size, got, want)
			os.Exit(1)
		}
	}
}
