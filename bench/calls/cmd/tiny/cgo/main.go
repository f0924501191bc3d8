//go:build cgo

// Command cgo makes one call: its size is that of the smallest program with cgo.
package main

import "github.com/nearcall/nearcall/bench/calls/ways/cgo"

func main() {
	if cgo.Int1(41) != 42 {
		panic("wrong result")
	}
}
