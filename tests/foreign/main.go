// Command foreign runs nearcall on C and Rust that nobody here wrote. It speaks
// TAP.
//
//	foreign [-short] [-only NAME,...] [-w FILE]
//
// list.txt names the code bases, which are fetched from the registries of
// packages into build/foreign, never into the repository, and held against
// checksums. Each has a folder in testdata: declarations and directives, and a
// test that holds the results against other code. The sources are there as up,
// and no line of them is changed. A folder with a file "refused" is one that
// nearcall must refuse, in the words of that file.
//
// -short takes those that the list calls short, and skips what cannot be
// fetched. -w writes the table, when all were run. NEARCALL in the environment
// names another tool than build/nearcall.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	short := flag.Bool("short", false, "only the code bases of the short form; skip those that cannot be fetched")
	only := flag.String("only", "", "only the code bases with these `names`")
	table := flag.String("w", "", "write the table to `file`")
	flag.Parse()
	if err := foreign(*short, *only, *table); err != nil {
		fmt.Fprintln(os.Stderr, "foreign:", err)
		os.Exit(1)
	}
}

func foreign(short bool, only, table string) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	here := filepath.Join(root, "tests/foreign")
	list, err := readList(filepath.Join(here, "list.txt"))
	if err != nil {
		return err
	}
	chosen, err := choose(list, short, only)
	if err != nil {
		return err
	}
	tool := os.Getenv("NEARCALL")
	if tool == "" {
		tool = "build/nearcall"
	}
	if tool, err = filepath.Abs(tool); err != nil {
		return err
	}
	r := runner{root, filepath.Join(here, "testdata"), filepath.Join(root, "build/foreign"), tool, list}
	results, failed := r.all(chosen, short)
	if table != "" && failed == 0 && len(results) == len(list) {
		return os.WriteFile(table, []byte(tableOf(results)), 0o644)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d failed", failed, len(chosen))
	}
	return nil
}

func choose(list []codebase, short bool, only string) ([]codebase, error) {
	var chosen []codebase
	names := strings.FieldsFunc(only, func(r rune) bool { return r == ',' || r == ' ' })
	for _, c := range list {
		if (c.short || !short) && (only == "" || slices.Contains(names, c.name)) {
			chosen = append(chosen, c)
		}
	}
	if len(chosen) == 0 {
		return nil, errors.New("no code base has that name")
	}
	return chosen, nil
}

// shortened keeps of a long text where it begins and where it ends.
func shortened(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) > 60 {
		lines = slices.Concat(lines[:40], []string{"..."}, lines[len(lines)-15:])
	}
	return strings.Join(lines, "\n")
}

// all runs the code bases and says of each how it went. skip passes over those
// whose sources are not to be had.
func (r runner) all(chosen []codebase, skip bool) (results []result, failed int) {
	fmt.Printf("1..%d\n", len(chosen))
	for i, c := range chosen {
		start := time.Now()
		res, err := r.run(c)
		took := time.Since(start).Round(100 * time.Millisecond)
		var gone unavailable
		switch {
		case err == nil:
			results = append(results, res)
			fmt.Printf("ok %d - %s: %s, %v\n", i+1, c.name, res.outcome, took)
		case skip && errors.As(err, &gone):
			fmt.Printf("ok %d - %s # SKIP its source cannot be fetched: %v\n", i+1, c.name, err)
		default:
			failed++
			fmt.Printf("not ok %d - %s\n# %s\n", i+1, c.name, strings.ReplaceAll(shortened(err.Error()), "\n", "\n# "))
		}
	}
	return results, failed
}
