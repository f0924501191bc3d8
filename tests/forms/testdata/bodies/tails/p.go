// Package tails has C functions that end some of their paths with a call of another function: compilers make jumps of
// these, and the rest is fused.
package tails

//nearcall:source csrc/p.c
//nearcall:cflags LEVEL -march=x86-64-v2

type Three struct{ A, B, C int64 }

type Two struct{ Q, R int64 }

//nearcall:func short_
func Short(a, b int64) int64

//nearcall:func
func Either(a, b int64) int64

//nearcall:func
func Narrow(a, b int8) int8

//nearcall:func
func Six(a, b, c, d, e, f int64) int64

//nearcall:func
func Scale(x float64, n int64) float64

//nearcall:func
func Sized(n int64) float32

//nearcall:func
func Hidden(a, b int64) Three

//nearcall:func
func Pair(a, b int64) Two

//nearcall:func
func Saved(a, b, c int64) int64

//nearcall:func
func Aligned(x int64) int64

//nearcall:func
func Always(a, b int64) int64

//go:noescape
//nearcall:func
func Stored(p *int64, x int64)

//nearcall:func
func Chain(n, x int64) int64

//nearcall:func
func Far(a, b int64) int64

//nearcall:func
func Nine(a, b, c, d, e, f, g, h, i int64) int64
