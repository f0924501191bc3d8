//go:build amd64 && cgo

// Command driver measures what build.sh has built, and shows the results. See
// docs/results.md for the method.
//
//	driver run [-time T] OUT      measure; write OUT/bench.txt, table.md, chart.svg
//	driver page OUT PAGE          put those into PAGE, between its markers
package main

import (
	"bufio"
	"debug/elf"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nearcall/nearcall/bench/calls/loops"
	"github.com/nearcall/nearcall/bench/calls/report"
)

func main() {
	run := flag.NewFlagSet("run", flag.ExitOnError)
	total := run.Duration("time", 5*time.Minute, "how long to measure")
	slot := run.Duration("slot", time.Millisecond, "about how long to run a way in a round")
	var err error
	switch args := os.Args[1:]; {
	case len(args) > 0 && args[0] == "run" && run.Parse(args[1:]) == nil && run.NArg() == 1:
		if err = measureAll(run.Arg(0), *total, *slot); err == nil {
			err = show(run.Arg(0))
		}
	case len(args) == 3 && args[0] == "page":
		err = report.UpdatePage(args[1], args[2])
	default:
		err = errors.New("usage: driver run [-time T] [-slot T] OUT | driver page OUT PAGE")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "driver:", err)
		os.Exit(1)
	}
}

// measureAll writes OUT/bench.txt.
func measureAll(out string, total, slot time.Duration) error {
	bin := filepath.Join(out, "bin")
	var s suite
	defer s.close()
	if err := fill(&s, bin); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(out, "bench.txt"))
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	describe(w, filepath.Join(bin, "worker-0"))
	fmt.Fprintf(w, "date: %s\nslot: %v\n\n", time.Now().UTC().Format("2006-01-02"), slot)
	if err := sizes(w, bin); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "checking results, calibrating")
	if err := s.verify(); err != nil {
		return err
	}
	if err := s.calibrate(slot); err != nil {
		return err
	}
	if err := s.measure(w, total, newProgress(total)); err != nil {
		return err
	}
	return w.Flush()
}

// fill adds all benchmarks.
func fill(s *suite, bin string) error {
	var inWorker, inArchived []string
	for _, c := range loops.Cases {
		inWorker = append(inWorker, c.Name)
		if name := strings.TrimPrefix(c.Name, "CallOverhead/Go/"); name != c.Name {
			inArchived = append(inArchived, "CallOverhead/GoBesideArchive/"+name, "CallOverhead/NearcallArchive/"+name)
		}
	}
	for _, name := range []string{"C", "Go", "CArchive", "CShared"} {
		s.addStart("Startup/"+name, filepath.Join(bin, "start-"+name))
	}
	return errors.Join(
		s.add(filepath.Join(bin, "worker-*"), inWorker...),
		s.add(filepath.Join(bin, "archived-*"), inArchived...),
		s.add(filepath.Join(bin, "filippo-*"), "Kernel/edwards25519/32/Go"),
		s.add(filepath.Join(bin, "fromc-archive"), "CallFromC/CArchive/C", "CallFromC/CArchive/Go"),
		s.add(filepath.Join(bin, "fromc-shared"), "CallFromC/CShared/C", "CallFromC/CShared/Go"),
	)
}

// sizes writes how large the smallest programs are, and whether they need a
// dynamic linker.
func sizes(w *bufio.Writer, bin string) error {
	for _, program := range []struct{ name, file string }{
		{"C", "start-C"},
		{"Go/empty", "start-Go"},
		{"Go", "tiny-go"},
		{"Nearcall", "tiny-nearcall"},
		{"NearcallArchive", "tiny-nearcall-archive"},
		{"Cgo", "tiny-cgo"},
		{"Purego", "tiny-purego"},
		{"CArchive", "start-CArchive"},
		{"CShared", "libfromc.so"},
	} {
		path := filepath.Join(bin, program.file)
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		f, err := elf.Open(path)
		if err != nil {
			return err
		}
		libraries, err := f.ImportedLibraries()
		f.Close()
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "BenchmarkSize/%s 1 %d bytes %d libraries\n", program.name, info.Size(), len(libraries))
	}
	return nil
}

// show writes the table and the chart, and prints the table.
func show(out string) error {
	if err := report.Render(out); err != nil {
		return err
	}
	table, err := os.ReadFile(filepath.Join(out, "table.md"))
	if err == nil {
		_, err = os.Stdout.Write(table)
	}
	return err
}
