package main

import (
	"fmt"
	"m/p"
	"os"
)

func main() {
	for i, want := range []uint64{14, 0, 21, 0} {
		if got := p.Some(uint64(i), 7); got != want {
			fmt.Printf("Some(%d) = %d, want %d\n", i, got, want)
			os.Exit(1)
		}
	}
}
