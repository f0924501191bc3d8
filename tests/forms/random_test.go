package forms

import (
	"debug/elf"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

// randomRun is a module of random functions, once for each way to compile them,
// and what the plain C program gives.
type randomRun struct {
	seed  uint64
	calls int // of each function
	funcs []*function
	names []string
	want  string
}

func newRandomRun(t *testing.T, seed uint64, n, calls int, names []string) *randomRun {
	t.Helper()
	run := &randomRun{seed: seed, calls: calls, names: names}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range n {
		run.funcs = append(run.funcs, newFunction(r, i))
	}
	dir := t.TempDir()
	harness.Write(t, dir, "ref.c", programC(run.funcs))
	harness.Must(t, dir, nil, "gcc", "-w", "-O0", "-ffp-contract=off", "-o", "ref", "ref.c")
	run.want = harness.Must(t, dir, nil, filepath.Join(dir, "ref"), fmt.Sprint(run.seed), fmt.Sprint(run.calls))
	return run
}

func (run *randomRun) module(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	harness.Write(t, dir, "go.mod", "module example.com/m\n\ngo 1.23\n")
	harness.Check(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "random"))))
	for _, name := range run.names {
		harness.Write(t, dir, name+"/csrc/p.c", sourceC(run.funcs))
		harness.Write(t, dir, name+"/p.go", declarations(name, compilations()[name].flags, run.funcs))
		harness.Write(t, dir, "main/"+name+".go", callersGo(name, run.funcs))
	}
	return dir
}

func (run *randomRun) program(t *testing.T, c carrier, dir string) string {
	t.Helper()
	return c.programOf(t, dir, run.names, func(p string) []string { return []string{"CC=" + compilations()[p].cc} }, nil)
}

// wrong is the functions that did not give what they should, each with its
// first such line.
func (run *randomRun) wrong(got string) map[int]string {
	lines, all := strings.Split(got, "\n"), map[int]string{}
	for i, want := range strings.Split(run.want, "\n") {
		if id, has := i/run.calls, i < len(lines) && lines[i] == want; !has && all[id] == "" && id < len(run.funcs) {
			all[id] = "want " + want + "\ngot  (nothing)"
			if i < len(lines) {
				all[id] = "want " + want + "\ngot  " + lines[i]
			}
		}
	}
	return all
}

func (run *randomRun) check(t *testing.T, prog, name string) {
	t.Helper()
	r := harness.Run(t, "", nil, prog, "-seed", fmt.Sprint(run.seed), "-n", fmt.Sprint(run.calls), "-build", name)
	wrong, shown := run.wrong(r.Stdout), 0
	if len(wrong) > 0 || r.Status != 0 {
		t.Errorf("%s, seed %d: status %d, %d functions are wrong\n%.2000s", name, run.seed, r.Status, len(wrong), r.Stderr)
	}
	for _, f := range run.funcs {
		if what := wrong[f.id]; what != "" && shown < 3 {
			shown++
			t.Errorf("%s:\n%s\n%s\n{\n%s}", name, what, f.prototype(), f.body)
		}
	}
}

var bodyLine = regexp.MustCompile(`(?m)^  (\S+):\d+\t+0x([0-9a-f]+)\t+([0-9a-f]+)\t+(\S+)`)

// instruction is one of a function in a program.
type instruction struct {
	file string
	addr uint64
	size int
	name string
}

// disassembly is the instructions of the Go functions of a package.
func disassembly(t *testing.T, env []string, prog, pkg string) map[string][]instruction {
	t.Helper()
	all := map[string][]instruction{}
	text := "\n" + harness.Must(t, "", env, "go", "tool", "objdump", "-s", `^example.com/m/`+pkg+`\.`, prog)
	for _, part := range strings.Split(text, "\nTEXT example.com/m/"+pkg+".")[1:] {
		name := part[:strings.IndexAny(part, ".( ")]
		for _, m := range bodyLine.FindAllStringSubmatch(part, -1) {
			addr, err := strconv.ParseUint(m[2], 16, 64)
			harness.Check(t, err)
			all[name] = append(all[name], instruction{m[1], addr, len(m[3]) / 2, m[4]})
		}
	}
	return all
}

// fusedOf counts the functions whose own symbol has lines of C, and those that
// have an entry in Go's register convention.
func (run *randomRun) fusedOf(t *testing.T, prog, name string) (fused, entries int) {
	t.Helper()
	code := disassembly(t, nil, prog, name)
	for _, f := range run.funcs {
		inC, inEntries := false, false
		for _, i := range code[fmt.Sprint("F", f.id)] {
			inC = inC || strings.HasSuffix(i.file, ".c")
			inEntries = inEntries || i.file == "entries_amd64.s"
		}
		if inC {
			fused++
		}
		if inC && inEntries {
			entries++
		}
	}
	return fused, entries
}

// TestRandomBodies: random C functions give what the plain compiler's code
// gives, and leave their callers alone.
func TestRandomBodies(t *testing.T) {
	t.Parallel()
	rounds, n, calls, in := 6, 150, 200, names(carriers[0])
	if testing.Short() {
		rounds, n, calls, in = 1, 200, 40, few
	}
	for round := range rounds {
		run := newRandomRun(t, uint64(time.Now().UnixNano()%1e9)+uint64(round), n, calls, in)
		for _, c := range carriers {
			if testing.Short() && len(c.flags) > 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s seed %d", c.name, run.seed), func(t *testing.T) {
				t.Parallel()
				dir := run.module(t)
				prog := run.program(t, c, dir)
				if !c.archive {
					harness.Must(t, dir, nil, "go", "vet", "./...")
				}
				for _, name := range run.names {
					run.check(t, prog, name)
					fused, entries := run.fusedOf(t, prog, name)
					t.Logf("%s: %d of %d functions are fused, %d with a register entry", name, fused, n, entries)
					if least := map[bool]int{false: n * 9 / 20, true: n / 4}[compilations()[name].flags == "-O0"]; fused < least {
						t.Errorf("%s: %d of %d functions are fused, want at least %d", name, fused, n, least)
					}
					if c.archive && entries < fused/3 {
						t.Errorf("%s: %d of %d fused functions have a register entry", name, entries, fused)
					}
				}
			})
		}
	}
}

// TestRandomBodiesControls: bits of fused functions' code are changed, one at a
// time. For nearly all functions one of three such changes has to show.
func TestRandomBodiesControls(t *testing.T) {
	t.Parallel()
	run := newRandomRun(t, uint64(time.Now().UnixNano()%1e9), 60, 40, few[:1])
	for _, c := range carriers[:2] {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			prog, r := run.program(t, c, run.module(t)), rand.New(rand.NewPCG(run.seed, 2))
			code, tried, caught := disassembly(t, nil, prog, run.names[0]), 0, 0
			for _, f := range run.funcs {
				var body []instruction
				for _, i := range code[fmt.Sprint("F", f.id)] {
					if strings.HasSuffix(i.file, ".c") {
						body = append(body, i)
					}
				}
				if len(body) == 0 || tried == 12 {
					continue
				}
				tried++
				for range 3 {
					if run.shows(t, changeBit(t, prog, body[r.IntN(len(body))], r.IntN(8)), f) {
						caught++
						break
					}
				}
			}
			t.Logf("seed %d: controls caught: %d of %d", run.seed, caught, tried)
			if tried < 10 || caught < tried*3/4 {
				t.Errorf("%d functions were changed, of which %d show it", tried, caught)
			}
		})
	}
}

// shows tells whether a changed program gives anything but what it should.
func (run *randomRun) shows(t *testing.T, changed string, f *function) bool {
	t.Helper()
	r := harness.Run(t, "", nil, "timeout", "10", changed, "-seed", fmt.Sprint(run.seed), "-n", fmt.Sprint(run.calls),
		"-build", run.names[0], "-func", fmt.Sprint(f.id))
	return r.Status != 0 || !strings.Contains(run.want, r.Stdout)
}

// changeBit is the program with another last byte of one instruction.
func changeBit(t *testing.T, prog string, i instruction, bit int) string {
	t.Helper()
	bytes, err := os.ReadFile(prog)
	harness.Check(t, err)
	f, err := elf.Open(prog)
	harness.Check(t, err)
	defer f.Close()
	at := i.addr + uint64(i.size) - 1
	for _, p := range f.Progs {
		if p.Type == elf.PT_LOAD && at >= p.Vaddr && at < p.Vaddr+p.Filesz {
			bytes[p.Off+at-p.Vaddr] ^= 1 << bit
		}
	}
	changed := filepath.Join(t.TempDir(), "changed")
	harness.Check(t, os.WriteFile(changed, bytes, 0o755))
	return changed
}
