package conformance

import (
	"runtime"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// testSeed is fixed: a test that fails should fail again.
const testSeed = 3

// testLog is a writer to a test's log.
type testLog struct{ t *testing.T }

func (w testLog) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimRight(string(b), "\n"))
	return len(b), nil
}

func newTool(t *testing.T) *Tool {
	t.Helper()
	tool, err := NewTool()
	if err != nil {
		t.Fatal(err)
	}
	return tool
}

// run runs n functions in each of some configurations.
func run(t *testing.T, n int, configs []Config) {
	t.Helper()
	s := Suite{Tool: newTool(t), Seed: testSeed, N: n, Batch: 150, Workers: runtime.NumCPU(), Configs: configs, Out: testLog{t}, Shrink: 3}
	counts, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range counts {
		c.Print(testLog{t})
		if c.Failed > 0 {
			t.Errorf("%s: %d of %d functions fail (seed %d)", c.Config, c.Failed, c.Done, testSeed)
		}
		if c.Done != n || c.Both < n/2 && configs[i].Arch == "" { // elsewhere a stack has one alignment
			t.Errorf("%s: %d functions, want %d; %d of them with both stack alignments", c.Config, c.Done, n, c.Both)
		}
	}
}

func scaled(short, long int) int {
	if testing.Short() {
		return short
	}
	return long
}

func TestModuleCarrier(t *testing.T) { run(t, scaled(300, 1500), Configs[:3]) }

func TestArchiveCarrier(t *testing.T) { run(t, scaled(100, 450), Configs[3:5]) }

// The AAPCS64, by programs under qemu-user.
func TestArm64(t *testing.T) { run(t, scaled(60, 600), Configs[5:]) }

// TestMutationsApply keeps the list of mutations true: the long form alone runs
// them.
func TestMutationsApply(t *testing.T) {
	m := &mutant{newTool(t).Root, nil}
	for _, mutation := range Mutations {
		if _, _, err := m.sources(mutation); err != nil {
			t.Error(err)
		}
	}
}

func TestMutations(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the tool anew for each mutation, which takes minutes")
	}
	ok, err := Mutate(newTool(t), testLog{t})
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Error("a mutation was not noticed, or the unchanged copy fails")
	}
}

// TestBareInt128 has functions that clang calls otherwise than the
// ABI says: nearcall must do as the compiler does, or refuse.
func TestBareInt128(t *testing.T) {
	word := Param{T: plain(runner.I64)}
	wide := Param{T: &Type{Form: Int128, Go: int128s.goes[0], C: int128s.c[0]}}
	var funcs []*Func
	for n := range 9 {
		f := &Func{LogGo: logTypes[0]}
		for range n {
			f.Params = append(f.Params, word)
		}
		f.Params = append(f.Params, wide, word, wide)
		for i := range f.Params {
			f.Params[i].GoName = "p" + string(rune('a'+i))
		}
		funcs = append(funcs, f)
	}
	for _, c := range Configs[:3] {
		outcomes, _, err := newTool(t).Evaluate(funcs, c, true)
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range outcomes {
			if o.Verdict != Passed && (o.Verdict != Refused || !departs(c.CC)) {
				t.Errorf("%s: %s\n%s%s", c.Name, o.Verdict, funcs[i].Show(), head(o.Detail, 6))
			}
		}
	}
}

// TestShrink lets a function fail for a reason that is known: C's declaration
// has a field of another signedness than Go's.
func TestShrink(t *testing.T) {
	f := &Func{LogGo: logTypes[1], Escape: true, Results: []*Type{plain(runner.U16), plain(runner.F32)}}
	for i, k := range []runner.Kind{runner.F64, runner.U8, runner.I64, runner.Ptr} {
		f.Params = append(f.Params, Param{T: plain(k), GoName: "p" + string(rune('a'+i))})
	}
	f.Params[2] = Param{T: &Type{Form: Struct, Fields: []Field{{T: plain(runner.I64)}, {T: plain(runner.F32)},
		{T: &Type{Form: Scalar, Kind: runner.I16, Ext: runner.Sign, Go: "int16", C: "uint16_t %s"}}}}, GoName: "bad"}
	tool := newTool(t)
	outcomes, _, err := tool.Evaluate([]*Func{f}, Configs[1], false)
	if err != nil {
		t.Fatal(err)
	}
	if outcomes[0].Verdict != Refused {
		t.Fatalf("not refused: %+v", outcomes[0])
	}
	g, o, err := tool.Shrink(f, Configs[1], outcomes[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Params) != 1 || len(g.Results) != 0 || g.size() != 1 || g.Params[0].T.Form != Scalar {
		t.Errorf("shrunk to\n%s%s", g.Show(), o.Detail)
	}
}
