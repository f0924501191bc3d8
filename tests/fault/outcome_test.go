package fault

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const (
	nilAddress = "0x8"
	anAddress  = "1"                  // outcome takes this for a good one
	unmapped   = "0x10deadbee000"     // nothing there
	badForm    = "0x8000000000000000" // an address on no machine
	minusOne   = "0xffffffffffffffff"
)

// outcome is one way to go wrong, and what becomes of it.
type outcome struct {
	mark          string // of the line in faults.c
	kind          int
	addr, x       string
	onFault       bool
	recovered     string // what recover gives; empty if it gives nothing
	addrAsked     string // what Addr of the error says
	crash, signal string // the first lines of the crash report without recover
}

// outcomes are what Go makes of it when its own code goes wrong like that.
var outcomes = []outcome{
	{"load", 1, nilAddress, "1", false, nilDereference, "", "panic: " + nilDereference, "SIGSEGV"},
	{"store", 2, nilAddress, "1", false, nilDereference, "", "panic: " + nilDereference, "SIGSEGV"},
	{"load", 1, nilAddress, "1", true, nilDereference, "", "panic: " + nilDereference, "SIGSEGV"},
	{"divide", 3, anAddress, "0", false, byZero, "", "panic: " + byZero, "SIGFPE"},
	{"overflow", 4, anAddress, minusOne, false, byZero, "", "panic: " + byZero, "SIGFPE"},
	{"load", 1, unmapped, "1", true, nilDereference, unmapped, "panic: " + nilDereference, "SIGSEGV"},
	{"store", 2, unmapped, "1", true, nilDereference, unmapped, "panic: " + nilDereference, "SIGSEGV"},
	{"load", 1, badForm, "1", true, nilDereference, "0x0", "panic: " + nilDereference, "SIGSEGV"},
	{"load", 1, unmapped, "1", false, "", "", "unexpected fault address " + unmapped, "SIGSEGV"},
	{"store", 2, unmapped, "1", false, "", "", "unexpected fault address " + unmapped, "SIGSEGV"},
	{"trap", 5, anAddress, "1", false, "", "", "SIGILL: illegal instruction", "SIGILL"},
	{"trap", 5, anAddress, "1", true, "", "", "SIGILL: illegal instruction", "SIGILL"},
}

const (
	nilDereference = "runtime error: invalid memory address or nil pointer dereference"
	byZero         = "runtime error: integer divide by zero"
)

// C that goes wrong ends like Go that goes wrong: in a panic that can be recovered
// from, or in a crash; the trace has every C function with its line, and every Go
// caller.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		path := program(t, variant{}, goEnv, "outcome")
		for _, o := range outcomes {
			for i, function := range []string{"outer", "big"} {
				args := []string{function, fmt.Sprint(o.kind), o.addr, o.x}
				flags := []string{fmt.Sprintf("-onfault=%t", o.onFault), fmt.Sprintf("-goroutine=%t", i == 1)}
				lines := []string{"AT " + o.mark, "AT middle", "AT " + function}
				args = append(flags, args...)
				recovers := append([]string{"-recover"}, args...)
				r := harness.Run(t, "", nil, path, recovers...)
				if o.recovered == "" {
					crashed(t, r, recovers, o.crash, o.signal, function, i == 1, lines)
				} else {
					caught(t, r, recovers, o.recovered, o.addrAsked, function, i == 1, lines)
				}
				crashed(t, harness.Run(t, "", nil, path, args...), args, o.crash, o.signal, function, i == 1, lines)
			}
		}
	})
}

// caught looks at what outcome has recovered.
func caught(t *testing.T, r harness.Result, args []string, recovered, addr, function string, goroutine bool, lines []string) {
	t.Helper()
	want := "recovered: " + recovered + "\nruntime.Error: true\n"
	if addr != "" {
		want += "address: " + addr + "\n"
	}
	if r.Status != 0 || !strings.HasPrefix(r.Stdout, want) || addr == "" && strings.Contains(r.Stdout, "address: ") {
		t.Errorf("%v: status %d, want 0 and %q:\n%s%s", args, r.Status, want, r.Stdout, r.Stderr)
		return
	}
	traced(t, args, r.Stdout, function, goroutine, lines)
}

// crashed looks at a crash report.
func crashed(t *testing.T, r harness.Result, args []string, words, signal, function string, goroutine bool, lines []string) {
	t.Helper()
	if r.Status != 2 || !strings.HasPrefix(r.Stderr, words) || !strings.Contains(r.Stderr, signal) || r.Stdout != "" {
		t.Errorf("%v: status %d, want 2, %q and %s:\n%s%s", args, r.Status, words, signal, r.Stdout, r.Stderr)
		return
	}
	for _, bad := range []string{"unexpected return pc", "did not unwind", "stuck", "unknown pc"} {
		if strings.Contains(r.Stderr, bad) {
			t.Errorf("%v: %s:\n%s", args, bad, r.Stderr)
		}
	}
	traced(t, args, r.Stderr, function, goroutine, lines)
}

// traced wants all functions from C to the root in a trace, and C lines that bear
// the marks.
func traced(t *testing.T, args []string, text, function string, goroutine bool, marks []string) {
	t.Helper()
	const pkg = module + "/fault/faults."
	stub := map[string]string{"outer": "Outer", "big": "Big"}[function]
	want := []string{pkg + "inner", pkg + "middle", pkg + function, pkg + stub, "main.second", "main.first"}
	if goroutine {
		want = append(want, "main.root")
	} else {
		want = append(want, "main.main")
	}
	names, files := parseStack(text)
	at := slices.Index(names, want[0])
	if at < 0 || len(names) < at+len(want) || !slices.Equal(names[at:at+len(want)], want) {
		t.Errorf("%v: the trace shows %v, want %v\n%s", args, names, want, text)
		return
	}
	source := strings.Split(harness.Read(t, harness.Root(t), "tests/fault/testdata/faults/csrc/faults.c"), "\n")
	for i, mark := range marks {
		_, words, _ := strings.Cut(files[at+i], "csrc/faults.c:")
		var n int
		if _, err := fmt.Sscan(words, &n); err != nil || !strings.Contains(source[n-1], "/* "+mark+" */") {
			t.Errorf("%v: %s is at %s, want the line of %q", args, names[at+i], files[at+i], mark)
		}
	}
}

// What C has written before it went wrong stays written.
func TestHalfDoneWritesStay(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		out := harness.Must(t, "", nil, program(t, variant{}, goEnv, "outcome"), "-recover", "scatter", "0", nilAddress, "0")
		if !strings.HasPrefix(out, "written: [0 1 2 3 4 77 77 77 77 77]\nrecovered: "+nilDereference) {
			t.Error(out)
		}
	})
}
