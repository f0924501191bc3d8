package p

// Divide divides by n: on arm64 a zero is no fault.
//
//nearcall:func divide
//go:noescape
func Divide(p *Words, n int, x uint64) uint64

// Blocking is Chunked as a system call.
//
//nearcall:func chunked
//nearcall:blocking
//go:noescape
func Blocking(acc uint64, xs []uint64) uint64
