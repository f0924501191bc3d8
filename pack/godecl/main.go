// Command nearcall-godecl is nearcall's read stage: it turns the body-less Go
// declarations of one package, and the //nearcall: directives around them,
// into one JSON object on standard output.
//
// It uses Go's own front end, so that nearcall never has an opinion of its own
// on what a Go declaration means. The C tool starts it and reads the JSON.
//
// Usage:
//
//	nearcall-godecl [-arch amd64] DIR
//	nearcall-godecl [-arch amd64] -list PATTERN...
//
// With -list it prints the packages that patterns such as ./... stand for, as
// one JSON object a line.
//
// Exit status: 0 if JSON was printed, even with diagnostics in it; 2 for a
// wrong command line; 3 if the go command failed, with its words on stderr.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/types"
	"io"
	"os"
	"slices"
)

// Exit statuses; nearcall's own (1, "refused", is for the C tool to decide).
const (
	exitOK    = 0
	exitUsage = 2
	exitTool  = 3
)

// config is the command line.
type config struct {
	dir   string   // as given
	list  []string // patterns, for -list
	arch  string   // GOARCH
	sizes types.Sizes
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its surroundings as arguments; it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	cfg, err := parseArgs(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	if err != nil {
		return exitUsage
	}
	if cfg.list != nil {
		err = listPatterns(cfg, cfg.list, stdout)
	} else {
		err = printPackage(cfg, stdout)
	}
	if err != nil {
		fmt.Fprintf(stderr, "nearcall-godecl: %v\n", err)
		return exitTool
	}
	return exitOK
}

// printPackage prints the package in cfg.dir.
func printPackage(cfg config, stdout io.Writer) error {
	pkg, err := readPackage(cfg)
	if err != nil {
		return err
	}
	return writeJSON(stdout, pkg)
}

// parseArgs reads the command line. What is wrong with it has been written to
// stderr when it returns an error.
func parseArgs(args []string, stderr io.Writer) (config, error) {
	var cfg config
	flags := flag.NewFlagSet("nearcall-godecl", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: nearcall-godecl [-arch amd64] DIR | -list PATTERN...")
		flags.PrintDefaults()
	}
	flags.StringVar(&cfg.arch, "arch", "amd64", "GOARCH to read the package for")
	list := flags.Bool("list", false, "print the packages that patterns stand for")
	if err := flags.Parse(args); err != nil {
		return cfg, err
	}
	if flags.NArg() == 0 || flags.NArg() > 1 && !*list || slices.Contains(flags.Args(), "") {
		flags.Usage()
		return cfg, errors.New("want one folder, or patterns")
	}
	if *list {
		cfg.list = flags.Args()
	}
	cfg.dir = flags.Arg(0)
	cfg.sizes = types.SizesFor("gc", cfg.arch)
	if cfg.sizes == nil {
		fmt.Fprintf(stderr, "nearcall-godecl: unknown architecture %q\n", cfg.arch)
		return cfg, errors.New("unknown architecture")
	}
	return cfg, nil
}

// writeJSON writes pkg, leaving <, > and & as they are: the text is shown to
// people again.
func writeJSON(w io.Writer, pkg *Package) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(pkg)
}
