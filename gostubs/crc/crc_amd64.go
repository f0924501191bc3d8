//go:build !purego

package crc

//nearcall:cpu x86-64-v1 x86-64-v2+pclmul x86-64-v4+pclmul+vpclmulqdq
