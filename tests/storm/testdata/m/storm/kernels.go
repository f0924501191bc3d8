package main

import (
	"runtime"

	"example.com/storm/p"
	"example.com/storm/stk"
)

// kernel is a C function and what it does in Go.
type kernel struct {
	name  string
	call  func(w *p.Words, n int, x uint64) uint64
	ref   func(w *p.Words, n int, x uint64) uint64
	words int // the largest n
	rare  int // chosen one time in so many
	fault bool

	// What calibrate finds.
	entry   uintptr
	bound   int // bytes of stack that are proven
	check   int // the least stack with which it does not grow; 0: it does not check
	reserve int // bytes below Watched's stack pointer that it may write to
	aims    []aim
}

// watched is how many words below the stack of C are looked at: none before it is known where they begin.
func (k *kernel) watched() uintptr {
	if k.reserve == 0 {
		return 0
	}
	return 32
}

// Of the order of the table in stk.
var kernels = []*kernel{
	{name: "known"},
	{name: "Leaf", call: p.Leaf, ref: leaf, words: 1000, rare: 1},
	{name: "Loop", call: p.Loop, ref: loop, words: 100, rare: 1},
	{name: "Called", call: p.Called, ref: called, words: 1000, rare: 1},
	{name: "Frame", call: p.Frame, ref: frame, words: 1000, rare: 1},
	{name: "Deep", call: p.Deep, ref: deep, words: 1000, rare: 50},
	{name: "Huge", call: p.Huge, ref: huge, words: 1000, rare: 2000},
	{name: "Tables", call: p.Tables, ref: tables, words: 20, rare: 1},
	{name: "Vector", call: p.Vector, ref: vector, words: 1000, rare: 1},
	{name: "CRC", call: p.CRC, ref: crc, words: 128, rare: 1},
	{name: "Pinned", call: p.Pinned, ref: pinned, words: 40, rare: 1},
	{name: "Fault", call: p.Fault, fault: true},
}

func init() {
	if divide != nil {
		kernels = append(kernels, &kernel{name: "Divide", call: divide, fault: true})
	}
	for i, k := range kernels {
		k.entry, k.bound = stk.Entry(i), bounds[k.name]
		if k.bound == 0 && k.name != "known" && runtime.GOARCH == "amd64" {
			fail("no bound is known of %s", k.name)
		}
	}
}

func mix(x uint64) uint64 {
	x ^= x << 13
	x ^= x >> 7
	return x ^ x<<17
}

func last(x uint64) uint64 { return x + 1 }

// room is FRAME of the C code.
func room(x, words uint64, next func(uint64) uint64) uint64 {
	y := next(x)
	for i := range words {
		y = y*31 + x + i
	}
	return y
}

func some(x uint64) uint64      { return room(x, 24, last) }
func more(x uint64) uint64      { return room(x, 60, some) }
func kilobytes(x uint64) uint64 { return room(x, 900, more) }
func forty(x uint64) uint64     { return room(x, 5000, kilobytes) }

func leaf(w *p.Words, n int, x uint64) uint64 {
	v := mix(x ^ w[n&15])
	w[(n+1)&15] += v
	return v
}

func loop(w *p.Words, n int, x uint64) uint64 {
	for i := range n {
		x = mix(x + w[i&15])
		w[i&15] = x
	}
	return x
}

func called(w *p.Words, n int, x uint64) uint64 { w[0] = some(x + uint64(n)); return w[0] }
func frame(w *p.Words, n int, x uint64) uint64  { w[1] = more(x + uint64(n)); return w[1] }
func deep(w *p.Words, n int, x uint64) uint64   { w[2] = kilobytes(x + uint64(n)); return w[2] }
func huge(w *p.Words, n int, x uint64) uint64   { w[3] = forty(x + uint64(n)); return w[3] }

var tableWords = [...]string{"hail", "thunder", "a gust of wind", "", "lightning"}

var tableOps = [...]func(x, y uint64) uint64{
	func(x, y uint64) uint64 { return x + y },
	func(x, y uint64) uint64 { return x ^ y<<1 },
	func(x, y uint64) uint64 { return x<<9 | x>>55 + y },
	func(x, y uint64) uint64 { return x ^ y<<1 },
	func(x, y uint64) uint64 { return x + y },
}

func tables(w *p.Words, n int, x uint64) uint64 {
	for i := range n {
		at := x % 5
		for _, c := range []byte(tableWords[at]) {
			x = tableOps[at](x, uint64(c))
		}
		x = mix(x + 1)
		w[i&15] = x
	}
	return x
}

func vector(w *p.Words, n int, x uint64) uint64 {
	var a [64]uint32
	var sum uint32
	for i := range a {
		a[i] = uint32(x) + uint32(i)*uint32(n)
	}
	for i := range a {
		a[i] = a[i]*2654435761 ^ a[63-i]>>3
	}
	for i, v := range a {
		sum += v ^ uint32(w[i&15])
	}
	for i := range w {
		w[i] = w[i]*3 + uint64(a[i])
	}
	return uint64(sum)
}

func crc(w *p.Words, n int, x uint64) uint64 {
	c := uint32(x)
	for i := range n {
		c ^= uint32(byte(w[i&127/8] >> (i % 8 * 8)))
		for range 8 {
			c = c>>1 ^ -(c&1)&0x82f63b78
		}
	}
	return uint64(c)
}

func pinned(w *p.Words, n int, x uint64) uint64 {
	for i := range n {
		x = x*31 + pinnedWord(w[0], i&15)
	}
	return x
}
