// Asleep has main wait for a goroutine that is in a blocking call: with an argument, for one
// that says nothing afterwards.
package main

import (
	"fmt"
	"os"

	"example.com/m/p"
)

func main() {
	for i := 0; i < 3; i++ {
		done := make(chan uint64)
		go func() {
			x := p.Spin(50_000_000, 1, new(uint64))
			if i < 2 || len(os.Args) == 1 {
				done <- x
			}
		}()
		fmt.Println("after the call:", <-done != 0)
	}
}
