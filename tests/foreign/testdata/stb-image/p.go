// Package p is the PNG decoder of stb_image.
package p

import "unsafe"

//nearcall:source csrc/shim.c
//nearcall:cflags -O2
//nearcall:writable *

// The shim's callbacks are these three.
//
//nearcall:calls stbi__load_main take pass at_end
//nearcall:calls stbi__parse_png_file take pass at_end
//nearcall:calls stbi__get16be take pass at_end
//nearcall:calls stbi__get8 take pass at_end

//nearcall:func load
//go:noescape
func Load(room unsafe.Pointer, size int, in *byte, n int32, out *byte, width, height *int32) int32
