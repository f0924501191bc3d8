package fault

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// noFramePointers is C in which rbp holds data, because the package asks for it.
var noFramePointers = variant{"clang", "-O2 -fomit-frame-pointer"}

var wildNote = regexp.MustCompile(`(?m): note: (\S+) keeps data in rbp: `)

// Of C compiled without frame pointers, the tool names every function with an
// instruction that may fault while rbp is not the head of a chain, and no other.
func TestDataInRBPIsReported(t *testing.T) {
	t.Parallel()
	dir := moduleOf(t, noFramePointers)
	img := loadImage(t, dir, program(t, noFramePointers, []string{"GOTOOLCHAIN=local"}, "brute"), packages...)
	for _, pkg := range packages {
		found := map[string]bool{}
		for _, f := range img.functions {
			if f.pkg == pkg && keepsDataInRBP(walkFunction(t, img, f)) {
				found[f.name] = true
			}
		}
		var told []string
		r := harness.MustNearcall(t, dir, noFramePointers.env(), "build", pkg)
		for _, m := range wildNote.FindAllStringSubmatch(r.Stderr, -1) {
			told = append(told, m[1])
		}
		slices.Sort(told)
		t.Logf("%s: %v", pkg, told)
		if want := slices.Sorted(maps.Keys(found)); !slices.Equal(told, want) {
			t.Errorf("%s: the tool names %v, the code has %v", pkg, told, want)
		}
	}
}

// keepsDataInRBP tells whether rbp holds data where Go may get to look at it.
func keepsDataInRBP(w *walk) bool {
	for at, s := range w.at {
		if (s.rbp == data || s.rbp == skewed) && mayFault(&w.f.insns[w.f.at[at]]) {
			return true
		}
	}
	return false
}

// constantsAndStack are operands in memory that is always there.
var constantsAndStack = regexp.MustCompile(`\((%rip|%rsp)\)`)

func mayFault(in *insn) bool {
	return in.op == "call" || strings.HasPrefix(in.op, "div") || strings.HasPrefix(in.op, "idiv") ||
		in.memory() && !constantsAndStack.MatchString(in.text)
}

// Data in rbp ends a program that is being traced or profiled, with every version
// of Go. That is why C is compiled with frame pointers, and it shows that
// TestEveryInstructionTraced can fail.
func TestDataInRBPKills(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		path := program(t, noFramePointers, goEnv, "brute")
		img := loadImage(t, moduleOf(t, noFramePointers), path, "fault/deep")
		only := func(f *function) bool { return f.pkg == "fault/deep" && f.name == "pressure" }
		if v := bruteForceImage(t, img, only, nil); len(v.wrong) > 0 || v.reached == 0 {
			t.Errorf("without the tracer: %d instructions reached, %v", v.reached, v.wrong)
		}
		v := bruteForceImage(t, img, only, []string{"-events"})
		died := 0
		for _, words := range v.wrong {
			if strings.Contains(words, "the program died") {
				died++
			}
		}
		t.Logf("with the tracer, faults at %d of %d instructions end the program", died, v.reached)
		if died == 0 {
			t.Error("none dies: if Go has learnt to check rbp, C needs no frame pointers")
		}
	})
}
