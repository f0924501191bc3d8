//go:build amd64 && cgo

// Command fromc is the Go side of calls from C: built as c-archive and as
// c-shared, and called by csrc/fromc.c.
package main

import "C"

// GoIncrement is calls_int1 in Go.
//
//export GoIncrement
func GoIncrement(x uint64) uint64 { return x + 1 }

func main() {}
