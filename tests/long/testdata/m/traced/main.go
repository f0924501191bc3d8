// Traced writes to the file that is named what the execution tracer sees of three long calls.
package main

import (
	"os"
	"runtime/trace"

	"example.com/m/p"
)

const steps = 100_000_000

//go:noinline
func blocks() { p.Spin(steps, 1, new(uint64)) }

//go:noinline
func yields() { p.Walk(&p.State{Left: steps, Sum: 1}) }

//go:noinline
func plain() { p.SpinPlain(steps, 1, new(uint64)) }

func main() {
	file, err := os.Create(os.Args[1])
	if err == nil {
		err = trace.Start(file)
	}
	if err != nil {
		panic(err)
	}
	blocks()
	yields()
	plain()
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}
