//go:build !purego

package xxh3

//nearcall:source ../../csrc/xxh3/xxh3.c ../../csrc/xxh3/long.c
//nearcall:cflags -O3
