//go:build amd64 && cgo

// Command worker has the loops of all ways that one program can hold. See
// package serve for how it is used.
package main

import (
	"fmt"
	"os"

	"github.com/nearcall/nearcall/bench/calls/loops"
	"github.com/nearcall/nearcall/bench/calls/serve"
)

func main() {
	if err := serve.Loop(os.Stdin, os.Stdout, loops.Cases); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
}
