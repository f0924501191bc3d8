// Package p is the reader of yyjson, with a pool for its memory.
package p

import "unsafe"

//nearcall:source csrc/shim.c up/src/yyjson.c
//nearcall:cflags -O3 -DNEARCALL -I up/src

//nearcall:func read_json
//go:noescape
func Read(dat *byte, n int, flags uint32, pool unsafe.Pointer, size int, nvals, digest *uint64) bool
