//go:build !purego

package sha256

//nearcall:cflags -O3
//nearcall:cpu armv8-a armv8-a+sha2
