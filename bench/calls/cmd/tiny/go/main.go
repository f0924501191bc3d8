// Command go makes one call: its size is that of the smallest program of Go.
package main

import "github.com/nearcall/nearcall/bench/calls/ways/plain"

func main() {
	if plain.Int1(41) != 42 {
		panic("wrong result")
	}
}
