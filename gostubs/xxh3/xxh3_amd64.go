//go:build !purego

package xxh3

//nearcall:source -fomit-frame-pointer -momit-leaf-frame-pointer ../../csrc/xxh3/xxh3.c
//nearcall:source ../../csrc/xxh3/long.c
//nearcall:cflags -O3 -fno-tree-slp-vectorize
//nearcall:cpu x86-64-v1 x86-64-v3 x86-64-v4
