// Package p is the reader of yyjson, with a pool for its memory.
package p

import "unsafe"

//nearcall:source csrc/shim.c up/src/yyjson.c
//nearcall:cflags -O3 -DNEARCALL -I up/src

// The pool of the shim has these three.
//
//nearcall:calls yyjson_read_opts pool_malloc pool_realloc pool_free
//nearcall:calls read_root_single pool_malloc pool_realloc pool_free

//nearcall:func read_json
//go:noescape
func Read(dat *byte, n int, flags uint32, pool unsafe.Pointer, size int, nvals, digest *uint64) bool
