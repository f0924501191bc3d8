//go:build goexperiment.simd && go1.27 && amd64

package main

import (
	"simd/archsimd"
	peer "unicode/utf8"

	"github.com/nearcall/nearcall/gostubs/utf8"
	"github.com/nearcall/nearcall/gostubs/vector"
)

// What a Go programmer writes with Go's simd package: four sums, each of as many lanes as the machine has.

func simdDot(x, y []float32) float32 {
	y = y[:len(x)]
	var sum float32
	if archsimd.X86.AVX512() {
		var a, b, c, d archsimd.Float32x16
		for ; len(x) >= 64; x, y = x[64:], y[64:] {
			a = archsimd.LoadFloat32x16(x).MulAdd(archsimd.LoadFloat32x16(y), a)
			b = archsimd.LoadFloat32x16(x[16:]).MulAdd(archsimd.LoadFloat32x16(y[16:]), b)
			c = archsimd.LoadFloat32x16(x[32:]).MulAdd(archsimd.LoadFloat32x16(y[32:]), c)
			d = archsimd.LoadFloat32x16(x[48:]).MulAdd(archsimd.LoadFloat32x16(y[48:]), d)
		}
		for ; len(x) >= 16; x, y = x[16:], y[16:] {
			a = archsimd.LoadFloat32x16(x).MulAdd(archsimd.LoadFloat32x16(y), a)
		}
		sum = sum16(a.Add(b).Add(c.Add(d)))
	} else if archsimd.X86.AVX2() {
		var a, b, c, d archsimd.Float32x8
		for ; len(x) >= 32; x, y = x[32:], y[32:] {
			a = archsimd.LoadFloat32x8(x).MulAdd(archsimd.LoadFloat32x8(y), a)
			b = archsimd.LoadFloat32x8(x[8:]).MulAdd(archsimd.LoadFloat32x8(y[8:]), b)
			c = archsimd.LoadFloat32x8(x[16:]).MulAdd(archsimd.LoadFloat32x8(y[16:]), c)
			d = archsimd.LoadFloat32x8(x[24:]).MulAdd(archsimd.LoadFloat32x8(y[24:]), d)
		}
		for ; len(x) >= 8; x, y = x[8:], y[8:] {
			a = archsimd.LoadFloat32x8(x).MulAdd(archsimd.LoadFloat32x8(y), a)
		}
		sum = sum8(a.Add(b).Add(c.Add(d)))
	}
	archsimd.ClearAVXUpperBits()
	for i := range x {
		sum += x[i] * y[i]
	}
	return sum
}

func square16(x, y []float32, sum archsimd.Float32x16) archsimd.Float32x16 {
	d := archsimd.LoadFloat32x16(x).Sub(archsimd.LoadFloat32x16(y))
	return d.MulAdd(d, sum)
}

func square8(x, y []float32, sum archsimd.Float32x8) archsimd.Float32x8 {
	d := archsimd.LoadFloat32x8(x).Sub(archsimd.LoadFloat32x8(y))
	return d.MulAdd(d, sum)
}

func simdL2(x, y []float32) float32 {
	y = y[:len(x)]
	var sum float32
	if archsimd.X86.AVX512() {
		var a, b, c, d archsimd.Float32x16
		for ; len(x) >= 64; x, y = x[64:], y[64:] {
			a, b = square16(x, y, a), square16(x[16:], y[16:], b)
			c, d = square16(x[32:], y[32:], c), square16(x[48:], y[48:], d)
		}
		for ; len(x) >= 16; x, y = x[16:], y[16:] {
			a = square16(x, y, a)
		}
		sum = sum16(a.Add(b).Add(c.Add(d)))
	} else if archsimd.X86.AVX2() {
		var a, b, c, d archsimd.Float32x8
		for ; len(x) >= 32; x, y = x[32:], y[32:] {
			a, b = square8(x, y, a), square8(x[8:], y[8:], b)
			c, d = square8(x[16:], y[16:], c), square8(x[24:], y[24:], d)
		}
		for ; len(x) >= 8; x, y = x[8:], y[8:] {
			a = square8(x, y, a)
		}
		sum = sum8(a.Add(b).Add(c.Add(d)))
	}
	archsimd.ClearAVXUpperBits()
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return sum
}

func sum16(v archsimd.Float32x16) float32 { return sum8(v.GetLo().Add(v.GetHi())) }

func sum8(v archsimd.Float32x8) float32 {
	s := v.GetLo().Add(v.GetHi())
	return s.GetElem(0) + s.GetElem(1) + s.GetElem(2) + s.GetElem(3)
}

// simdValid looks for bytes that are not ASCII, which unicode/utf8 then does.
func simdValid(b []byte) bool {
	rest := b
	if archsimd.X86.AVX2() {
		high := archsimd.BroadcastUint8x32(0x80)
		for len(rest) >= 128 {
			a, b := archsimd.LoadUint8x32(rest), archsimd.LoadUint8x32(rest[32:])
			c, d := archsimd.LoadUint8x32(rest[64:]), archsimd.LoadUint8x32(rest[96:])
			if !a.Or(b).Or(c.Or(d)).And(high).IsZero() {
				break
			}
			rest = rest[128:]
		}
		archsimd.ClearAVXUpperBits()
	}
	return peer.Valid(rest)
}

func init() {
	kernels = append(kernels,
		floatLine("vector dot", "Go simd", vector.Dot, simdDot),
		floatLine("vector l2", "Go simd", vector.L2, simdL2),
		validLine("utf8 ascii", "Go simd", asciiText, utf8.Valid, simdValid))
}
