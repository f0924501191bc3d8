package main

import (
	"fmt"
	"m/p"
	"os"
	"unsafe"
)

func main() {
	var r [4]uint64
	xs := []int64{3, 9, -4, 8}
	for kind, want := range []int64{16, 9} {
		p.Start(unsafe.Pointer(&r), int32(kind))
		if got := p.Reduce(unsafe.Pointer(&r), xs); got != want {
			fmt.Printf("kind %d: %d, want %d\n", kind, got, want)
			os.Exit(1)
		}
	}
}
