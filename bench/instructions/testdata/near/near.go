// Package near has csrc/calls.c: leaves, which their trampolines hold, and functions that are called.
package near

//nearcall:source csrc/calls.c
//nearcall:cflags -O3

//nearcall:func leaf_int1
func Leaf1(x uint64) uint64

//nearcall:func leaf_int2
func Leaf2(x, b uint64) uint64

//nearcall:func leaf_int4
func Leaf4(x, b, c, d uint64) uint64

//nearcall:func leaf_int8
func Leaf8(x, b, c, d, e, f, g, h uint64) uint64

//nearcall:func leaf_float4
func LeafF(x, b, c, d float64) float64

//nearcall:func called_int1
func Called1(x uint64) uint64

//nearcall:func called_int2
func Called2(x, b uint64) uint64

//nearcall:func called_int4
func Called4(x, b, c, d uint64) uint64

//nearcall:func called_int8
func Called8(x, b, c, d, e, f, g, h uint64) uint64

//nearcall:func called_float4
func CalledF(x, b, c, d float64) float64
