// Package p is the PNG decoder of stb_image.
package p

import "unsafe"

//nearcall:source csrc/shim.c
//nearcall:cflags -O2
//nearcall:writable *

//nearcall:func load
//go:noescape
func Load(room unsafe.Pointer, size int, in *byte, n int32, out *byte, width, height *int32) int32
