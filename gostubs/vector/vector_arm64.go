//go:build !purego

package vector

//nearcall:cpu armv8-a armv8-a+dotprod
