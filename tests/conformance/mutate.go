package conformance

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Mutation breaks the tool on purpose: in a file of its sources, Old becomes
// New. Old must be there exactly once.
//
// Compiler is the configuration that notices: gcc passes all types as the ABI
// says, clang alone counts on what callers extend, and archives have entries in
// Go's register convention.
type Mutation struct {
	Name, File, Old, New string
	Compiler             int
}

const (
	clang   = 1
	gcc     = 2
	archive = 3
)

const (
	classifier = "pack/arch/amd64/csysv.c"
	emit       = "trampolines/amd64/emit.c"
	goABI      = "pack/arch/gowords.c"
)

// Mutations are ways to get the calling convention wrong.
var Mutations = []Mutation{
	{"SSE wins over INTEGER", classifier,
		"return x == SYSV_INTEGER || y == SYSV_INTEGER ? SYSV_INTEGER : SYSV_SSE;", "return SYSV_SSE;", gcc},
	{"MEMORY over 8 bytes", classifier, "if (t->size > 16) {", "if (t->size > 8) {", gcc},
	{"what goes on the stack uses up the registers", classifier,
		"p->on_stack = true;", "p->on_stack = true, used_int = SYSV_INT_REGS;", gcc},
	{"the pointer to the result takes no register", classifier, "used_int = 1;", "used_int = 0;", gcc},
	{"nothing is aligned to 16 bytes on the stack", classifier,
		"types[i]->align > 8 ? types[i]->align : 8", "8", gcc},
	{"complex is INTEGER", classifier,
		"scalar_at(SYSV_SSE, offset, t->size / 2, t->align, cls);", "scalar_at(SYSV_INTEGER, offset, t->size / 2, t->align, cls);", gcc},
	{"seven registers for floats", classifier,
		"used_sse + count(&p->how, SYSV_SSE) <= SYSV_SSE_REGS", "used_sse + count(&p->how, SYSV_SSE) <= SYSV_SSE_REGS - 1", gcc},
	{"signed bytes are zero-extended", emit, `t->is_signed ? "MOVBLSX" : "MOVBLZX"`, `"MOVBLZX"`, clang},
	{"results go on where arguments end", goABI, "s.ints = s.floats = 0;", "", archive},
}

// The short run that must find a mutation.
const (
	mutationSeed  = 1
	mutationBatch = 150
	mutationRuns  = 4
)

// mutant is a copy of the sources to be changed and built.
type mutant struct {
	dir  string
	tool *Tool
}

// Mutate checks that the suite passes a copy of the tool, and fails each
// mutation of it. It prints a line for each, and reports whether all is well.
func Mutate(t *Tool, w io.Writer) (bool, error) {
	dir, err := os.MkdirTemp("", "conformance-mutate")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	m, err := newMutant(t, dir)
	if err != nil {
		return false, err
	}
	good := true
	for _, compiler := range []int{clang, gcc} {
		passes, err := m.check(w, Mutation{Name: "unchanged, " + Configs[compiler].Name, Compiler: compiler}, false)
		if err != nil {
			return false, err
		}
		good = good && passes
	}
	for _, mutation := range Mutations {
		caught, err := m.check(w, mutation, true)
		if err != nil {
			return false, err
		}
		good = good && caught
	}
	return good, nil
}

func newMutant(t *Tool, dir string) (*mutant, error) {
	for _, part := range []string{"Makefile", "go.mod", "pack", "trampolines", "csrc"} {
		if out, err := exec.Command("cp", "-R", filepath.Join(t.Root, part), dir).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("cp %s: %w: %s", part, err, out)
		}
	}
	tool := *t
	tool.Nearcall, tool.Csrc = filepath.Join(dir, "build/nearcall"), filepath.Join(dir, "csrc")
	godecl := filepath.Join(filepath.Dir(t.Nearcall), "nearcall-godecl")
	if err := os.Mkdir(filepath.Join(dir, "build"), 0o755); err != nil {
		return nil, err
	}
	return &mutant{dir, &tool}, os.Symlink(godecl, filepath.Join(dir, "build/nearcall-godecl"))
}

// check builds a mutation and runs the suite on it.
func (m *mutant) check(w io.Writer, mutation Mutation, wantFailure bool) (bool, error) {
	restore, err := m.apply(mutation)
	if err != nil {
		return false, err
	}
	defer restore()
	make := exec.Command("make", "-s", "-C", m.dir, "-j4", "NEARCALL_READY=1", "B=build", "CC=gcc", "build/nearcall")
	make.Env = append(os.Environ(), "MAKEFLAGS=")
	if out, err := make.CombinedOutput(); err != nil {
		return false, fmt.Errorf("%s: make: %w\n%s", mutation.Name, err, out)
	}
	config := Configs[mutation.Compiler]
	done, bad := 0, map[Verdict]int{}
	for run := 0; run < mutationRuns && bad[Mismatch]+bad[Crash] == 0; run++ {
		funcs := Generate(mutationSeed, run, mutationBatch)
		if departs(config.CC) {
			funcs = adapt(funcs)
		}
		outcomes, _, err := m.tool.Evaluate(funcs, config, false)
		if err != nil {
			return false, err
		}
		done += len(outcomes)
		for _, o := range outcomes {
			if o.Verdict != Passed {
				bad[o.Verdict]++
			}
		}
	}
	failed := bad[Mismatch]+bad[Crash] > 0
	good := failed == wantFailure && (wantFailure || len(bad) == 0)
	word := map[bool]string{true: "ok  ", false: "FAIL"}[good]
	fmt.Fprintf(w, "%s %-46s %d functions, %v\n", word, mutation.Name, done, bad)
	return good, nil
}

// sources are the file as it is and with the mutation.
func (m *mutant) sources(mutation Mutation) (text, changed string, err error) {
	b, err := os.ReadFile(filepath.Join(m.dir, mutation.File))
	if err != nil {
		return "", "", err
	}
	text = string(b)
	if n := strings.Count(text, mutation.Old); n != 1 {
		return "", "", fmt.Errorf("%s: %s has %d times, not once: %s", mutation.Name, mutation.File, n, mutation.Old)
	}
	return text, strings.Replace(text, mutation.Old, mutation.New, 1), nil
}

// apply changes the source, and returns what changes it back.
func (m *mutant) apply(mutation Mutation) (restore func(), err error) {
	if mutation.File == "" {
		return func() {}, nil
	}
	text, changed, err := m.sources(mutation)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(m.dir, mutation.File)
	return func() { os.WriteFile(path, []byte(text), 0o644) }, os.WriteFile(path, []byte(changed), 0o644)
}
