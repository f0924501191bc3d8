package main

import "math/bits"

func class(x int64) int32 {
	switch {
	case x < -100:
		return -2
	case x < 0:
		return -1
	case x == 0:
		return 0
	case x < 100:
		return 1
	}
	return 2
}

func wrapped(a, b int64) int64 {
	switch {
	case a < 0:
		return b
	case b < 0:
		return a - 1
	}
	return a + b
}

func quotient(a, b int64) int64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func caseOf(x uint8) int16 {
	switch x {
	case 7:
		return -300
	case 70:
		return 5
	case 200:
		return -600
	}
	return int16(x)
}

func earlyNine(a, b, c, d, e, f, g, h, i int64) int64 {
	switch {
	case g < h:
		return i - a
	case h < i:
		return (b ^ c) + (d ^ e)
	}
	return f * g
}

func indexedLocal(a, i uint64) uint64 {
	x := [4]uint16{uint16(a), 3, 5, 7}
	x[i&3] = uint16(a >> 8)
	return uint64(x[0]) + 2*uint64(x[1]) + 3*uint64(x[2]) + uint64(x[(i+1)&3])
}

func mulAdd(a, b, c, d uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	lo, carry := bits.Add64(lo, c, 0)
	return (hi + carry) ^ lo ^ d
}

// zeroed tells whether Go still has its zero: it clears this array with X15.
//
//go:noinline
func zeroed() bool {
	var a [4]int64
	hold(&a)
	return a == [4]int64{}
}

//go:noinline
func hold(*[4]int64) {}
