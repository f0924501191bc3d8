package fault

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const deepPkg = module + "/fault/deep."

// cCallers is who calls a C function of testdata/deep in the load of profiles.
var cCallers = map[string]string{
	"inner": "middle", "middle": "outer", "outer": "Deep",
	"mix": "nine", "nine": "many", "many": "Many",
}

// throughC is what a stack has to show from a C function on: its callers in C,
// the function of the package, and callers in Go.
func throughC(leaf string, callers ...string) (names []string) {
	for name := leaf; name != ""; name = cCallers[name] {
		names = append(names, deepPkg+name)
	}
	return append(names, callers...)
}

// endsInRoot tells whether names from a Go caller of C on are a full stack of one
// of the two goroutines that profiles works in, started by a function of it.
func endsInRoot(names []string, by string) bool {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		// the runtime's own root, which the tracer does not show, and the go statement's
		return name == "runtime.main" || name == "runtime.goexit" || name == by+".gowrap1"
	})
	return slices.Equal(names, []string{"main.second", "main.first", by, "main.main"}) ||
		slices.Equal(names, []string{"main.second", "main.first", "main.worker"})
}

// A stack printed while a nil dereference in C is in flight has every C function
// with its file, and every Go caller; recover gets Go's own error.
func TestStack(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		judgeStack(t, harness.Must(t, "", nil, program(t, variant{}, goEnv, "profiles"), "stack"))
	})
}

func judgeStack(t *testing.T, out string) {
	t.Helper()
	if !strings.Contains(out, "recovered: runtime error: invalid memory address or nil pointer dereference\n") {
		t.Errorf("not recovered:\n%s", out)
	}
	names, files := parseStack(out)
	at := slices.Index(names, "panic")
	want := throughC("inner", "main.faulting", "main.main.func1", "main.second", "main.first", "main.main")
	if at < 0 || !slices.Equal(names[at+1:], want) {
		t.Fatalf("stack %q, want %q\n%s", names[at+1:], want, out)
	}
	for i, file := range files[at+1 : at+4] {
		if !strings.Contains(file, "csrc/deep.c:") {
			t.Errorf("%s is said to be in %s", names[at+1+i], file)
		}
	}
}

// parseStack takes a traceback of one goroutine apart.
func parseStack(text string) (names, files []string) {
	for _, l := range strings.Split(text, "\n") {
		if file, ok := strings.CutPrefix(l, "\t"); ok && len(files) < len(names) {
			file, _, _ = strings.Cut(file, " +0x")
			files = append(files, file)
		} else if p := strings.LastIndex(l, "("); p > 0 && strings.HasSuffix(l, ")") && !strings.Contains(l[:p], " ") {
			names = append(names, l[:p])
		}
	}
	return names, files
}

// The CPU profile of a load with many calls has full stacks, and so have the
// samples that the tracer takes.
func TestCPUProfile(t *testing.T) {
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		dir, seconds := t.TempDir(), "2"
		if !testing.Short() {
			seconds = "8"
		}
		harness.Must(t, "", nil, program(t, variant{}, goEnv, "profiles"), "cpu", dir, seconds)
		var stacks []sample
		for _, s := range readProfile(t, filepath.Join(dir, "cpu.pprof")) {
			stacks = append(stacks, s)
		}
		judgeSamples(t, "CPU profile", stacks)
		judgeSamples(t, "samples of the tracer", readTrace(t, filepath.Join(dir, "cpu.trace"), "StackSample "))
	})
}

// judgeSamples wants 99 % of the samples in C to have full stacks.
func judgeSamples(t *testing.T, what string, samples []sample) {
	t.Helper()
	var inC, full, other int64
	leaves, bad := map[string]int64{}, map[string]int64{}
	for _, s := range samples {
		names := s.names()
		leaf, isDeep := strings.CutPrefix(names[0], deepPkg)
		if _, isC := cCallers[leaf]; !isDeep || !isC {
			other += s.count
			continue
		}
		inC += s.count
		leaves[leaf] += s.count
		want := throughC(leaf)
		// the load is a function literal, called by second
		if len(names) > len(want) && slices.Equal(names[:len(want)], want) &&
			strings.HasPrefix(names[len(want)], "main.cpu.func") && endsInRoot(names[len(want)+1:], "main.cpu") {
			full += s.count
		} else {
			bad[strings.Join(names, " <- ")] += s.count
		}
	}
	t.Logf("%s: %d samples in C (%v), %d with full stacks (%.2f %%); %d elsewhere",
		what, inC, leaves, full, 100*float64(full)/float64(max(inC, 1)), other)
	for names, n := range bad {
		t.Logf("%d not full: %s", n, names)
	}
	if inC < 100 || len(leaves) < 3 {
		t.Errorf("%s: %d samples in %d C functions say nothing", what, inC, len(leaves))
	}
	if full*100 < inC*99 {
		t.Errorf("%s: %d of %d samples in C have full stacks, want 99 %%", what, full, inC)
	}
}

// Events in deferred functions, while a panic from C is in flight, are shown by
// the tracer and in the block and mutex profiles with every C function and every
// Go caller; events before and after C with their own stacks. These three follow
// frame pointers.
func TestEvents(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		dir := t.TempDir()
		harness.Must(t, "", forTracer(t, goEnv), program(t, variant{}, goEnv, "profiles"), "events", dir)
		want := throughC("inner", "main.faulting")
		judgeEvents(t, "block profile", readProfile(t, filepath.Join(dir, "block.pprof")), want)
		judgeEvents(t, "mutex profile", readProfile(t, filepath.Join(dir, "mutex.pprof")), want)
		judgeEvents(t, "tracer", readTrace(t, filepath.Join(dir, "events.trace"), ""), want)
	})
}

func judgeEvents(t *testing.T, what string, samples []sample, want []string) {
	t.Helper()
	ordinary, inFlight := 0, 0
	wrong := map[string]bool{}
	for _, s := range samples {
		names := s.names()
		if len(names) > 0 && names[0] == "runtime.unlock" {
			continue // of the runtime's own locks: it keeps one stack for several waits, cut short
		}
		if at := slices.Index(names, "runtime.sigpanic"); at >= 0 {
			inFlight++
			if words := inFlightStack(names[at+1:], want); words != "" {
				wrong[words+": "+strings.Join(names, " <- ")] = true
			}
		} else if at := slices.Index(names, "main.ordinary"); at >= 0 {
			ordinary++
			if !strings.HasPrefix(names[at+1], "main.events.func") || !endsInRoot(names[at+2:], "main.events") {
				wrong["ordinary: "+strings.Join(names, " <- ")] = true
			}
		} else if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, deepPkg) }) {
			wrong["nothing happens in C: "+strings.Join(names, " <- ")] = true
		}
	}
	t.Logf("%s: %d stacks of ordinary events, %d with a panic in flight", what, ordinary, inFlight)
	if ordinary == 0 || inFlight == 0 {
		t.Errorf("%s: nothing to look at", what)
	}
	complain(t, what, slices.Sorted(maps.Keys(wrong)))
}

// inFlightStack says what is wrong with a stack below sigpanic.
func inFlightStack(names, want []string) string {
	if len(names) < len(want)+2 || !slices.Equal(names[:len(want)], want) {
		return fmt.Sprintf("want %v below sigpanic", want)
	}
	if rest := names[len(want):]; !strings.HasPrefix(rest[0], "main.events.func") || !endsInRoot(rest[1:], "main.events") {
		return "the Go callers are wrong"
	}
	return ""
}

// readTrace reads the stacks of a trace's events, all or of one kind. The tool is
// that of the Go that runs the tests: it reads what all versions write.
func readTrace(t *testing.T, path, kind string) (all []sample) {
	t.Helper()
	local, flag := []string{"GOTOOLCHAIN=local"}, "-d=parsed"
	if isBefore(t, local, "go1.24") {
		flag = "-d=1"
	}
	text := harness.Must(t, "", local, "go", "tool", "trace", flag, path)
	var current *sample
	for _, l := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(l, "M="):
			current = nil
			if strings.Contains(l, kind) {
				current = &sample{}
			}
		case current == nil:
		case strings.HasSuffix(l, "Stack="):
			all = append(all, sample{count: 1})
			current = &all[len(all)-1]
		case strings.HasPrefix(l, "\t\t"):
		case strings.HasPrefix(l, "\t"):
			name, _, _ := strings.Cut(l[1:], " @ ")
			current.stack = append(current.stack, line{function: name})
		}
	}
	return slices.DeleteFunc(all, func(s sample) bool { return len(s.stack) == 0 })
}
