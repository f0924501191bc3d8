package main

import (
	"fmt"
	"slices"
)

// way is a column: a kind of program, and how it is linked.
type way struct {
	name     string
	mode     string // of -buildmode
	external bool
	cgo      bool
}

var ways = []way{
	{name: "exe", mode: "exe"},
	{name: "exe cgo", mode: "exe", cgo: true},
	{name: "exe external", mode: "exe", external: true, cgo: true},
	{name: "PIE", mode: "pie"},
	{name: "PIE cgo", mode: "pie", cgo: true},
	{name: "PIE external", mode: "pie", external: true, cgo: true},
	{name: "c-archive", mode: "c-archive", external: true, cgo: true},
	{name: "c-shared", mode: "c-shared", external: true, cgo: true},
	{name: "plugin", mode: "plugin", external: true, cgo: true},
}

// oddWays are what one may try, too.
var oddWays = []way{
	{name: "exe external, cgo off", mode: "exe", external: true},
	{name: "PIE external, cgo off", mode: "pie", external: true},
	{name: "c-archive internal", mode: "c-archive", cgo: true},
	{name: "c-shared internal", mode: "c-shared", cgo: true},
	{name: "plugin internal", mode: "plugin", cgo: true},
}

// variant is a row: what else is said to go build.
type variant struct {
	name    string
	flags   []string // of go build
	ldflags string
	env     []string
	tags    string
	cflags  []string // of the C programs that load libraries
	clang   bool     // C by clang: gcc has no such sanitizer
	layout  string   // of the module; "" is the ordinary one
	from    int      // the first 1.N that has it
	arch    string   // "" is all
	floor   string   // the lowest CPU level that can run; "" is 1
	covers  bool     // running it leaves coverage data
	short   []string // the ways that the short form has
}

var variants = []variant{
	{name: "plain", short: []string{"exe", "exe cgo", "exe external", "PIE", "PIE external", "c-archive", "c-shared", "plugin"}},
	{name: "vendored", flags: []string{"-mod=vendor"}, layout: "vendored", short: []string{"exe"}},
	{name: "workspace", layout: "workspace", short: []string{"exe"}},
	{name: "-race", flags: []string{"-race"}, short: []string{"exe cgo"}},
	{name: "-msan", flags: []string{"-msan"}, cflags: []string{"-fsanitize=memory"}, clang: true},
	{name: "-asan", flags: []string{"-asan"}, cflags: []string{"-fsanitize=address"}},
	{name: "-cover -coverpkg=./...", flags: []string{"-cover", "-coverpkg=./..."}, covers: true, short: []string{"exe"}},
	{name: "-pgo", flags: []string{"-pgo=PROFILE"}},
	{name: "-trimpath", flags: []string{"-trimpath"}},
	{name: `-ldflags="-s -w"`, ldflags: "-s -w", short: []string{"exe"}},
	{name: `-gcflags="all=-N -l"`, flags: []string{"-gcflags=all=-N -l"}, short: []string{"exe"}},
	{name: "-gcflags=all=-d=checkptr", flags: []string{"-gcflags=all=-d=checkptr"}},
	{name: "GOFIPS140=latest", env: []string{"GOFIPS140=latest"}, tags: "fips", from: 24},
	{name: "GOAMD64=v1", env: []string{"GOAMD64=v1"}, arch: "amd64"},
	{name: "GOAMD64=v2", env: []string{"GOAMD64=v2"}, arch: "amd64"},
	{name: "GOAMD64=v3", env: []string{"GOAMD64=v3"}, arch: "amd64", floor: "3", short: []string{"exe"}},
	{name: "GOAMD64=v4", env: []string{"GOAMD64=v4"}, arch: "amd64", floor: "4"},
	{name: "GOARM64=v9.0", env: []string{"GOARM64=v9.0"}, arch: "arm64"},
}

// command is a cell of the other table: something done with the whole module.
type command struct {
	name  string
	env   []string
	args  []string // of go
	short bool
}

var commands = []command{
	{name: "go vet", args: []string{"vet", "./..."}, short: true},
	{name: "go test", args: []string{"test", "-count=1", "./..."}, short: true},
	{name: "go test -race", args: []string{"test", "-count=1", "-race", "./..."}, env: []string{"CGO_ENABLED=1"}},
	{name: "go test -cover -coverpkg=./...", args: []string{"test", "-count=1", "-cover", "-coverpkg=./...", "./..."}},
	{name: "go test -fuzz, own target", args: []string{"test", "-run=NONE", "-fuzz=^FuzzMix$", "-fuzztime=2000x", "./kern"}, short: true},
	{name: "go test -fuzz, generated target", args: []string{"test", "-run=NONE", "-fuzz=^FuzzNearcall_Mix$", "-fuzztime=2000x", "./kern"}},
	{name: "go test -tags purego", args: []string{"test", "-count=1", "-tags=purego", "./..."}},
	{name: "go list -deps", args: []string{"list", "-deps", "-test", "./..."}},
}

// crossBuilds are for the other systems, on which nothing is run.
func crossBuilds() []command {
	var all []command
	for _, goos := range []string{"darwin", "freebsd", "openbsd", "windows"} {
		for _, goarch := range []string{"amd64", "arm64"} {
			env := []string{"GOOS=" + goos, "GOARCH=" + goarch, "CGO_ENABLED=0"}
			name := goos + "/" + goarch
			all = append(all,
				command{name: "build for " + name, env: env, args: []string{"build", "-o", "OUT", "./prog"}, short: name == "darwin/arm64"},
				command{name: "vet for " + name, env: env, args: []string{"vet", "./..."}, short: name == "windows/amd64"})
		}
	}
	return all
}

// cell is one thing to try: a variant by a way, or a command.
type cell struct {
	release release
	arch    string
	table   string // what table it is in
	variant variant
	way     way
	command *command
	skip    string // the reason why it need not be tried
}

func (c cell) row() string {
	if c.command != nil {
		return c.command.name
	}
	return c.variant.name
}

func (c cell) column() string {
	if c.command != nil {
		return c.release.name
	}
	return c.way.name
}

func (c cell) name() string {
	return fmt.Sprintf("go%s %s: %s: %s, %s", c.release.name, c.arch, c.table, c.row(), c.column())
}

const (
	tableWays        = "ways to build"
	tableExperiments = "experiments"
	tableOdd         = "odd ways"
	tableCommands    = "commands"
)

// plan is all cells in the order in which they are tried: what is most likely to show a fault first, since a run may
// be stopped.
func plan(releases []release, short bool) []cell {
	var all []cell
	if short {
		r := releases[0]
		all = append(grid(r, "amd64", tableWays, variants, ways), commandCells(r)...)
		all = append(all, grid(r, "arm64", tableWays, variants[:1], ways[:1])...)
		return slices.DeleteFunc(all, func(c cell) bool { return !inShort(c) })
	}
	for len(releases) > 0 {
		n := min(2, len(releases))
		for _, arch := range []string{"amd64", "arm64"} {
			for _, r := range releases[:n] {
				all = append(all, grid(r, arch, tableWays, variants, ways)...)
				all = append(all, grid(r, arch, tableOdd, variants[:1], oddWays)...)
				if arch == "amd64" {
					all = append(all, commandCells(r)...)
				}
			}
		}
		for _, r := range releases[:n] {
			all = append(all, grid(r, "amd64", tableExperiments, experimentRows(r), ways)...)
		}
		releases = releases[n:]
	}
	return all
}

func inShort(c cell) bool {
	if c.command != nil {
		return c.command.short
	}
	return slices.Contains(c.variant.short, c.way.name)
}

func grid(r release, arch, table string, rows []variant, columns []way) []cell {
	var all []cell
	for _, v := range rows {
		if v.arch != "" && v.arch != arch {
			continue
		}
		for _, w := range columns {
			c := cell{release: r, arch: arch, table: table, variant: v, way: w, skip: r.gone}
			if r.minor < v.from && c.skip == "" {
				c.skip = fmt.Sprintf("Go has it from 1.%d on", v.from)
			}
			all = append(all, c)
		}
	}
	return all
}

func commandCells(r release) []cell {
	var all []cell
	for _, c := range slices.Concat(commands, crossBuilds()) {
		all = append(all, cell{release: r, arch: "amd64", table: tableCommands, command: &c, skip: r.gone})
	}
	return all
}

func experimentRows(r release) []variant {
	if r.gone != "" {
		return []variant{{name: "GOEXPERIMENT"}}
	}
	names, err := r.experiments()
	if err != nil {
		return []variant{{name: "GOEXPERIMENT: " + err.Error()}}
	}
	var rows []variant
	for _, name := range names {
		rows = append(rows, variant{name: "GOEXPERIMENT=" + name, env: []string{"GOEXPERIMENT=" + name}})
	}
	return rows
}
