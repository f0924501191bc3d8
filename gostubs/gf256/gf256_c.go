//go:build (amd64 || arm64) && !purego

package gf256

//nearcall:source ../../csrc/gf256/gf256.c
//nearcall:cflags -O3

// multiply writes the matrix that tables is of, times in, to out: n bytes of each.
//
//nearcall:func gf256_multiply
//go:noescape
func multiply(tables []byte, in, out [][]byte, n int)
