package fault

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// place is an instruction and what became of a fault there.
type place struct {
	f       *function
	at      uint64
	hits    [][]uint64 // return addresses, from the fault on
	names   []string   // what debug.Stack showed
	missed  bool
	killed  string
	strange []string
}

// A fault in the place of every instruction that inputs reach gives a complete
// trace, or is listed as inexact.
func TestEveryInstruction(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		bruteForce(t, variant{}, goEnv)
	})
	for _, v := range variants() {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			bruteForce(t, v, []string{"GOTOOLCHAIN=local"})
		})
	}
}

// The same, with everything on that follows frame pointers, and deferred
// functions that block: whatever rbp holds at the fault is followed.
func TestEveryInstructionTraced(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		bruteForce(t, variant{}, goEnv, "-events")
	})
	if !testing.Short() {
		bruteForce(t, variant{"gcc", "-O2"}, []string{"GOTOOLCHAIN=local"}, "-events")
	}
}

func bruteForce(t *testing.T, v variant, goEnv []string, flags ...string) {
	t.Helper()
	img := loadImage(t, moduleOf(t, v), program(t, v, goEnv, "brute"), v.packages()...)
	all := func(*function) bool { return true }
	result := bruteForceImage(t, img, all, flags, forTracer(t, goEnv)...)
	result.report(t)
}

// bruteForceImage tries the functions of a program that are wanted.
func bruteForceImage(t *testing.T, img *image, wanted func(*function) bool, flags []string, env ...string) *verdict {
	t.Helper()
	walks := map[*function]*walk{}
	var places []*place
	for _, f := range img.functions {
		walks[f] = walkFunction(t, img, f)
		for _, in := range f.insns {
			if _, ok := walks[f].at[in.at]; ok && wanted(f) {
				places = append(places, &place{f: f, at: in.at})
			}
		}
	}
	runBrute(t, img.path, places, flags, env)
	return judge(img, walks, places)
}

// runBrute goes through all places, in as many processes as it takes: a wrong
// depth may end one.
func runBrute(t *testing.T, path string, places []*place, flags, env []string) {
	t.Helper()
	var list strings.Builder
	for _, p := range places {
		fmt.Fprintf(&list, "%x %s %s\n", p.at, p.f.pkg, p.f.name)
	}
	file := filepath.Join(t.TempDir(), "places")
	harness.Check(t, os.WriteFile(file, []byte(list.String()), 0o644))
	seed := rand.Int63()
	t.Logf("seed %d", seed)
	for from, deaths := 0, 0; from < len(places); {
		args := append(slices.Clone(flags), "-seed", fmt.Sprint(seed), "-from", fmt.Sprint(from), file)
		cmd := exec.Command(path, args...)
		cmd.Env = append(cmd.Environ(), env...)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		last, done := readBrute(t, stdout.String(), places)
		var exit *exec.ExitError
		switch {
		case done && err == nil:
			return
		case !errors.As(err, &exit) || last < from:
			t.Fatalf("%s %s: %v\n%s", path, strings.Join(args, " "), err, stderr.String())
		}
		places[last].killed = reason(stderr.String())
		if deaths++; deaths == 200 {
			t.Fatalf("%d processes have died; the last by %s: %s", deaths, places[last].f.where(places[last].at), places[last].killed)
		}
		from = last + 1
	}
}

// reason is the line of a crash report that says why.
func reason(stderr string) string {
	for _, line := range strings.Split(stderr, "\n") {
		for _, start := range []string{"fatal error: ", "panic: ", "SIG", "runtime: g "} {
			if strings.HasPrefix(line, start) {
				return line
			}
		}
	}
	return "no reason given: " + stderr
}

// readBrute takes in the lines that brute has written.
func readBrute(t *testing.T, out string, places []*place) (last int, done bool) {
	t.Helper()
	last = -1
	for _, line := range strings.Split(out, "\n") {
		if line == "D" {
			return last, true
		}
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		n, err := strconv.Atoi(words[1])
		if err != nil || n >= len(places) {
			continue
		}
		p := places[n]
		switch words[0] {
		case "T":
			last = n
		case "H":
			var pcs []uint64
			for _, word := range words[2:] {
				pc, err := strconv.ParseUint(word, 16, 64)
				harness.Check(t, err)
				pcs = append(pcs, pc)
			}
			p.hits = append(p.hits, pcs)
		case "S":
			p.names = strings.Split(words[2], ",")
		case "N":
			p.missed = true
		case "X":
			p.strange = append(p.strange, line)
		}
	}
	return last, false
}

// verdict is what has come of all places.
type verdict struct {
	all, reached, ways, listed, right int
	missed, wrong                     []string
}

// judge holds the traces against the calls that the code has.
func judge(img *image, walks map[*function]*walk, places []*place) *verdict {
	v := &verdict{all: len(places)}
	for _, p := range places {
		if p.missed {
			v.missed = append(v.missed, p.f.where(p.at))
			continue
		}
		v.reached++
		v.ways += len(p.hits)
		wrong := p.wrong(img, walks)
		if p.f.inexact[p.at] {
			if v.listed++; wrong == "" {
				v.right++
			}
		} else if wrong != "" {
			v.wrong = append(v.wrong, p.f.where(p.at)+": "+wrong)
		}
	}
	return v
}

// report fails the test for wrong places, and if inputs have reached too little.
func (v *verdict) report(t *testing.T) {
	t.Helper()
	t.Logf("%d instructions, %d reached by inputs and replaced by a fault, %d ways to them; %d of those listed as inexact, of which %d were right",
		v.all, v.reached, v.ways, v.listed, v.right)
	if len(v.missed) > 0 {
		t.Logf("%d not reached by any input; their depth is compared by TestTables alone: %s", len(v.missed), strings.Join(v.missed, ", "))
	}
	complain(t, "wrong", v.wrong)
	if len(v.missed)*50 > v.all {
		t.Errorf("inputs reach too little: %d of %d instructions are missed", len(v.missed), v.all)
	}
}

// wrong says what is wrong with the traces from a place, if anything is.
func (p *place) wrong(img *image, walks map[*function]*walk) string {
	switch {
	case p.killed != "":
		return "the program died: " + p.killed
	case len(p.strange) > 0:
		return p.strange[0]
	case p.missed:
		return ""
	case len(p.hits) == 0:
		return "neither reached nor missed"
	}
	for _, pcs := range p.hits {
		if words := wrongChain(img, walks, p.f, pcs); words != "" {
			return words + ": " + describe(img, pcs)
		}
	}
	want := shown(img, p.hits[0])
	if len(p.names) < len(want) || !slices.Equal(p.names[:len(want)], want) || p.names[len(p.names)-1] != "main.main" {
		return fmt.Sprintf("debug.Stack shows %v, want %v and Go", p.names, want)
	}
	return ""
}

// roots are how every trace from brute ends.
var roots = [][]string{
	{"main.guarded", "main.probe.func1", "main.descend", "main.probe", "main.findInput", "main.main", "runtime.main", "runtime.goexit.abi0"},
	{"main.guarded", "main.probe.func1", "main.descend", "main.probe", "main.otherWays", "main.main", "runtime.main", "runtime.goexit.abi0"},
	{"main.guarded", "main.probe.func1", "main.descend", "main.probe", "main.onFreshStack", "runtime.goexit.abi0"},
}

// wrongChain follows return addresses from C to the root of the goroutine. Each
// must be behind a call of the function before it, or of one that jumps there.
func wrongChain(img *image, walks map[*function]*walk, leaf *function, pcs []uint64) string {
	if img.function(pcs[0]-1) != leaf {
		return "the fault is elsewhere"
	}
	callee, i := leaf, 1
	for ; i < len(pcs) && !callee.stub; i++ {
		f := img.function(pcs[i] - 1)
		if f == nil {
			return "Go cannot have called " + callee.String()
		}
		target, ok := walks[f].calls[pcs[i]]
		if !ok {
			return fmt.Sprintf("%s+%#x is behind no call", f, pcs[i]-f.start)
		}
		if !leads(img, walks, target, callee, map[uint64]bool{}) {
			return fmt.Sprintf("%s+%#x is not behind a call of %s", f, pcs[i]-f.start, callee)
		}
		callee = f
	}
	if !callee.stub {
		return "no Go function is at the end"
	}
	return wrongGo(img, callee, pcs[i:])
}

// wrongGo looks at the callers of a stub.
func wrongGo(img *image, stub *function, pcs []uint64) string {
	var names []string
	for _, pc := range pcs {
		name := img.name(pc - 1)
		again := name == "main.descend" && names[len(names)-1] == name
		if !again && !strings.Contains(name, ".gowrap") {
			names = append(names, name)
		}
	}
	for _, root := range roots {
		if n := len(names) - len(root); n > 0 && slices.Equal(names[n:], root) {
			for _, name := range names[:n] {
				if !strings.HasPrefix(name, "main.") && !strings.HasPrefix(name, module+"/"+stub.pkg+".") {
					return "a caller of " + name + " is wrong"
				}
			}
			return ""
		}
	}
	return "the Go callers are wrong"
}

// leads tells whether a call of target can be in function to, by tail jumps. By
// a pointer it can.
func leads(img *image, walks map[*function]*walk, target uint64, to *function, seen map[uint64]bool) bool {
	f := img.function(target)
	if f == to || target == byPointer {
		return true
	}
	if f == nil || seen[target] {
		return false
	}
	seen[target] = true
	return slices.ContainsFunc(walks[f].tails, func(next uint64) bool { return leads(img, walks, next, to, seen) })
}

// shown is what debug.Stack prints for return addresses in C and in the stub
// behind it.
func shown(img *image, pcs []uint64) (names []string) {
	for _, pc := range pcs {
		if img.function(pc-1) == nil {
			break
		}
		names = append(names, strings.TrimSuffix(img.name(pc-1), ".abi0"))
	}
	return names
}

func describe(img *image, pcs []uint64) string {
	var words []string
	for i, pc := range pcs {
		if i == 12 {
			words = append(words, fmt.Sprintf("and %d more", len(pcs)-i))
			break
		}
		words = append(words, fmt.Sprintf("%s (%#x)", img.name(pc-1), pc))
	}
	return strings.Join(words, " <- ")
}
