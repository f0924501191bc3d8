// Package p is SimSIMD: distances of float32 vectors, with AVX2 and FMA.
package p

//nearcall:source csrc/instance.c
//nearcall:cflags -O3 -I up/include -DSIMSIMD_NATIVE_F16=0 -DSIMSIMD_NATIVE_BF16=0
//nearcall:cpu x86-64-v3

//nearcall:func dot_f32_haswell
//go:noescape
func Dot(a []float32, b *float32, out *float64)

//nearcall:func dot_f32_serial
//go:noescape
func DotSerial(a []float32, b *float32, out *float64)

//nearcall:func l2sq_f32_haswell
//go:noescape
func L2sq(a []float32, b *float32, out *float64)

//nearcall:func cos_f32_haswell
//go:noescape
func Cos(a []float32, b *float32, out *float64)
