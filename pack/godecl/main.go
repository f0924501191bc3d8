// Command nearcall-godecl is nearcall's read stage: it turns the body-less Go
// declarations of one package, and the //nearcall: directives around them,
// into one JSON object on standard output.
//
// It uses Go's own front end, so that nearcall never has an opinion of its own
// on what a Go declaration means. The C tool starts it and reads the JSON.
//
// Usage:
//
//	nearcall-godecl [-arch amd64] [-go PATH] DIR
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
)

// Exit statuses; nearcall's own (1, "refused", is for the C tool to decide).
const (
	exitOK    = 0
	exitUsage = 2
	exitTool  = 3
)

// config is the command line.
type config struct {
	dir   string // as given
	arch  string // GOARCH
	goCmd string // the go command to run
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
	pkg, err := readPackage(cfg)
	if err == nil {
		err = writeJSON(stdout, pkg)
	}
	if err != nil {
		fmt.Fprintf(stderr, "nearcall-godecl: %v\n", err)
		return exitTool
	}
	return exitOK
}

// parseArgs reads the command line. What is wrong with it has been written to
// stderr when it returns an error.
func parseArgs(args []string, stderr io.Writer) (config, error) {
	var cfg config
	flags := flag.NewFlagSet("nearcall-godecl", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: nearcall-godecl [-arch amd64] [-go PATH] DIR")
		flags.PrintDefaults()
	}
	flags.StringVar(&cfg.arch, "arch", "amd64", "GOARCH to read the package for")
	flags.StringVar(&cfg.goCmd, "go", "go", "the go command to run")
	if err := flags.Parse(args); err != nil {
		return cfg, err
	}
	if flags.NArg() != 1 || flags.Arg(0) == "" {
		flags.Usage()
		return cfg, errors.New("want one folder")
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
