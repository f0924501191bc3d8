// Package p is the kernels of CRoaring: sets of sorted numbers, in AVX2.
package p

//nearcall:source up/src/array_util.c
//nearcall:cflags -O3 -I up/include -DNDEBUG
//nearcall:cpu x86-64-v3

//nearcall:func intersect_vector16
//go:noescape
func IntersectVector(a, b []uint16, c *uint16) int32

//nearcall:func intersect_vector16_cardinality
//go:noescape
func IntersectCount(a, b []uint16) int32

//nearcall:func difference_vector16
//go:noescape
func DifferenceVector(a, b []uint16, c *uint16) int32

//nearcall:func union_uint16
//go:noescape
func Union(a, b []uint16, out *uint16) int

//nearcall:func xor_uint16
//go:noescape
func Xor(a *uint16, na int32, b *uint16, nb int32, out *uint16) int32

//nearcall:func intersect_uint16
//go:noescape
func Intersect(a, b []uint16, out *uint16) int32
