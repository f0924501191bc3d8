package stack

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// run is one call of a function, with one set of arguments.
type run struct {
	depth   uint64 // bytes below the return address that were written to
	deepest bool   // a deepest path was executed
	end     string // ok, fault or time
	result  string // what it gave, in short; "-" where that depends on the paint
}

const setsPerFunction = 3

// path is the part of a call graph on which the bound of an entry is reached.
// The entry is its first node.
type path struct {
	nodes []*proven
	edges [][3]int // from, to, tail
}

// deepestPaths follows from an entry the calls that need as many bytes as
// the bound says.
func (m *machine) deepestPaths(r *report, entry string) path {
	byName := map[string]*proven{}
	for i := range r.Functions {
		byName[r.Functions[i].Name] = &r.Functions[i]
	}
	// an entry at the address of another function goes by that one's name
	for _, e := range r.Entries {
		if e.Function == entry && len(e.Deepest) > 0 {
			entry = e.Deepest[0]
		}
	}
	p := path{nodes: []*proven{byName[entry]}}
	seen := map[string]int{entry: 0}
	for from := 0; from < len(p.nodes); from++ {
		f := p.nodes[from]
		for _, call := range f.Calls {
			callee, tail := byName[call.Function], 0
			need := call.Depth + m.call + callee.Total
			if call.Tail {
				tail, need = 1, call.Depth+callee.Total
			}
			if need != f.Total {
				continue
			}
			to, ok := seen[callee.Name]
			if !ok {
				to = len(p.nodes)
				seen[callee.Name] = to
				p.nodes = append(p.nodes, callee)
			}
			if edge := [3]int{from, to, tail}; !slices.Contains(p.edges, edge) {
				p.edges = append(p.edges, edge)
			}
		}
	}
	return p
}

// terminal tells whether a function's bound is reached without a further call
// that is a node itself.
func (f *proven) terminal() bool { return f.Frame == f.Total }

func (img *image) writeNode(b *bytes.Buffer, f *proven) {
	at := slices.Clone(img.ranges[f.Name])
	at = append(at, place{}, place{})
	terminal := 0
	if f.terminal() {
		terminal = 1
	}
	fmt.Fprintf(b, "node %d %d %d %d %d %d\n", at[0].start, at[0].start, at[0].end, at[1].start, at[1].end, terminal)
}

// jobs is what painted is told to do with the entries of an image.
func (c *Config) jobs(dir string, r *report, img *image, programs []*program) ([]byte, error) {
	file := filepath.Join(dir, "image")
	if c.spoil != nil {
		c.spoil(img.code)
	}
	if err := os.WriteFile(file, img.code, 0o644); err != nil {
		return nil, err
	}
	entries, owners := map[string]entry{}, map[string]*program{}
	var jobs bytes.Buffer
	for _, p := range programs {
		for _, e := range p.entries {
			entries[e.c], owners[e.c] = e, p
		}
		if p.globals != nil {
			fmt.Fprintf(&jobs, "data %s %d\n", p.globals.file, p.globals.address())
			jobs.WriteString(p.globals.watched)
		}
	}
	fmt.Fprintf(&jobs, "image %s\n", file)
	for _, e := range r.Entries {
		p := c.machine.deepestPaths(r, e.Function)
		for _, f := range p.nodes {
			if len(img.ranges[f.Name]) == 0 {
				return nil, fmt.Errorf("the image has no symbol %s", f.Name)
			}
			img.writeNode(&jobs, f)
		}
		for _, edge := range p.edges {
			fmt.Fprintf(&jobs, "edge %d %d %d\n", edge[0], edge[1], edge[2])
		}
		at, ok := img.entries[e.Function]
		if !ok {
			return nil, fmt.Errorf("the image does not export %s", e.Function)
		}
		called := entries[e.Function]
		k, sets := called.kinds, setsPerFunction
		if k == "" {
			k, sets = "-", 1
		}
		fmt.Fprintf(&jobs, "call %s %d %d %d %d %s %c %d\n", e.Function, at, e.Total, sets, uint64(c.Seed), k, called.result(),
			owners[e.Function].compares())
	}
	return jobs.Bytes(), nil
}

// painted runs a program of painted.c and returns the runs by C function.
func (c *Config) painted(ctx context.Context, program string, jobs []byte) (map[string][]run, error) {
	line := append(slices.Clone(c.machine.emulator), program, fmt.Sprint(c.Limit.Milliseconds()))
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Stdin = bytes.NewReader(jobs)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("painted: %v\n%s", err, stderr.String())
	}
	return parseRuns(string(out))
}

func parseRuns(out string) (map[string][]run, error) {
	all := map[string][]run{}
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			parts := strings.Split(w, ":")
			if len(parts) != 4 {
				return nil, fmt.Errorf("painted said %q", line)
			}
			depth, err := strconv.ParseUint(parts[0], 10, 64)
			if err != nil {
				return nil, err
			}
			all[words[0]] = append(all[words[0]], run{depth, parts[1] == "1", parts[2], parts[3]})
		}
	}
	return all, nil
}
