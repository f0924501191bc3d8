package main

import (
	"os"
	"strings"
	_ "unsafe" // for linkname
)

//go:linkname zeeboAVX512 github.com/zeebo/xxh3.hasAVX512
var zeeboAVX512 bool

// zeebo/xxh3 does not look at GODEBUG; this does it for it.
func init() {
	if strings.Contains(os.Getenv("GODEBUG"), "cpu.avx512f=off") {
		zeeboAVX512 = false
	}
}
