package forms

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// runDepth runs the program of testdata/depth. Goroutines start on the smallest
// stack, stacks shrink, and what the collector frees is overwritten.
func runDepth(t *testing.T, prog string, args ...string) harness.Result {
	t.Helper()
	if hasAVX2(t) {
		args = append(args, "-avx")
	}
	r := harness.Run(t, "", []string{"GODEBUG=gcshrinkstackoff=0,adaptivestackstart=0,clobberfree=1"}, "timeout", append([]string{"300", prog}, args...)...)
	t.Log(strings.TrimSpace(r.Stdout))
	return r
}

func goroutines() string {
	if testing.Short() {
		return "500"
	}
	return "10000"
}

func mustRunDepth(t *testing.T, prog string, args ...string) {
	t.Helper()
	r := runDepth(t, prog, append(args, "-n", goroutines())...)
	if r.Status != 0 || !strings.HasSuffix(r.Stdout, "all good\n") {
		t.Errorf("status %d\n%s", r.Status, r.Stderr)
	}
}

// TestEveryFormAtEveryDepth: right answers with every amount of stack left,
// while stacks grow and shrink.
func TestEveryFormAtEveryDepth(t *testing.T) {
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, env []string) {
		for _, c := range carriers {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				prog := c.program(t, depthModule(t), env, depthPackages, nil)
				if c.archive {
					wantEntries(t, env, prog)
				}
				mustRunDepth(t, prog)
			})
		}
	})
}

// TestDepthWithRaceDetector: the same with its larger frames. It allows some
// 8,000 goroutines at once; and checkptr, which comes with it, would have the
// painted variables moved to the heap.
func TestDepthWithRaceDetector(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	t.Parallel()
	harness.EachGo(t, func(t *testing.T, env []string) {
		env = append(env, "CGO_ENABLED=1")
		dir := depthModule(t)
		harness.MustNearcall(t, dir, env, append([]string{"build"}, depthPackages...)...)
		prog := filepath.Join(t.TempDir(), "prog")
		harness.Must(t, dir, env, "go", "build", "-race", "-gcflags=-d=checkptr=0", "-o", prog, "./main")
		mustRunDepth(t, prog, "-race", "-alive", "1000")
	})
}

// TestDepthHasEveryForm: the program calls what it is there for.
func TestDepthHasEveryForm(t *testing.T) {
	t.Parallel()
	forms := formsOf(t, depthModule(t), nil, depthPackages...)
	for _, want := range []string{
		"fused with the C function",
		"by registers; elsewhere than on Go 1.23 to 1.27 fused with the C function",
		"by registers; elsewhere than on Go 1.23 to 1.27 call without a frame, aligned by a branch;",
		"call without a frame, not aligned;",
		"call without a frame, aligned by a branch;",
		"call with a frame, for arguments or results in memory, aligned by a branch;",
		"call with a frame, for the stack that C uses, not aligned;",
		"call with a frame, for the stack that C uses, aligned by a branch;",
	} {
		n := 0
		for _, form := range forms {
			if strings.HasPrefix(form, want) {
				n++
			}
		}
		t.Logf("%d: %s", n, want)
		if n == 0 {
			t.Errorf("no function is: %s", want)
		}
	}
}

// wantEntries checks which functions of an archive have an entry in the
// register convention. What follows a fused body, at the least its return, has
// a line of the entries' file.
func wantEntries(t *testing.T, env []string, prog string) {
	t.Helper()
	file := map[string]string{}
	for name, code := range disassembly(t, env, prog, "p") {
		for _, i := range code {
			if strings.HasSuffix(i.file, ".s") {
				file[name] = i.file
			}
		}
	}
	for _, name := range []string{"Add3", "Mixed", "Bump", "Less", "Clobber", "Put", "Sum", "Hash", "ClobberLoop", "Look", "Vector", "Calls", "Much",
		"DivMod", "Turn", "Ten", "Fold", "Gather"} {
		if file[name] != "entries_amd64.s" {
			t.Errorf("%s has no register entry; it is in %q", name, file[name])
		}
	}
	for _, name := range []string{"Uneven", "Over", "Deep", "DeepAll"} {
		if file[name] != "nearcall_amd64.s" {
			t.Errorf("%s has no trampoline; it is in %q", name, file[name])
		}
	}
}

// TestGeneratedIsVetted: go vet finds nothing in generated files of any form.
func TestGeneratedIsVetted(t *testing.T) {
	t.Parallel()
	for _, cc := range []string{"clang", "gcc"} {
		t.Run(cc, func(t *testing.T) {
			t.Parallel()
			dir := depthModule(t)
			harness.MustNearcall(t, dir, []string{"CC=" + cc}, append([]string{"build"}, depthPackages...)...)
			harness.Must(t, dir, nil, "go", "vet", "./...")
			// and it looks at them: another offset of a parameter is found
			replace(t, filepath.Join(dir, "p", "nearcall_amd64.s"), "b+8(FP)", "b+16(FP)")
			if r := harness.Run(t, dir, nil, "go", "vet", "./..."); r.Status == 0 {
				t.Error("go vet does not see a wrong offset")
			}
		})
	}
}

// TestDepthFindsWrongForms: the program can fail. Each control makes one form
// wrong.
func TestDepthFindsWrongForms(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		carrier int
		edit    func(t *testing.T, path string)
	}{
		{"less stack than C uses", 0, shrinkFrame},
		{"the branch for alignment is never taken", 0, neverAlign},
		{"Go's zero is not restored", 1, func(t *testing.T, path string) {
			replace(t, path, "\x45\x0f\x57\xff", "\x0f\x1f\x40\x00") // XORPS X15, X15: a nop
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			prog := carriers[tt.carrier].program(t, depthModule(t), nil, depthPackages, tt.edit)
			r := runDepth(t, prog, "-n", "500")
			if r.Status == 0 {
				t.Error("the program finds nothing wrong")
			}
			first, _, _ := strings.Cut(r.Stderr, "\n")
			t.Logf("status %d: %s", r.Status, first)
		})
	}
}

var (
	deepText = regexp.MustCompile(`^TEXT ·Deep\(SB\), 0, \$(\d+)-`)
	largeAdj = regexp.MustCompile(`^\tADJSP +\$-?(\d{4})$`)
)

// shrinkFrame leaves Deep's C function 4,000 bytes less than it uses.
func shrinkFrame(t *testing.T, path string) {
	t.Helper()
	edited, in := 0, false
	editLines(t, path, func(line string) (string, bool) {
		if strings.HasPrefix(line, "TEXT ") {
			in = deepText.MatchString(line)
		}
		for _, re := range []*regexp.Regexp{deepText, largeAdj} {
			if m := re.FindStringSubmatch(line); in && m != nil {
				n, err := strconv.Atoi(m[1])
				harness.Check(t, err)
				line = strings.Replace(line, m[1], strconv.Itoa(n-4000), 1)
				edited++
			}
		}
		return line, true
	})
	if edited != 5 {
		t.Fatalf("edited %d lines of %s, want 5", edited, path)
	}
}

var toUnaligned = regexp.MustCompile(`^\tJNE +unaligned$`)

// neverAlign has all calls take the path for a stack that is aligned already.
func neverAlign(t *testing.T, path string) {
	t.Helper()
	edited := false
	editLines(t, path, func(line string) (string, bool) {
		edited = edited || toUnaligned.MatchString(line)
		return line, !toUnaligned.MatchString(line)
	})
	if !edited {
		t.Fatalf("%s has no branch for alignment", path)
	}
}
