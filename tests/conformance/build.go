package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// Config is a way to compile and to carry.
type Config struct {
	Name, CC, Cflags string
	Archive          bool
	Flags            []string // of nearcall archive
	Arch             string   // GOARCH; "" for this machine's own. Others' programs run under qemu-user
}

// Configs are all of them: the module carrier's come first.
var Configs = []Config{
	{Name: "clang-O0", CC: "clang", Cflags: "-O0"},
	{Name: "clang-O2", CC: "clang"},
	{Name: "gcc-O2", CC: "gcc"},
	{Name: "archive", CC: "clang", Archive: true},
	{Name: "archive-relocs", CC: "gcc", Archive: true, Flags: []string{"-relocs"}},
	// char is what it is elsewhere: the functions are generated for all machines
	{Name: "arm64-clang-O0", CC: "clang", Cflags: "-O0 -fsigned-char", Arch: "arm64"},
	{Name: "arm64-clang-O2", CC: "clang", Cflags: "-fsigned-char", Arch: "arm64"},
	{Name: "arm64-gcc-O2", CC: "gcc", Cflags: "-fsigned-char", Arch: "arm64"},
}

// qemu is what runs the programs of another machine.
var qemu = map[string]string{"arm64": "qemu-aarch64"}

func (c *Config) arch() string {
	if c.Arch != "" {
		return c.Arch
	}
	return runtime.GOARCH
}

// Tool is the program under test and where the rest is.
type Tool struct {
	Nearcall string
	Csrc     string // nearcall.h and rt/
	Root     string // the repository
	Rounds   int    // calls of each function
	Env      []string
	// Hasty leaves functions alone once others of the batch are refused.
	Hasty bool
}

// Verdict is what became of a function; "" is well.
type Verdict string

// The verdicts. Broken is C or Go that does not compile: the generator's
// fault, or the generated assembly's.
const (
	Passed   Verdict = ""
	Mismatch Verdict = "mismatch"
	Crash    Verdict = "crash"
	Refused  Verdict = "refused"
	Broken   Verdict = "broken"
)

// Outcome is a verdict and what was said.
type Outcome struct {
	Verdict Verdict
	Detail  string
}

const commandTimeout = 5 * time.Minute

// command runs a program in a folder.
func (t *Tool) command(dir string, env []string, name string, args ...string) (stdout, stderr string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false -trimpath", "GO111MODULE=on", "GOWORK=off", "CGO_ENABLED=0",
		"NEARCALL_CSRC="+t.Csrc, "TMPDIR="+filepath.Dir(dir))
	cmd.Env = append(append(cmd.Env, t.Env...), env...)
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// evaluation is one batch in one configuration.
type evaluation struct {
	tool     *Tool
	config   Config
	funcs    []*Func
	alone    bool // call each function in a process of its own
	dir      string
	n        int // modules written
	outcomes []Outcome
	sum      runner.Summary
}

// Evaluate builds functions, runs them and says for each what became of it.
// With alone, a function cannot do harm to another.
func (t *Tool) Evaluate(funcs []*Func, c Config, alone bool) ([]Outcome, runner.Summary, error) {
	dir, err := os.MkdirTemp("", "conformance")
	if err != nil {
		return nil, runner.Summary{}, err
	}
	defer os.RemoveAll(dir)
	e := &evaluation{tool: t, config: c, funcs: funcs, alone: alone, dir: dir, outcomes: make([]Outcome, len(funcs))}
	ids := make([]int, len(funcs))
	for i := range ids {
		ids[i] = i
	}
	err = e.evaluate(ids)
	return e.outcomes, e.sum, err
}

// evaluate does that for some of the functions. If it cannot tell which of
// them are to blame it splits them.
func (e *evaluation) evaluate(ids []int) error {
	if len(ids) == 0 {
		return nil
	}
	e.n++
	dir := filepath.Join(e.dir, fmt.Sprintf("m%d", e.n))
	defer os.RemoveAll(dir)
	if err := writeModule(dir, e.funcs, ids, e.config.Cflags); err != nil {
		return err
	}
	verdict, detail, err := e.build(dir)
	if err != nil {
		return err
	}
	if verdict != Passed {
		blamed := blame(detail, ids)
		if len(blamed) == 0 {
			return e.split(ids, Outcome{verdict, detail})
		}
		var rest []int
		for _, id := range ids {
			if text, ok := blamed[id]; ok {
				e.outcomes[id] = Outcome{verdict, text}
			} else {
				rest = append(rest, id)
			}
		}
		if e.tool.Hasty {
			return nil
		}
		return e.evaluate(rest)
	}
	if e.alone {
		for _, id := range ids {
			e.run(dir, []int{id}, "-only", strconv.Itoa(id))
		}
		return nil
	}
	if crashed := e.run(dir, ids); crashed {
		for _, id := range ids {
			e.run(dir, []int{id}, "-only", strconv.Itoa(id))
		}
	}
	return nil
}

func (e *evaluation) split(ids []int, o Outcome) error {
	if len(ids) == 1 {
		e.outcomes[ids[0]] = o
		return nil
	}
	half := len(ids) / 2
	return errors.Join(e.evaluate(ids[:half]), e.evaluate(ids[half:]))
}

var blameLine = regexp.MustCompile(`error: [Ff](\d+)\b`)

// blame finds, in what nearcall says, the functions it is about.
func blame(stderr string, ids []int) map[int]string {
	found := map[int]string{}
	id := -1
	for _, line := range strings.SplitAfter(stderr, "\n") {
		if m := blameLine.FindStringSubmatch(line); m != nil {
			id, _ = strconv.Atoi(m[1])
		} else if strings.Contains(line, ": error: ") {
			id = -1
		}
		if id >= 0 {
			found[id] += line
		}
	}
	for id := range found {
		known := false
		for _, i := range ids {
			known = known || i == id
		}
		if !known {
			return nil
		}
	}
	return found
}

// build makes the program "prog".
func (e *evaluation) build(dir string) (Verdict, string, error) {
	env := []string{"CC=" + e.config.CC}
	args := []string{"build", "-arch", e.config.arch(), "p"}
	if e.config.Archive {
		args = append(append([]string{"archive", "-o", filepath.Join(dir, "p.a")}, e.config.Flags...), "p")
	}
	_, stderr, err := e.tool.command(dir, env, e.tool.Nearcall, args...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if exit.ExitCode() == 1 && !strings.Contains(stderr, "does not compile") {
			return Refused, stderr, nil
		}
		return Broken, exit.String() + "\n" + stderr, nil
	} else if err != nil {
		return Passed, "", err
	}
	if e.config.Archive {
		_, stderr, err = e.tool.command(dir, nil, filepath.Join(e.tool.Root, "tests/link-archive.sh"), "prog", ".", "conf/p=p.a")
	} else {
		env := []string{"GOARCH=" + e.config.arch()}
		_, stderr, err = e.tool.command(dir, env, "go", "build", "-ldflags=-w", "-o", "prog", ".")
	}
	if errors.As(err, &exit) {
		return Broken, stderr, nil
	}
	return Passed, "", err
}

// run calls functions and notes what it is told. It reports whether the
// program ended as it should not while it called more than one.
func (e *evaluation) run(dir string, ids []int, args ...string) (crashed bool) {
	if e.tool.Rounds > 0 {
		args = append(args, "-rounds", strconv.Itoa(e.tool.Rounds))
	}
	name := filepath.Join(dir, "prog")
	if e.config.Arch != "" {
		name, args = qemu[e.config.Arch], append([]string{name}, args...)
	}
	stdout, stderr, err := e.tool.command(dir, nil, name, args...)
	done := false
	for _, line := range strings.Split(stdout, "\n") {
		var f runner.Failure
		var s runner.Summary
		if strings.Contains(line, `"Done":`) && json.Unmarshal([]byte(line), &s) == nil {
			done = true
			e.sum.Calls += s.Calls
			e.sum.Both += s.Both
			e.sum.GCs += s.GCs
		} else if json.Unmarshal([]byte(line), &f) == nil {
			e.outcomes[f.Func] = Outcome{Mismatch, e.funcs[f.Func].describe(f)}
		}
	}
	if done && err == nil {
		return false
	}
	if len(ids) == 1 {
		e.outcomes[ids[0]] = Outcome{Crash, fmt.Sprintf("%v\n%s", err, head(stderr, 30))}
	}
	return true
}

// head is the first lines of a text.
func head(s string, n int) string {
	lines := strings.SplitAfter(s, "\n")
	return strings.Join(lines[:min(n, len(lines))], "")
}

// describe says in words which bytes differ.
func (f *Func) describe(r runner.Failure) string {
	var args []Leaf
	for i := range f.Params {
		args = append(args, f.argLeaves(i)...)
	}
	what := "bytes behind the log"
	switch {
	case r.Result:
		m := f.make(args)[r.Leaf]
		what = fmt.Sprintf("result %s (C: %s = %s)", m.Go, m.lhs, m.rhs)
	case r.Leaf >= 0:
		what = fmt.Sprintf("parameter %s (C: %s)", args[r.Leaf].Go, args[r.Leaf].C)
	}
	return fmt.Sprintf("%s: got % x, want % x (round %d)\n", what, r.Got, r.Want, r.Round)
}
