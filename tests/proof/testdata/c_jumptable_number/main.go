package main

import (
	"fmt"

	"m/p"
)

// It prints the same however the C is compiled.
func main() {
	for x := range uint64(40) {
		fmt.Println(p.Machine(x), p.Element(x), p.First(x, x))
	}
}
