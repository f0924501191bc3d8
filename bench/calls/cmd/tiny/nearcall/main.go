//go:build amd64

// Command nearcall makes one call: its size is that of the smallest program with nearcall.
package main

import "github.com/nearcall/nearcall/bench/calls/ways/near"

func main() {
	if near.Int1(41) != 42 {
		panic("wrong result")
	}
}
