package main

import (
	"os"
	"strings"
	_ "unsafe" // for linkname

	"golang.org/x/sys/cpu"
)

//go:linkname zeeboAVX512 github.com/zeebo/xxh3.hasAVX512
var zeeboAVX512 bool

//go:linkname lukechampineAVX512 lukechampine.com/blake3/guts.haveAVX512
var lukechampineAVX512 bool

//go:linkname zeeboBlakeAVX2 github.com/zeebo/blake3/internal/consts.HasAVX2
var zeeboBlakeAVX2 bool

//go:linkname zeeboBlakeSSE41 github.com/zeebo/blake3/internal/consts.HasSSE41
var zeeboBlakeSSE41 bool

// The peers do not look at GODEBUG; this does it for them.
func init() {
	if strings.Contains(os.Getenv("GODEBUG"), "cpu.avx512f=off") {
		zeeboAVX512, lukechampineAVX512 = false, false
	}
}

// zeeboPlain makes zeebo/blake3 take its Go code, zeeboBest what it found to be the best.
var zeeboPlain, zeeboBest = func() (func(), func()) {
	var avx2, sse41 bool
	return func() { avx2, sse41, zeeboBlakeAVX2, zeeboBlakeSSE41 = zeeboBlakeAVX2, zeeboBlakeSSE41, false, false },
		func() { zeeboBlakeAVX2, zeeboBlakeSSE41 = avx2, sse41 }
}()

// cryptoPlain makes x/crypto take its Go code for ChaCha20-Poly1305, cryptoBest the assembly.
func cryptoPlain() { cpu.X86.HasSSSE3 = false }
func cryptoBest()  { cpu.X86.HasSSSE3 = true }
