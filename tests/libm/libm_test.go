// Package libm runs musl's math functions through //nearcall:libm, against Go's package math.
package libm

import (
	"math/rand"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// musl is the folder with the sources, which are fetched if they are not there.
func musl(t *testing.T) string {
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
// the two may differ: nearly all of it is Go's share.
var one = []struct {
	c, g string
	ulps int
}{
	{"sin", "Sin", 8}, {"cos", "Cos", 8}, {"tan", "Tan", 8}, {"asin", "Asin", 8}, {"acos", "Acos", 8}, {"atan", "Atan", 8},
	{"sinh", "Sinh", 8}, {"cosh", "Cosh", 8}, {"tanh", "Tanh", 8}, {"asinh", "Asinh", 8}, {"atanh", "Atanh", 8},
	{"exp", "Exp", 8}, {"exp2", "Exp2", 8}, {"expm1", "Expm1", 8}, {"log", "Log", 8}, {"log2", "Log2", 8},
	{"log10", "Log10", 8}, {"log1p", "Log1p", 8}, {"cbrt", "Cbrt", 8}, {"erf", "Erf", 8}, {"erfc", "Erfc", 8},
	{"tgamma", "Gamma", 200}, {"floor", "Floor", 0}, {"ceil", "Ceil", 0}, {"trunc", "Trunc", 0}, {"round", "Round", 0},
	{"rint", "RoundToEven", 0}, {"sqrt", "Sqrt", 0}, {"fabs", "Abs", 0}, {"logb", "Logb", 0},
}

var two = []struct {
	c, g string
	ulps int
}{
	{"pow", "Pow", 200}, {"atan2", "Atan2", 8}, {"hypot", "Hypot", 8}, {"fmod", "Mod", 0}, {"remainder", "Remainder", 0},
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

func check(name string, ulps, x, y, got, want float64) {
	if d := far(got, want); d > ulps {
		fmt.Printf("%s(%g, %g) is %g, want %g: %g apart\n", name, x, y, got, want, d)
		failed = true
	}
}

// Arguments as a program has them: of all sizes up to 700, now and then larger, and special ones. (Go's Log
// is wrong for the smallest subnormal numbers.)
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
	// Over the larger of their arguments, and exactly.
	if s, c := p.Sincos(1e22); far(s, math.Sin(1e22)) > 2 || far(c, math.Cos(1e22)) > 2 {
		fmt.Println("sincos", s, c)
		failed = true
	}
	if failed {
		os.Exit(1)
	}
}
`

func source(musl string) string {
	var c, stubs, checks strings.Builder
	for _, f := range one {
		c.WriteString("double my_" + f.c + "(double x) { return " + f.c + "(x); }\n")
		stubs.WriteString("//nearcall:func my_" + f.c + "\nfunc " + f.g + "(x float64) float64\n\n")
		checks.WriteString(line(f.g, f.ulps, "x"))
	}
	for _, f := range two {
		c.WriteString("double my_" + f.c + "(double x, double y) { return " + f.c + "(x, y); }\n")
		stubs.WriteString("//nearcall:func my_" + f.c + "\nfunc " + f.g + "(x, y float64) float64\n\n")
		checks.WriteString(line(f.g, f.ulps, "x, y"))
	}
	return mod + "-- p/p.go --\npackage p\n\n//nearcall:source csrc/a.c\n//nearcall:libm " + musl + "/src/math\n\n" +
		stubs.String() + "//nearcall:func both\nfunc Sincos(x float64) (s, c float64)\n" +
		"-- p/csrc/a.c --\n#include <math.h>\n" + c.String() +
		"struct pair { double s, c; };\nstruct pair both(double x) { return (struct pair){sin(x), cos(x)}; }\n" +
		strings.Replace(program, "CHECKS", checks.String(), 1)
}

func line(name string, ulps int, args string) string {
	return "\t\tcheck(\"" + name + "\", " + strconv.Itoa(ulps) + ", x, y, p." + name + "(" + args +
		"), math." + name + "(" + args + "))\n"
}

func TestMath(t *testing.T) {
	t.Parallel()
	lib := musl(t)
	for _, cc := range []string{"clang", "gcc"} {
		t.Run(cc, func(t *testing.T) {
			t.Parallel()
			dir := harness.Module(t, source(lib))
			harness.MustNearcall(t, dir, []string{"CC=" + cc}, "build", "./p")
			harness.Must(t, dir, nil, "go", "build", "-o", "m.exe", ".")
			for range 20 {
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
