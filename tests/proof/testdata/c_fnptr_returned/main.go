package main

import (
	"fmt"
	"m/p"
	"math/bits"
	"os"
)

func times(x uint64) uint64  { return x * 0x9e3779b97f4a7c15 }
func shift(x uint64) uint64  { return x ^ x>>9 }
func rotate(x uint64) uint64 { return bits.RotateLeft64(x, 7) }

func step(x uint64) func(uint64) uint64 {
	all := []func(uint64) uint64{times, shift, rotate, shift}
	switch {
	case x&8 != 0:
		return times
	case x&4 != 0:
		return all[x>>1&3]
	case x&1 != 0:
		return rotate
	}
	return shift
}

func main() {
	for n := range uint64(64) {
		want := n * 0x0123456789
		for i := range n {
			want = step(want)(want) + i
		}
		if got := p.Chosen(n*0x0123456789, n); got != want {
			fmt.Printf("Chosen(%d) = %x, want %x\n", n, got, want)
			os.Exit(1)
		}
	}
}
