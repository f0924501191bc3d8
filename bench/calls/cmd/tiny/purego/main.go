// Command purego makes one call: its size is that of the smallest program with
// github.com/ebitengine/purego. It is given the library of csrc/calls.c.
package main

import (
	"os"

	"github.com/ebitengine/purego"
)

func main() {
	library, err := purego.Dlopen(os.Args[1], purego.RTLD_NOW)
	if err != nil {
		panic(err)
	}
	var increment func(uint64) uint64
	purego.RegisterLibFunc(&increment, library, "calls_int1")
	if increment(41) != 42 {
		panic("wrong result")
	}
}
