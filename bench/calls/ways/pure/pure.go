//go:build amd64 && cgo

// Package pure calls C by github.com/ebitengine/purego: by function variables
// that its RegisterFunc has filled in. Their addresses are those of the very
// functions that cgo calls; Dlsym would give another copy of the same.
package pure

import (
	"github.com/ebitengine/purego"

	"github.com/nearcall/nearcall/bench/calls/form"
	"github.com/nearcall/nearcall/bench/calls/ways/cgo"
)

// The functions of csrc/calls.h. RegisterFunc knows no slices: Slice takes a
// pointer and a length as C does.
var (
	Int0     func() uint64
	Int1     func(x uint64) uint64
	Int2     func(x, b uint64) uint64
	Int4     func(x, b, c, d uint64) uint64
	Int6     func(x, b, c, d, e, f uint64) uint64
	Int8     func(x, b, c, d, e, f, h, i uint64) uint64
	Int12    func(x, b, c, d, e, f, h, i, j, k, l, m uint64) uint64
	Float1   func(x float64) float64
	Float4   func(x, b, c, d float64) float64
	Float8   func(x, b, c, d, e, f, h, i float64) float64
	slice    func(xs *uint64, n int) uint64
	Struct16 func(s form.S16) uint64
	Struct48 func(s form.S48) uint64
	Frame    func(x uint64) uint64
)

// Slice is calls_slice.
func Slice(xs []uint64) uint64 { return slice(&xs[0], len(xs)) }

func init() {
	for name, function := range map[string]any{
		"int0": &Int0, "int1": &Int1, "int2": &Int2, "int4": &Int4, "int6": &Int6, "int8": &Int8, "int12": &Int12,
		"float1": &Float1, "float4": &Float4, "float8": &Float8,
		"slice": &slice, "struct16": &Struct16, "struct48": &Struct48, "frame": &Frame,
	} {
		purego.RegisterFunc(function, uintptr(cgo.Addresses[name]))
	}
}
