// Package p is the kernels of CRoaring: sets of sorted numbers, in AVX2.
package p

//nearcall:source up/src/array_util.c
//nearcall:cflags -O3 -I up/include
//nearcall:cpu x86-64-v3

//nearcall:func intersect_vector16
//go:noescape
func IntersectVector(a, b []uint16, c *uint16) int32

//nearcall:func intersect_vector16_cardinality
//go:noescape
func IntersectCount(a, b []uint16) int32

//nearcall:func union_vector16
//go:noescape
func UnionVector(a *uint16, na uint32, b *uint16, nb uint32, out *uint16) uint32

//nearcall:func difference_vector16
//go:noescape
func DifferenceVector(a, b []uint16, c *uint16) int32

//nearcall:func xor_vector16
//go:noescape
func XorVector(a *uint16, na uint32, b *uint16, nb uint32, out *uint16) uint32

//nearcall:func intersect_uint16
//go:noescape
func Intersect(a, b []uint16, out *uint16) int32
