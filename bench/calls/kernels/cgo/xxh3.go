package cgo

// #include "../../../../csrc/xxh3/xxh3.c"
// #include "../../../../csrc/xxh3/long.c"
import "C"

import "unsafe"

func text(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.SliceData(b)) }

// XXH3 returns the 64-bit XXH3 hash of b.
func XXH3(b []byte) uint64 { return uint64(C.xxh3_64(text(b), C.size_t(len(b)))) }
