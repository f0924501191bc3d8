//go:build !purego

package utf8

//nearcall:cpu x86-64-v1 x86-64-v2 x86-64-v3 x86-64-v4
