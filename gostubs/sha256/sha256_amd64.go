//go:build !purego

package sha256

//nearcall:cflags -O3 -fno-slp-vectorize -fno-vectorize
//nearcall:cpu x86-64-v1 x86-64-v3 x86-64-v2+sha
