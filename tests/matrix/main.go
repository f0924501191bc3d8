// Command matrix builds and runs one module of nearcall's in every way that Go has: releases of Go, ways to link,
// flags, architectures. It speaks TAP, and writes docs/matrix.md.
//
//	matrix [-short] [-w FILE] [-keep] [-time D] [-j N] [-go VERSION,...] [-only REGEXP]
//
// Each cell is a program that checks itself (testdata/subject). A cell that does not come out right is tried once more
// without nearcall, with the same module's Go in the place of C (build tag purego): when that goes wrong in the same
// step, the cell is skipped, and Go's own words are the reason. Otherwise it has failed. There is no list of what may
// be skipped.
//
// -keep goes on where an earlier run with the same tool was stopped. NEARCALL in the environment names another tool
// than build/nearcall.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

type options struct {
	short, keep    bool
	page           string
	limit          time.Duration
	workers        int
	versions, only string
}

func main() {
	var o options
	flag.BoolVar(&o.short, "short", false, "only the cells of the short form, with the Go that is there")
	flag.StringVar(&o.page, "w", "", "write the tables to `file`")
	flag.BoolVar(&o.keep, "keep", false, "go on with the results of an earlier run")
	flag.DurationVar(&o.limit, "time", 0, "begin no cell after so long (0: no limit)")
	flag.IntVar(&o.workers, "j", 2, "rows of a table at once")
	flag.StringVar(&o.versions, "go", "", "only these `versions` of Go")
	flag.StringVar(&o.only, "only", "", "only cells whose name this `regexp` is in; what Go compiles for them is kept")
	flag.Parse()
	if err := matrix(o); err != nil {
		fmt.Fprintln(os.Stderr, "matrix:", err)
		os.Exit(1)
	}
}

func matrix(o options) error {
	root, err := os.Getwd()
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
	work := filepath.Join(root, "build/matrix")
	if o.short { // in the way of no long run
		work = filepath.Join(work, "short")
	}
	s, err := layOut(filepath.Join(root, "tests/matrix/testdata"), filepath.Join(work, "modules"), tool)
	if err != nil {
		return err
	}
	releases, err := findReleases(o)
	if err != nil {
		return err
	}
	only, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	store, err := openResults(filepath.Join(work, "results.json"), tool, o.keep)
	if err != nil {
		return err
	}
	r := newRunner(s, work, o, store)
	all := plan(releases, o.short)
	var write sync.Mutex
	r.rowDone = func() {
		write.Lock()
		defer write.Unlock()
		if o.page != "" {
			err = errors.Join(err, os.WriteFile(o.page, []byte(page(all, store)), 0o644))
		}
	}
	failed := r.run(all, only)
	if err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d cells failed", failed)
	}
	return nil
}
