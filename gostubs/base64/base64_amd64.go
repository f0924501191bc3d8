//go:build !purego

package base64

//nearcall:cpu x86-64-v1 x86-64-v2 x86-64-v3 x86-64-v4+avx512vbmi
