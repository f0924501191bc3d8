// Command run runs the conformance suite over many random functions:
//
//	go run ./tests/conformance/run -n 10000 -seed 7
//
// make conformance does. It ends with status 1 if a function fails.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/nearcall/nearcall/tests/conformance"
)

func main() {
	var names []string
	for _, c := range conformance.Configs {
		names = append(names, c.Name)
	}
	n := flag.Int("n", 1000, "functions for each configuration")
	seed := flag.Uint64("seed", 0, "`seed` of all; 0 takes one from the clock")
	batch := flag.Int("batch", 250, "functions in a program")
	workers := flag.Int("j", runtime.NumCPU(), "batches at a time")
	rounds := flag.Int("rounds", 8, "calls of each function")
	shrink := flag.Int("shrink", 5, "failures to make small")
	configs := flag.String("configs", strings.Join(names[:3], ","), "configurations, of "+strings.Join(names, ","))
	bare := flag.Bool("bare-int128", false, "keep each bare __int128, also where clang before 18 departs from the ABI")
	mutate := flag.Bool("mutate", false, "instead, check that the suite notices mutations of the classifier")
	flag.Parse()

	if *mutate {
		tool, err := conformance.NewTool()
		check(err)
		ok, err := conformance.Mutate(tool, os.Stdout)
		check(err)
		if !ok {
			os.Exit(1)
		}
		return
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	fmt.Printf("seed %d, %d functions for each of %s\n", *seed, *n, *configs)
	tool, err := conformance.NewTool()
	check(err)
	tool.Rounds = *rounds
	s := conformance.Suite{Tool: tool, Seed: *seed, N: *n, Batch: *batch, Workers: *workers, Out: os.Stdout,
		Shrink: *shrink, Bare: *bare, NoCache: *n > 2000}
	wanted := strings.Split(*configs, ",")
	for _, c := range conformance.Configs {
		if slices.Contains(wanted, c.Name) {
			s.Configs = append(s.Configs, c)
		}
	}
	if len(s.Configs) != len(wanted) {
		check(fmt.Errorf("configurations are %s", strings.Join(names, ", ")))
	}
	began := time.Now()
	counts, err := s.Run()
	failed := 0
	fmt.Printf("\nseed %d, %.0f s\n", *seed, time.Since(began).Seconds())
	for i := range counts {
		counts[i].Print(os.Stdout)
		failed += counts[i].Failed
	}
	check(err)
	if failed > 0 {
		os.Exit(1)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(2)
	}
}
