//go:build !purego

package gf256

//nearcall:source ../../csrc/gf256/gf256.c
//nearcall:cflags -O3
//nearcall:cpu x86-64-v1 x86-64-v2 x86-64-v3 x86-64-v4+gfni

// multiply writes the matrix that tables is of, times in, to out: n bytes of each.
//
//nearcall:func gf256_multiply
//go:noescape
func multiply(tables []byte, in, out [][]byte, n int)
