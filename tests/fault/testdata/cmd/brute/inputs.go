package main

import (
	"math"
	"math/rand"
	"slices"
	"strings"

	"github.com/nearcall/nearcall/fault/deep"
	"github.com/nearcall/nearcall/fault/faults"
	"github.com/nearcall/nearcall/gostubs/edwards25519"
	"github.com/nearcall/nearcall/gostubs/edwards25519/dalek"
	"github.com/nearcall/nearcall/gostubs/increment"
	"github.com/nearcall/nearcall/gostubs/sum"
	"github.com/nearcall/nearcall/gostubs/xxh3"
)

// input is a call of a C function. A fatal one ends the program, unless a fault
// comes first: it is for what is reached on that way alone, in these functions.
type input struct {
	call  func()
	fatal []string
}

// fatalFor tells whether in is for a function; a compiler's copies of it have
// longer names.
func (in input) fatalFor(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	return slices.Contains(in.fatal, name)
}

var sink uint64

// makeInputs gives calls for each package that together go everywhere.
func makeInputs(rng *rand.Rand) map[string][]input {
	all := map[string][]input{}
	add := func(pkg string, call func()) { all[pkg] = append(all[pkg], input{call: call}) }
	add("gostubs/increment", func() { sink += increment.Increment(1) })
	words := make([]uint64, 1000)
	for i := range words {
		words[i] = rng.Uint64() >> (i % 2 * 40) // compilers tell small divisors from large ones
	}
	for n := range 65 {
		add("gostubs/sum", func() { sink += sum.Sum(words[:n]) })
	}
	bytes := make([]byte, 20_000)
	rng.Read(bytes)
	for n := range 2101 {
		addHashes(add, bytes[:n])
	}
	addHashes(add, bytes)
	for i := range 8 {
		addCurve(add, rng, i)
	}
	addDeep(add, rng, words)
	addFaults(add, words)
	addFatal := func(pkg string, call func(), fatal ...string) {
		all[pkg] = append(all[pkg], input{call, fatal})
	}
	addFatal("fault/deep", func() { sink += deep.Never(1<<60, &words[0]) }, "never", "give_up")
	addFatal("fault/faults", func() { sink += faults.Outer(faults.Trap, &words[0], 1) }, "inner")
	return all
}

func addHashes(add func(string, func()), b []byte) {
	add("gostubs/xxh3", func() { sink += xxh3.Sum64(b) })
	add("gostubs/xxh3", func() { sink += xxh3.Sum64Seed(b, 7) })
	add("gostubs/xxh3", func() { sink += xxh3.Sum128(b).Lo })
	add("gostubs/xxh3", func() { sink += xxh3.Sum64Seed(b, 0) })
}

// addCurve adds the first and the last scalar, and random ones.
func addCurve(add func(string, func()), rng *rand.Rand, i int) {
	var a, b, c [32]byte
	var wide [64]byte
	switch i {
	case 0:
	case 1:
		for k := range a {
			a[k], b[k], c[k], wide[k], wide[k+32] = 0xff, 0xff, 0xff, 0xff, 0xff
		}
	default:
		for _, p := range [][]byte{a[:], b[:], c[:], wide[:]} {
			rng.Read(p)
		}
	}
	const inC, inRust = "gostubs/edwards25519", "gostubs/edwards25519/dalek"
	var out [32]byte
	add(inC, func() { edwards25519.ScalarBaseMult(&out, &a) })
	add(inC, func() { edwards25519.ScalarReduce(&out, &wide) })
	add(inC, func() { edwards25519.ScalarMulAdd(&out, &a, &b, &c) })
	add(inRust, func() { dalek.ScalarBaseMult(&out, &a) })
	add(inRust, func() { dalek.ScalarReduce(&out, &wide) })
	add(inRust, func() { dalek.ScalarMulAdd(&out, &a, &b, &c) })
}

func addDeep(add func(string, func()), rng *rand.Rand, words []uint64) {
	const pkg = "fault/deep"
	p := &words[0]
	xs := []uint64{0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 100}
	for range 60 {
		xs = append(xs, rng.Uint64())
	}
	xs = append(xs, math.MaxUint64-3) // its complement is small
	for _, x := range xs {
		for k := range 3 {
			p := &words[rng.Intn(len(words))]
			add(pkg, func() { sink += deep.Early(x, p) })
			add(pkg, func() { sink += deep.Tail(x+uint64(k), p) })
			add(pkg, func() { sink += deep.Shrunk(x, p) })
			add(pkg, func() { sink += deep.Many(x, p) })
			add(pkg, func() { sink += deep.Never(x&(1<<60-1), p) })
		}
		for op := range int32(10) {
			add(pkg, func() { sink += deep.Switch(op-1, x, p) })
			add(pkg, func() { sink += deep.Switch(op-1, x, &words[1]) })
		}
	}
	buf := make([]byte, 1000)
	floats := make([]float64, 100)
	for n := range 70 {
		add(pkg, func() { sink += deep.Deep(p, n%12, n/12) })
		add(pkg, func() { sink += uint64(deep.Floats(&floats[0], n)) })
		add(pkg, func() { sink += deep.Pressure(p, n) })
		add(pkg, func() { sink += deep.Big(p, (n+1)<<(n%2*40)) }) // it reads no further than 512
	}
	for n := range len(buf) {
		add(pkg, func() { sink += uint64(deep.Fill(&buf[0], n)) })
	}
}

// addFaults leaves out what cannot be recovered.
func addFaults(add func(string, func()), words []uint64) {
	const pkg = "fault/faults"
	out := make([]uint64, 100)
	for x := range uint64(10) {
		for _, kind := range []int32{faults.None, faults.Load, faults.Store, faults.Divide, faults.Overflow} {
			add(pkg, func() { sink += faults.Outer(kind, &out[0], x) })
			add(pkg, func() { sink += faults.Big(kind, &out[0], x) })
			add(pkg, func() { sink += faults.Outer(kind, nil, x-1) })
			add(pkg, func() { sink += faults.Big(kind, nil, x-1) })
		}
		add(pkg, func() { faults.Scatter(&out[0], int(x)*3, &words[0]) })
	}
}
