// Command purego is filippo.io/edwards25519 in a process of its own, which is
// to be built with -tags purego: without the assembly that package has for the
// field's multiplication. It answers the questions that csrc/dalek/loop does.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	"filippo.io/edwards25519"
)

func main() {
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var text string
		var n int
		var x [64]byte
		if _, err := fmt.Sscanf(in.Text(), "%s %d", &text, &n); err != nil || len(text) != 64 {
			fmt.Fprintln(os.Stderr, "purego: want: SCALAR COUNT")
			os.Exit(1)
		}
		if _, err := hex.Decode(x[:], []byte(text)); err != nil {
			fmt.Fprintln(os.Stderr, "purego:", err)
			os.Exit(1)
		}
		start := time.Now()
		s, p := edwards25519.NewScalar(), edwards25519.NewIdentityPoint()
		for range n {
			s.SetUniformBytes(x[:]) // no error for 64 bytes
			copy(x[:], p.ScalarBaseMult(s).Bytes())
		}
		fmt.Printf("%x %d\n", x[:32], time.Since(start).Nanoseconds())
	}
}
