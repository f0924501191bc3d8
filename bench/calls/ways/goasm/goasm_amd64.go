// Package goasm has the functions of csrc/calls.h in Go assembly.
package goasm

import "github.com/nearcall/nearcall/bench/calls/form"

func Int0() uint64

func Int1(x uint64) uint64

func Int2(x, b uint64) uint64

func Int4(x, b, c, d uint64) uint64

func Int6(x, b, c, d, e, f uint64) uint64

func Int8(x, b, c, d, e, f, h, i uint64) uint64

func Int12(x, b, c, d, e, f, h, i, j, k, l, m uint64) uint64

func Float1(x float64) float64

func Float4(x, b, c, d float64) float64

func Float8(x, b, c, d, e, f, h, i float64) float64

//go:noescape
func Slice(xs []uint64) uint64

func Struct16(s form.S16) uint64

func Struct48(s form.S48) uint64

func Frame(x uint64) uint64
