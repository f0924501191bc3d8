package near

import "github.com/nearcall/nearcall/bench/calls/form"

//nearcall:source ../../csrc/calls.c
//nearcall:cflags -O3

// Int0 and the others are the functions of csrc/calls.h.
//
//nearcall:func calls_int0
func Int0() uint64

//nearcall:func calls_int1
func Int1(x uint64) uint64

//nearcall:func calls_int2
func Int2(x, b uint64) uint64

//nearcall:func calls_int4
func Int4(x, b, c, d uint64) uint64

//nearcall:func calls_int6
func Int6(x, b, c, d, e, f uint64) uint64

//nearcall:func calls_int8
func Int8(x, b, c, d, e, f, h, i uint64) uint64

//nearcall:func calls_int12
func Int12(x, b, c, d, e, f, h, i, j, k, l, m uint64) uint64

//nearcall:func calls_float1
func Float1(x float64) float64

//nearcall:func calls_float4
func Float4(x, b, c, d float64) float64

//nearcall:func calls_float8
func Float8(x, b, c, d, e, f, h, i float64) float64

//nearcall:func calls_slice
//go:noescape
func Slice(xs []uint64) uint64

//nearcall:func calls_struct16
func Struct16(s form.S16) uint64

//nearcall:func calls_struct48
func Struct48(s form.S48) uint64

//nearcall:func calls_frame
func Frame(x uint64) uint64
