package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// newProgress returns a function that shows how far the measurement is: as a
// bar on a terminal, as a line for each tenth elsewhere.
func newProgress(total time.Duration) func(done float64, rounds int) {
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	shown := -1
	return func(done float64, rounds int) {
		step := int(done * 10)
		if terminal {
			step = int(done * 100)
		}
		if step == shown {
			return
		}
		shown = step
		left := time.Duration((1 - done) * float64(total)).Round(time.Second)
		if !terminal {
			fmt.Fprintf(os.Stderr, "measuring: %d%%, %d rounds, %v left\n", step*10, rounds, left)
			return
		}
		bar := strings.Repeat("#", step*40/100) + strings.Repeat(".", 40-step*40/100)
		fmt.Fprintf(os.Stderr, "\rmeasuring [%s] %3d%%  %d rounds, %v left   ", bar, step, rounds, left)
		if done == 1 {
			fmt.Fprintln(os.Stderr)
		}
	}
}
