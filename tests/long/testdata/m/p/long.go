//go:build amd64 || arm64

package p

// Grind makes 1,024 steps for each byte.
//
//nearcall:func grind
//nearcall:chunk 64
//go:noescape
func Grind(x uint64, p []byte) uint64

// Divide is a / b.
//
//nearcall:func divide
//nearcall:blocking
func Divide(a, b int) int

// PeekBelow is Peek, by a C function that another one calls.
//
//nearcall:func peek_below
//nearcall:blocking
//go:noescape
func PeekBelow(p *uint64) uint64
