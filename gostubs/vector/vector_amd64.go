//go:build !purego

package vector

//nearcall:cpu x86-64-v1 x86-64-v3 x86-64-v4
