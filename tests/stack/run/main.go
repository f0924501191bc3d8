// Command run tests nearcall's stack bounds on random C functions.
//
//	go run ./tests/stack/run [-arch arm64] [-n 2000] [-seed S] [-minutes M] [-shrink 16] [-keep DIR]
//
// It prints the seed first and tables at the end. The exit status is 1 if a
// function wrote below its bound, or too few were accepted, or the bounds are
// too loose.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/nearcall/nearcall/tests/stack"
)

func main() {
	c := stack.Config{Log: os.Stderr}
	minutes := 0
	flag.StringVar(&c.Arch, "arch", "amd64", "or arm64, under qemu-user")
	flag.IntVar(&c.N, "n", 2000, "csmith programs")
	flag.Int64Var(&c.Seed, "seed", time.Now().UnixNano()%1e9, "of everything")
	flag.IntVar(&minutes, "minutes", 0, "start nothing after so many; 0: no limit")
	flag.IntVar(&c.Workers, "workers", 0, "at a time; 0: one per processor")
	flag.IntVar(&c.Batch, "batch", 0, "programs per Go package; 0: a default")
	flag.IntVar(&c.PerFile, "functions", 0, "called per program, at most; 0: a default")
	flag.DurationVar(&c.Limit, "limit", 0, "CPU time of a call; 0: a default")
	flag.Uint64Var(&c.Shrink, "shrink", 0, "bytes to take off each bound: this must fail")
	flag.StringVar(&c.Tool, "tool", "", "nearcall binary (build/nearcall)")
	flag.StringVar(&c.Keep, "keep", "", "folder for the programs of violations")
	flag.Parse()
	if minutes > 0 {
		c.Deadline = time.Now().Add(time.Duration(minutes) * time.Minute)
	}
	fmt.Printf("seed %d\n", c.Seed)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	start := time.Now()
	r, err := stack.Run(ctx, c)
	if err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
	}
	if r == nil {
		os.Exit(1)
	}
	r.Print(os.Stdout)
	fmt.Printf("seed %d, %v\n", c.Seed, time.Since(start).Round(time.Second))
	failures := r.Failures()
	for _, f := range failures {
		fmt.Println("FAIL:", f)
	}
	if err != nil || len(failures) > 0 {
		os.Exit(1)
	}
}
