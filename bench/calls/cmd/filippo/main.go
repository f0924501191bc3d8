// Command filippo is a worker for filippo.io/edwards25519 alone, to be built
// with the tag purego.
package main

import (
	"fmt"
	"os"

	"github.com/nearcall/nearcall/bench/calls/kernels/filippo"
	"github.com/nearcall/nearcall/bench/calls/serve"
)

func main() {
	if err := serve.Loop(os.Stdin, os.Stdout, filippo.Cases); err != nil {
		fmt.Fprintln(os.Stderr, "filippo:", err)
		os.Exit(1)
	}
}
