// Package levels shows that a package with several levels of the CPU computes the
// same at each, takes the best that the machine has, and never one that it lacks.
package levels

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const goMod = "module levels\n\ngo 1.23\n"

const decls = `// Package p is compiled for three levels.
package p

//nearcall:source csrc/a.c
//nearcall:cpu x86-64-v1 x86-64-v3 x86-64-v4

//nearcall:func level
func Level() int64

//nearcall:func pop
func Pop(x uint64) uint64

//nearcall:func sum
//go:noescape
func Sum(xs []int64) int64

//nearcall:func inc
func Inc(x uint64) uint64

//nearcall:func l2
//go:noescape
func L2(x, y []float32) float32

//nearcall:func mul
func Mul(x, y float64) float64

//nearcall:func letter
func Letter(i int64) int64

//nearcall:func many
func Many(a, b, c, d, e, f, m, h, i int64) int64

// Before is the level that an initialiser of this package meets.
var Before = Level()
`

const cSource = `
#include <stddef.h>
#include <stdint.h>
int64_t level(void)
{
#if defined __AVX512VL__
	return 4;
#elif defined __AVX2__
	return 3;
#else
	return 1;
#endif
}
uint64_t pop(uint64_t x) { return __builtin_popcountll(x); }
int64_t sum(const int64_t *x, size_t n) { int64_t s = 0; for (size_t i = 0; i < n; i++) s += x[i]; return s; }
uint64_t inc(uint64_t x) { return x + 1; }
float l2(const float *x, size_t n, const float *y, size_t m)
{
	float s = 0;
	(void)m;
	for (size_t i = 0; i < n; i++) s += (x[i] - y[i]) * (x[i] - y[i]);
	return s;
}
double mul(double x, double y) { return x * y; }
static int64_t twice(int64_t x) { return 2 * x; }
static int64_t square(int64_t x) { return x * x; }
static const struct { const char *name; int64_t (*f)(int64_t); } rows[] = {{"ant", twice}, {"bee", square}, {"cat", twice}};
int64_t letter(int64_t i) { return rows[i].name[0] + rows[i].f(i); }
__attribute__((noinline)) static int64_t add(int64_t x, int64_t y) { return x + y + level(); }
int64_t many(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i)
{
	return add(a, b) + add(c, d) + add(e, f) + add(g, h) + i - 4 * level();
}
`

// In the package: each level by force.
const inner = `package p

import "testing"

func TestEachLevel(t *testing.T) {
	defer nearcallUseBest()
	ran := 0
	for i, l := range nearcallLevels {
		if !nearcallUse(l.name) {
			t.Logf("LACKS %s", l.name)
			continue
		}
		ran++
		xs, ys := make([]int64, 1000), make([]float32, 64)
		var want int64
		for k := range xs {
			xs[k] = int64(k*k) - 70000
			want += xs[k]
		}
		for k := range ys {
			ys[k] = 2
		}
		if got := Level(); got != []int64{1, 3, 4}[i] {
			t.Errorf("%s: Level() = %d", l.name, got)
		}
		if Pop(0xff0f) != 12 || Sum(xs) != want || Inc(41) != 42 || Mul(3, 4) != 12 || L2(ys, make([]float32, 64)) != 256 ||
			Letter(0) != 'a' || Letter(1) != 'b'+1 || Letter(2) != 'c'+4 ||
			Many(1, 2, 3, 4, 5, 6, 7, 8, 9) != 45 {
			t.Errorf("%s: %d %d %d %g %g %d", l.name, Pop(0xff0f), Sum(xs), Inc(41), Mul(3, 4), L2(ys, make([]float32, 64)),
				Many(1, 2, 3, 4, 5, 6, 7, 8, 9))
		}
	}
	if ran == 0 {
		t.Error("no level ran")
	}
	if nearcallUse("x86-64-v9") {
		t.Error("an unknown level is there")
	}
}
`

const program = `package main

import (
	"fmt"
	"os"
	"sync"

	"levels/p"
)

var imported = p.Level() // an initialiser of an importer's

func main() {
	var wg sync.WaitGroup
	got := make([]int64, 8)
	for i := range got {
		wg.Add(1)
		go func() {
			defer wg.Done()
			got[i] = p.Level()
		}()
	}
	wg.Wait()
	for _, l := range got {
		if l != imported {
			fmt.Println("two levels:", got, imported)
			os.Exit(1)
		}
	}
	if p.Before != 1 && p.Before != imported || p.Pop(255) != 8 || p.Sum([]int64{1, 2, 3}) != 6 ||
		p.L2([]float32{1, 2}, []float32{2, 4}) != 5 || p.Mul(2, 4) != 8 || p.Many(1, 1, 1, 1, 1, 1, 1, 1, 1) != 9 {
		fmt.Println("wrong results", p.Before)
		os.Exit(1)
	}
	fmt.Println(imported)
}
`

func layOut(t *testing.T) string {
	dir := t.TempDir()
	harness.Write(t, dir, "go.mod", goMod)
	harness.Write(t, dir, "p/p.go", decls)
	harness.Write(t, dir, "p/csrc/a.c", cSource)
	harness.Write(t, dir, "p/p_test.go", inner)
	harness.Write(t, dir, "main.go", program)
	harness.MustNearcall(t, dir, nil, "build", "./p")
	return dir
}

// machine is the best level that this one has, as the program prints it.
func machine(t *testing.T, dir string, env ...string) string {
	t.Helper()
	return strings.TrimSpace(harness.Must(t, dir, env, "go", "run", "."))
}

// TestLevels: results are the same at each level, on each version of Go; vet has nothing to say.
func TestLevels(t *testing.T) {
	t.Parallel()
	dir := layOut(t)
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, env, "go", "vet", "./...")
		out := harness.Must(t, dir, env, "go", "test", "-count=1", "-v", "./p")
		for _, line := range strings.Split(out, "\n") {
			if _, lacks, ok := strings.Cut(line, "LACKS "); ok {
				t.Log("not run, this machine lacks it:", lacks)
			}
		}
		machine(t, dir, env...)
		harness.Must(t, dir, append(env, "CGO_ENABLED=1"), "go", "run", "-race", ".")
		harness.Must(t, dir, append(env, "CGO_ENABLED=0"), "go", "run", "-buildmode=pie", ".")
	})
}

// TestGodebug: what GODEBUG turns off is not taken, the last of several settings counts.
func TestGodebug(t *testing.T) {
	t.Parallel()
	dir := layOut(t)
	best := machine(t, dir)
	for _, c := range []struct {
		godebug string
		most    string // the highest level that it leaves
	}{
		{"", "4"}, {"cpu.avx2=off", "1"}, {"cpu.all=off", "1"}, {"cpu.bmi1=off", "1"}, {"cpu.avx512bw=off", "3"},
		{"cpu.avx512f=off,cpu.avx2=off", "1"}, {"cpu.avx2=off,cpu.avx2=on", "4"}, {"cpu.all=off,cpu.all=on", "4"},
		{"gctrace=0,cpu.avx2=off", "1"}, {"cpu.avx2=offf", "4"}, {"cpu.avx=", "4"}, {"cpu.sha=off", "4"},
		{"cpu.avx512vl=off,madvdontneed=1", "3"},
	} {
		want := min(best, c.most)
		if got := machine(t, dir, "GODEBUG="+c.godebug); got != want {
			t.Errorf("GODEBUG=%s: level %s, want %s", c.godebug, got, want)
		}
	}
}

// TestGOAMD64: code that needs a level anyway has nothing for those below.
func TestGOAMD64(t *testing.T) {
	t.Parallel()
	dir := layOut(t)
	cases := []struct{ goamd64, gone, kept string }{
		{"v1", "", "p.many_v1 p.many_v3 p.many_v4"}, {"v3", "p.many_v1", "p.many_v3 p.many_v4"},
		{"v2", "", "p.many_v1 p.many_v3 p.many_v4"}, {"v4", "p.many_v1 p.many_v3", "p.many_v4"},
	}
	if testing.Short() {
		cases = cases[:2] // each builds the standard library anew
	}
	for _, c := range cases {
		out := filepath.Join(t.TempDir(), "prog")
		harness.Must(t, dir, []string{"GOAMD64=" + c.goamd64}, "go", "build", "-o", out, ".")
		symbols := harness.Must(t, dir, nil, "go", "tool", "nm", out)
		for _, s := range strings.Fields(c.gone) {
			if strings.Contains(symbols, s+"\n") {
				t.Errorf("GOAMD64=%s: %s is there", c.goamd64, s)
			}
		}
		for _, s := range strings.Fields(c.kept) {
			if !strings.Contains(symbols, s+"\n") {
				t.Errorf("GOAMD64=%s: %s is not there", c.goamd64, s)
			}
		}
	}
}

// TestOneCode: a function whose levels agree has no choice in its entry.
func TestOneCode(t *testing.T) {
	t.Parallel()
	dir := layOut(t)
	asm := harness.Read(t, dir, "p/nearcall_amd64.s")
	for _, c := range []struct {
		name   string
		choice int
	}{{"Inc", 0}, {"Level", 2}, {"Pop", 1}, {"Sum", 1}, {"nearcallMulStack", 1}} {
		_, text, found := strings.Cut(asm, "TEXT \u00b7"+c.name+"(SB)")
		text, _, _ = strings.Cut(text, "TEXT ")
		if n := strings.Count(text, "CMPB nearcallLevel<>(SB)"); !found || n != c.choice {
			t.Errorf("%s: %d choices, want %d", c.name, n, c.choice)
		}
	}
}

// TestModels: under qemu the right level is taken, and no instruction that the model lacks.
func TestModels(t *testing.T) {
	t.Parallel()
	qemu, err := exec.LookPath("qemu-x86_64")
	if err != nil {
		t.Skip("there is no qemu-x86_64 here (package qemu-user)")
	}
	dir := layOut(t)
	out := filepath.Join(t.TempDir(), "prog")
	harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", "-o", out, ".")
	for _, c := range []struct{ model, level string }{
		{"qemu64", "1"}, {"Nehalem", "1"}, {"Westmere", "1"}, {"SandyBridge", "1"}, {"IvyBridge", "1"},
		{"Haswell", "3"}, {"max", "3"},
	} {
		r := harness.Run(t, dir, nil, qemu, "-cpu", c.model, out)
		r.Want(t, 0, qemu, "-cpu", c.model)
		if got := strings.TrimSpace(r.Stdout); got != c.level {
			t.Errorf("%s: level %s, want %s", c.model, got, c.level)
		}
	}
}

// TestByLevel: libraries that bring a function a level, in files with flags of their own, need no dispatcher in C.
func TestByLevel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	harness.Write(t, dir, "go.mod", goMod)
	harness.Write(t, dir, "main.go", `package main

import "fmt"

//nearcall:source csrc/base.c
//nearcall:source -mavx2 csrc/avx2.c
//nearcall:source -mavx512f -mavx512vl csrc/avx512.c
//nearcall:cpu x86-64-v1 x86-64-v2 x86-64-v3 x86-64-v4

//nearcall:func sum_base
//nearcall:cpu x86-64-v3 sum_avx2
//nearcall:cpu x86-64-v4 sum_avx512
//go:noescape
func Sum(xs []int32) int64

func main() {
	xs := make([]int32, 100)
	for i := range xs {
		xs[i] = int32(i)
	}
	for _, l := range nearcallLevels {
		if nearcallUse(l.name) {
			fmt.Println(l.name, Sum(xs))
		} else {
			fmt.Println(l.name, "-")
		}
	}
}
`)
	const loop = "#include <stddef.h>\n#include <stdint.h>\nint64_t NAME(const int32_t *x, size_t n)\n{\n\tint64_t s = ADD;\n\tfor (size_t i = 0; i < n; i++)\n\t\ts += x[i];\n\treturn s;\n}\n"
	for _, f := range []struct{ file, name, add string }{
		{"base.c", "sum_base", "1000000"}, {"avx2.c", "sum_avx2", "3000000"}, {"avx512.c", "sum_avx512", "4000000"},
	} {
		harness.Write(t, dir, "csrc/"+f.file, strings.NewReplacer("NAME", f.name, "ADD", f.add).Replace(loop))
	}
	harness.MustNearcall(t, dir, nil, "build", ".")
	harness.Must(t, dir, nil, "go", "vet", ".")
	out := harness.Must(t, dir, nil, "go", "run", ".")
	for i, want := range []string{"1004950", "1004950", "3004950", "4004950"} {
		level := []string{"x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4"}[i]
		if strings.Contains(out, level+" -") {
			t.Log("not run, this machine lacks it:", level)
		} else if !strings.Contains(out, level+" "+want+"\n") {
			t.Errorf("%s: want %s in\n%s", level, want, out)
		}
	}
}
