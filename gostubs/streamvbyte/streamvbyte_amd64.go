//go:build !purego

package streamvbyte

//nearcall:cpu x86-64-v1 x86-64-v2 x86-64-v4+avx512vbmi2
