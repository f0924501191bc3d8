// Package v3 is for CPUs with AVX2.
package v3

//nearcall:source csrc/v3.c
//nearcall:cpu x86-64-v3

//go:noescape
//nearcall:func
func Scale(xs *[8]float32, d float32)

//go:noescape
//nearcall:func
func Wide(xs []float32) float32

//go:noescape
//nearcall:func
func Kept(xs *[8]float32, d float32) float32
