package repro

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// nameShapes are declarations with a variable N, and the C function that each
// shares with all others of its shape; what the function must give for 5.
var nameShapes = []struct{ decl, c, typ, call, want string }{
	{"(N uint64) uint64", "triple", "func(uint64) uint64", "f(5)", "15"},
	{"(x uint64) (N uint64)", "triple", "func(uint64) uint64", "f(5)", "15"},
	{"(a uint8, N uint8, b uint8) uint32", "rgb", "func(uint8, uint8, uint8) uint32", "f(5, 6, 7)", "0x050607"},
	{"(N []byte, n uint64) uint64", "at", "func([]byte, uint64) uint64", "f([]byte{4, 5, 6}, 1)", "3005"},
	{"(N string) (a, b uint64)", "pair", "func(string) (uint64, uint64)", "two(f(\"abc\"))", "3*1000 + 'a'"},
	{"(x string) (a, N uint64)", "pair", "func(string) (uint64, uint64)", "two(f(\"abc\"))", "3*1000 + 'a'"},
	{"(N float64, x float64) float64", "minus", "func(float64, float64) float64", "f(7, 2)", "5"},
	{"(x uint64, N Wide) Wide", "wide", "func(uint64, Wide) Wide", "f(5, Wide{1, 2, 3})[2]", "8"},
	{"(a, b, c, d, e, f, h, N uint64) uint64", "eighth", "func(_, _, _, _, _, _, _, _ uint64) uint64", "f(1, 2, 3, 4, 5, 6, 7, 8)", "8"},
}

const namesC = `
#include <stddef.h>
#include <stdint.h>
struct wide { uint64_t w[3]; };
struct pair { uint64_t a, b; };
uint64_t triple(uint64_t x) { return 3 * x; }
uint32_t rgb(uint8_t r, uint8_t g, uint8_t b) { return (uint32_t)r << 16 | g << 8 | b; }
uint64_t at(const uint8_t *p, size_t n, uint64_t i) { return n * 1000 + p[i]; }
struct pair pair(const char *s, size_t n) { return (struct pair){ n, (unsigned char)s[0] }; }
double minus(double x, double y) { return x - y; }
struct wide wide(uint64_t x, struct wide w) { w.w[2] += x; return w; }
uint64_t eighth(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h) { return a ? h : b + c + d + e + f + g; }
uint64_t sum2(uint64_t x, uint64_t y) { return 10 * x + y; }
struct pair split(uint64_t x) { return (struct pair){ x / 10, x % 10 }; }
`

// awkward are whole declarations, with a call and what it gives: variables that
// share a name, or have that of a part of another, of a type, a macro or a
// label of the generated text, or what go vet itself gives.
var awkward = []struct{ decl, c, call, want string }{
	{"(_, _ uint64) uint64", "sum2", "F(4, 5)", "45"},
	{"(_, ret uint64) uint64", "sum2", "F(4, 5)", "45"},
	{"(ret, Ret uint64) uint64", "sum2", "F(4, 5)", "45"},
	{"(ret_, ret uint64) (x uint64)", "sum2", "F(4, 5)", "45"},
	{"(uint64, uint64) (arg uint64)", "sum2", "F(4, 5)", "45"},
	{"(uint64, uint64) (arg1 uint64)", "sum2", "F(4, 5)", "45"},
	{"(argframe, G uint64) uint64", "sum2", "F(4, 5)", "45"},
	{"(G, argframe uint64) (SP uint64)", "sum2", "F(4, 5)", "45"},
	{"(RET, TEXT uint64) (DATA uint64)", "sum2", "F(4, 5)", "45"},
	{"(GLOBL, unaligned uint64) (called uint64)", "sum2", "F(4, 5)", "45"},
	{"(uint64, string uint64) uint64", "sum2", "F(4, 5)", "45"},
	{"(x uint64) (_, _ uint64)", "split", "two(F(45))", "4005"},
	{"(x uint64) (_, ret uint64)", "split", "two(F(45))", "4005"},
	{"(ret1 uint64) (uint64, uint64)", "split", "two(F(45))", "4005"},
	{"(ret uint64) (ret1, ret2 uint64)", "split", "two(F(45))", "4005"},
	{"(SB uint64) (g, FP uint64)", "split", "two(F(45))", "4005"},
	{"(xs []byte, xs_len uint64) uint64", "at", "F([]byte{4, 5, 6}, 1)", "3005"},
	{"(xs []byte, xs_base uint64) uint64", "at", "F([]byte{4, 5, 6}, 1)", "3005"},
	{"(tag []byte, tag__size uint64) uint64", "at", "F([]byte{4, 5, 6}, 1)", "3005"},
	{"(const_Three, tag_base uint64) uint64", "sum2", "F(4, 5)", "45"},
	{"(R, G, B uint8) (A uint32)", "rgb", "F(5, 6, 7)", "0x050607"},
	{"(r, g, b uint8) uint32", "rgb", "F(5, 6, 7)", "0x050607"},
	{"(_, _, _ uint8) (_ uint32)", "rgb", "F(5, 6, 7)", "0x050607"},
	{"(_, _ float64) float64", "minus", "F(7, 2)", "5"},
	{"(minus, F float64) (g float64)", "minus", "F(7, 2)", "5"},
	{"(x uint64, _ Wide) (_ Wide)", "wide", "F(5, Wide{1, 2, 3})[2]", "8"},
	{"(_, _, _, _, _, _, _, _ uint64) (_ uint64)", "eighth", "F(1, 2, 3, 4, 5, 6, 7, 8)", "8"},
}

// allRegisters are the names of cmd/asm: for amd64 from its own list, for the others
// by their patterns; and the pseudo-registers, operands and macros.
func allRegisters(t *testing.T) []string {
	t.Helper()
	root := strings.TrimSpace(harness.Must(t, t.TempDir(), nil, "go", "env", "GOROOT"))
	source := harness.Read(t, filepath.Join(root, "src", "cmd", "internal", "obj", "x86", "list6.go"))
	_, list, _ := strings.Cut(source, "var Register = []string{")
	list, _, _ = strings.Cut(list, "\n}")
	seen, names := map[string]bool{}, []string{}
	add := func(name string) {
		if token.MatchString(name) && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, m := range regexp.MustCompile(`"(\w+)"`).FindAllStringSubmatch(list, -1) {
		add(m[1])
	}
	if len(names) < 100 {
		t.Fatalf("%d registers in cmd/internal/obj/x86/list6.go", len(names))
	}
	for _, prefix := range []string{"R", "F", "V", "X", "Z", "P", "M", "FCC", "FCR", "CR", "SPR", "A", "VS", "VR", "ZA", "T", "S"} {
		add(prefix + "0")
		add(prefix + "7")
		add(prefix + "31")
	}
	for _, name := range strings.Fields("g SB FP PC SP LR ZR RSP RSB CTXT CPSR FPSR FPCR SPSR NZCV DAIF HI LO XER CTR MSR FPSCR AR0 GP TP TMP CLOSURE RET0 CTX PAUSE " +
		"PC_B R REGSP REGZERO TLS NOSPLIT NOFRAME NO_LOCAL_POINTERS FUNCDATA PCALIGN ADJSP DUPOK RODATA GOARCH GOARCH_amd64 GOOS_linux GOAMD64_v1 " +
		"EQ DAIFSet PLDL1KEEP ax sp fp image ret arg arg1 e8 m1 c j jc _ __ a_ _a π é ÿ aé éa ª x\u00b5 变量 ŝ Ünder x٣ unsafe len") {
		add(name)
	}
	return names
}

var token = regexp.MustCompile(`^[\pL_][\pL\p{Nd}_]*$`)

// TestNames: parameters and results of all names work, and go vet is content,
// with every version of Go.
func TestNames(t *testing.T) {
	t.Parallel()
	names := allRegisters(t)
	var stubs, calls strings.Builder
	stub := func(decl, c, call, want string) {
		n := fmt.Sprintf("F%d", strings.Count(stubs.String(), "\nfunc "))
		fmt.Fprintf(&stubs, "\n//nearcall:func %s\nfunc %s%s\n", c, n, decl)
		fmt.Fprintf(&calls, "\tif f := %s; uint64(%s) != %s {\n\t\tt.Error(%q)\n\t}\n", n, call, want, n+decl)
	}
	for _, a := range awkward {
		stub(a.decl, a.c, regexp.MustCompile(`\bF\(`).ReplaceAllString(a.call, "f("), a.want)
	}
	most := len(nameShapes) // each name in one shape; those of registers take turns
	for i, name := range names {
		for k, s := range nameShapes {
			if (i%most != k && name != "g" && name != "_" && name != "SP") || taken(s.decl, name) {
				continue
			}
			stub(variable.ReplaceAllString(s.decl, name), s.c, s.call, s.want)
		}
	}
	t.Logf("%d names, %d functions", len(names), strings.Count(stubs.String(), "\nfunc "))
	dir := harness.Module(t, "-- csrc/f.c --\n"+namesC+"-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n\n"+
		"type Wide [3]uint64\n\nconst Three = 3\n\ntype xs struct{ base, len, cap int }\n\ntype tag struct{ base, len int }\n"+stubs.String()+
		"-- p_test.go --\npackage p\n\nimport \"testing\"\n\nfunc two(a, b uint64) uint64 { return 1000*a + b }\n\nfunc TestAll(t *testing.T) {\n"+
		calls.String()+"}\n")
	harness.MustNearcall(t, dir, nil, "build", ".")
	harness.EachGo(t, func(t *testing.T, env []string) {
		harness.Must(t, dir, env, "go", "vet", ".")
		harness.Must(t, dir, env, "go", "test", "-count=1", ".")
	})
}

var variable = regexp.MustCompile(`\bN\b`)

// taken tells whether a declaration has another variable of the name.
func taken(decl, name string) bool {
	return name != "_" && regexp.MustCompile(`[(, ]`+regexp.QuoteMeta(name)+`[,) ]`).MatchString(decl)
}
