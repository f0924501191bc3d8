// Package libm runs musl's math functions through //nearcall:libm, against the C library's through cgo, in
// units in the last place, and against Go's package math, which is not that exact (Acos near 1, Pow and Gamma
// of large arguments, Sin beyond 1e14: tens to hundreds of units).
package libm

import (
	"math/rand"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

var fetching sync.Mutex

// musl is the folder with the sources, which are fetched if they are not there.
func musl(t *testing.T) string {
	fetching.Lock()
	defer fetching.Unlock()
	root := harness.Root(t)
	dir := filepath.Join(root, "build/musl")
	r := harness.Run(t, root, nil, "tests/libm/fetch.sh", dir)
	if r.Status != 0 {
		t.Skipf("no sources of musl to be had: %s%s", r.Stdout, r.Stderr)
	}
	return dir
}

const mod = "-- go.mod --\nmodule m\n\ngo 1.23\n"

// Functions of one argument, and of two, as both C and Go have them; and how many units in the last place
// the two C libraries may differ.
var one = []struct {
	c, g string
	ulps int
}{
	{"sin", "Sin", 4}, {"cos", "Cos", 4}, {"tan", "Tan", 4}, {"asin", "Asin", 4}, {"acos", "Acos", 4}, {"atan", "Atan", 4},
	{"sinh", "Sinh", 4}, {"cosh", "Cosh", 4}, {"tanh", "Tanh", 4}, {"asinh", "Asinh", 4}, {"atanh", "Atanh", 4},
	{"exp", "Exp", 4}, {"exp2", "Exp2", 4}, {"expm1", "Expm1", 4}, {"log", "Log", 4}, {"log2", "Log2", 4},
	{"log10", "Log10", 4}, {"log1p", "Log1p", 4}, {"cbrt", "Cbrt", 4}, {"erf", "Erf", 4}, {"erfc", "Erfc", 4},
	{"tgamma", "Gamma", 20}, {"floor", "Floor", 0}, {"ceil", "Ceil", 0}, {"trunc", "Trunc", 0}, {"round", "Round", 0},
	{"rint", "RoundToEven", 0}, {"sqrt", "Sqrt", 0}, {"fabs", "Abs", 0}, {"logb", "Logb", 0},
}

var two = []struct {
	c, g string
	ulps int
}{
	{"pow", "Pow", 4}, {"atan2", "Atan2", 4}, {"hypot", "Hypot", 4}, {"fmod", "Mod", 0}, {"remainder", "Remainder", 0},
	{"copysign", "Copysign", 0}, {"fdim", "Dim", 0}, {"nextafter", "Nextafter", 0},
}

const program = `
-- main.go --
package main

import (
	"fmt"
	"math"
	"math/rand"
	"os"
	"strconv"

	"m/c"
	"m/p"
)

// far is how many numbers lie between x and y. What both call infinite or no number is the same.
func far(x, y float64) float64 {
	if x == y || math.IsNaN(x) && math.IsNaN(y) {
		return 0
	}
	order := func(x float64) int64 {
		u := int64(math.Float64bits(x))
		if u < 0 {
			return math.MinInt64 - u
		}
		return u
	}
	return math.Abs(float64(order(x) - order(y)))
}

var failed bool

func check(name string, ulps, x, y, got, c, goes float64) {
	got1, goes1 := math.Abs(got), math.Abs(goes) // Go's Atan2 has another sign where y/x is 0
	near := math.Abs(got1-goes1) <= 1e-9*got1 || got1 == goes1 || math.IsNaN(got) && math.IsNaN(goes) ||
		math.Abs(got) < 1e-300 || math.Abs(goes) > 1e300 // where Go's Pow and Gamma are off by more
	if d := far(got, c); d > ulps || !near {
		fmt.Printf("%s(%g, %g) is %g, want %g: %g apart; Go has %g\n", name, x, y, got, c, d, goes)
		failed = true
	}
}

// Arguments as a program has them: of all sizes up to 700, now and then larger, and special ones. (Go's Log
// is wrong for the smallest subnormal numbers: none of those.)
func some(r *rand.Rand) float64 {
	special := []float64{0, 1, 0.5, 2, 3, 10, math.Inf(1), math.NaN(), math.Pi, 1e300, 1e-300}
	x := math.Exp(r.Float64()*20-13.5) // up to 665
	switch r.Intn(20) {
	case 0:
		x = special[r.Intn(len(special))]
	case 1:
		x = float64(r.Intn(20)) / 2
	case 2:
		x = r.Float64() * 1e15
	case 3, 4, 5, 6:
		x = r.Float64()
	}
	if r.Intn(2) == 0 {
		x = -x
	}
	return x
}

func main() {
	seed, _ := strconv.ParseInt(os.Args[1], 10, 64)
	r := rand.New(rand.NewSource(seed))
	fmt.Println("seed", seed)
	for i := 0; i < 30000 && !failed; i++ {
		x, y := some(r), some(r)
CHECKS
	}
	// Where the argument is reduced by many bits of pi.
	if s, k := p.Sincos(1e22); far(s, c.Sin(1e22)) > 1 || far(k, c.Cos(1e22)) > 1 {
		fmt.Println("sincos", s, k)
		failed = true
	}
	if failed {
		os.Exit(1)
	}
}
`

func source(musl string) string {
	var c, stubs, checks, cgo strings.Builder
	add := func(name, goName string, ulps int, params, args string) {
		c.WriteString("double my_" + name + "(double " + strings.ReplaceAll(params, ", ", ", double ") + ") { return " + name + "(" + params + "); }\n")
		stubs.WriteString("//nearcall:func my_" + name + "\nfunc " + goName + "(" + params + " float64) float64\n\n")
		cgo.WriteString("func " + goName + "(" + params + " float64) float64 { return float64(C." + name + "(" + args + ")) }\n")
		checks.WriteString("\t\tcheck(\"" + goName + "\", " + strconv.Itoa(ulps) + ", x, y, p." + goName + "(" + params + "), c." +
			goName + "(" + params + "), math." + goName + "(" + params + "))\n")
	}
	for _, f := range one {
		add(f.c, f.g, f.ulps, "x", "C.double(x)")
	}
	for _, f := range two {
		add(f.c, f.g, f.ulps, "x, y", "C.double(x), C.double(y)")
	}
	return mod + "-- p/p.go --\npackage p\n\n//nearcall:source csrc/a.c\n//nearcall:libm " + musl + "/src/math\n\n" +
		stubs.String() + "//nearcall:func both\nfunc Sincos(x float64) (s, c float64)\n" +
		"-- p/csrc/a.c --\n#include <math.h>\n" + c.String() +
		"struct pair { double s, c; };\nstruct pair both(double x) { return (struct pair){sin(x), cos(x)}; }\n" +
		"-- c/c.go --\npackage c\n\n// #cgo LDFLAGS: -lm\n// #include <math.h>\nimport \"C\"\n\n" + cgo.String() +
		strings.Replace(program, "CHECKS", checks.String(), 1)
}

func TestMath(t *testing.T) {
	t.Parallel()
	lib := musl(t)
	for _, cc := range []string{"clang", "gcc"} {
		t.Run(cc, func(t *testing.T) {
			t.Parallel()
			dir := harness.Module(t, source(lib))
			harness.MustNearcall(t, dir, []string{"CC=" + cc}, "build", "./p")
			harness.Must(t, dir, []string{"CGO_ENABLED=1"}, "go", "build", "-o", "m.exe", ".")
			for range 5 {
				t.Log(harness.Must(t, dir, nil, "./m.exe", strconv.FormatInt(rand.Int63(), 10)))
			}
		})
	}
}

// TestReached: only the files that a call reaches are compiled and named.
func TestReached(t *testing.T) {
	t.Parallel()
	dir := harness.Module(t, mod+"-- p.go --\npackage m\n\n//nearcall:source csrc/a.c\n//nearcall:libm "+musl(t)+
		"/src/math\n\n//nearcall:func f\nfunc F(x float64) float64\n-- csrc/a.c --\n#include <math.h>\n"+
		"double f(double x) { return exp(x); }\n")
	harness.MustNearcall(t, dir, nil, "build")
	text := harness.Read(t, dir, "nearcall_amd64.s")
	for name, want := range map[string]bool{"/exp.c\n": true, "/exp_data.c\n": true, "/sin.c\n": false, "/log.c\n": false} {
		if strings.Contains(text, name) != want {
			t.Errorf("%q in the provenance block: %v, want %v", name, !want, want)
		}
	}
}

// TestNotMusl: a folder without the function, and one whose files do not compile.
func TestNotMusl(t *testing.T) {
	t.Parallel()
	const pkg = mod + "-- p.go --\npackage m\n\n//nearcall:source csrc/a.c\n//nearcall:libm lib\n\n" +
		"//nearcall:func f\nfunc F(x float64) float64\n-- csrc/a.c --\n#include <math.h>\n" +
		"double f(double x) { return sin(x); }\n"
	for _, c := range []struct{ name, file, want string }{
		{"not there", "-- lib/cos.c --\n", "f needs sin, which is not defined"},
		{"does not compile", "-- lib/sin.c --\n#error no\n", "lib/sin.c does not compile"},
	} {
		r := harness.Nearcall(t, harness.Module(t, pkg+c.file), nil, "build").Want(t, 1, "nearcall", "build")
		if !strings.Contains(r.Stderr, c.want) || !strings.Contains(r.Stderr, "//nearcall:libm") {
			t.Errorf("%s: %s", c.name, r.Stderr)
		}
	}
}
