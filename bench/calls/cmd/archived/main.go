//go:build amd64

// Command archived is a worker for the way NearcallArchive, and for Go to
// compare with. It imports ways/near as others do; tests/link-archive.sh links
// it with the archive that nearcall has packed in the place of that package.
// Only the program itself may import such a package, so its loops are here.
package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/nearcall/nearcall/bench/calls/serve"
)

func main() {
	if err := serve.Loop(os.Stdin, os.Stdout, slices.Concat(callsGoBesideArchive, callsNearcallArchive)); err != nil {
		fmt.Fprintln(os.Stderr, "archived:", err)
		os.Exit(1)
	}
}
