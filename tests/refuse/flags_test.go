package refuse

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const avx2 = `#include <immintrin.h>
__attribute__((noinline)) int wide(const unsigned char *p) {
	return _mm256_movemask_epi8(_mm256_loadu_si256((const __m256i *)p)); // WANT wide uses an instruction of x86-64-v3 (AVX
	// MAY^ wide uses an instruction of x86-64-v3 (AVX
}
`

// TestLevels: a flag for one source compiles it, and does not let old machines
// crash in silence; a level beside a function is for what that function reaches.
func TestLevels(t *testing.T) {
	const two = `-- p.go --
package p

//nearcall:source csrc/a.c
//nearcall:source -mavx2 csrc/wide.c

//nearcall:func f
BESIDE
//go:noescape
func F(p *byte) int32

//nearcall:func g
//nearcall:cpu x86-64-v3
//go:noescape
func G(p *byte) int32
-- csrc/a.c --
int wide(const unsigned char *p);
int f(const unsigned char *p) { return 1 + CALL; }
int g(const unsigned char *p) { return 2 + wide(p); }
-- csrc/wide.c --
` + avx2
	const beside = "//nearcall:cpu beside the //nearcall:func of F holds for what F reaches alone"
	with := func(beside, call string) string {
		return strings.NewReplacer("BESIDE", beside, "CALL", call).Replace(two)
	}
	refuseAll(t, []refusal{
		{name: "flags alone", also: beside, files: strings.Replace(stub("func F(p *byte) int32", "", ""), "csrc/f.c", "-mavx2 csrc/f.c", 1) +
			strings.ReplaceAll(avx2, "wide", "f")},
		{name: "what two functions reach", also: beside, files: with("//", "wide(p)")},
		{name: "a level that is too low", also: beside, files: with("//nearcall:cpu x86-64-v2+aes", "wide(p)")},
		{name: "through a pointer", also: beside, files: strings.Replace(with("//", "(*(p ? wide : other))(p)"),
			"int f(", "static int other(const unsigned char *p) { return 3; }\nint f(", 1)},
		{name: "target attribute", also: "declare the level that has it, //nearcall:cpu x86-64-v2", files: stub("func F(x int32) int32", `
#include <immintrin.h>
__attribute__((target("ssse3"))) static int wide(int x) { return _mm_cvtsi128_si32(_mm_abs_epi32(_mm_set1_epi32(x))); } // WANT wide uses an instruction of x86-64-v2 (SSSE3)
int f(int x) { return __builtin_cpu_supports("ssse3") ? wide(x) : x; } // WANT f asks for the CPU model at run time (__cpu_model)`, "")},
	})
}

// TestSourceFlags: the words of //nearcall:source and //nearcall:cpu.
func TestSourceFlags(t *testing.T) {
	refuseAll(t, []refusal{{name: "words", files: `-- p.go --
package p

//nearcall:source csrc/f.c -O3
// WANT^ flag -O3 stands behind a file
//nearcall:source -O3 -DX
// WANT^ //nearcall:source names no file behind its flags
//nearcall:source -flto csrc/f.c
// WANT^ flag -flto is refused
//nearcall:source -O1 csrc/g.c
//nearcall:source -O2 csrc/g.c
// WANT^ "csrc/g.c" has two sets of flags
//nearcall:cpu x86-64-v2+mmx9
// WANT^ unknown CPU feature "mmx9" in "x86-64-v2+mmx9"
//nearcall:cpu x86-64-v2+
// WANT^ unknown CPU feature "" in "x86-64-v2+"

//nearcall:func f
//nearcall:cpu x86-64-v3
//nearcall:cpu x86-64-v4
// WANT^ second //nearcall:cpu on the same function
func F()

//nearcall:func f
//nearcall:cpu x86-64-v3 x86-64-v4
// WANT^ "x86-64-v4" is not a name of a C function
func G()

//nearcall:func f
//nearcall:cpu x86-64-v3 f_v3 f_v4
// WANT^ //nearcall:cpu takes a level beside //nearcall:func, and the C function for it
func I()

//nearcall:func f
//nearcall:cpu x86-64-v3 f
//nearcall:cpu x86-64-v3 g
// WANT^ two C functions for the level x86-64-v3
func J()

//nearcall:func f
//nearcall:cpu v3
// WANT^ unknown CPU level "v3"
func H()
-- csrc/f.c --
void f(void) {}
-- csrc/g.c --
`}})
}

// TestLevelFuncs: a C function for a level that the package does not have.
func TestLevelFuncs(t *testing.T) {
	refuseAll(t, []refusal{{name: "no such level", files: `-- p.go --
package p

//nearcall:source csrc/f.c
//nearcall:cpu x86-64-v1

//nearcall:func f
//nearcall:cpu x86-64-v4 g
// WANT^ F: the package is not compiled for the level x86-64-v4
func F()
-- csrc/f.c --
void f(void) {}
void g(void) {}
`}})
}

// TestNames: names that are not what C makes of them.
func TestNames(t *testing.T) {
	as := func(file, text string) string {
		return strings.Replace(strings.Replace(stub("func F(x int32) int32", "", ""), "source csrc/f.c", "source csrc/"+file, 1), "-- csrc/f.c --", "-- csrc/"+file+" --", 1) + text
	}
	missing := anywhere("F: no C function f in the package's C files")
	const mangled = `declare it extern "C", which keeps the name`
	refuseAll(t, []refusal{
		{name: "overloaded", files: as("f.cc", "int f(int x) { return x; }\nlong f(long x) { return x; }\n"), wants: missing, also: "C++ calls it _Z1fi, by its parameters: " + mangled},
		{name: "in a namespace", files: as("f.cpp", "namespace n { int f(int x) { return x; } }\n"), wants: missing, also: mangled},
		{name: "template", files: as("f.cxx", "template<class T> T f(T x) { return x; }\ntemplate int f<int>(int);\n"), wants: missing, also: mangled},
		{name: "local label", files: "-- p.go --\npackage p\n\n//nearcall:source csrc/f.S\n\n//nearcall:func f()\nfunc F()\n-- csrc/f.S --\nf: ret\n", wants: missing, also: "f is local to its file: add .globl f"},
		{name: "hidden function", files: as("f.c", "__attribute__((visibility(\"hidden\"))) int in_asm(int);\nint f(int x) { return in_asm(x); } // WANT f needs in_asm, which is not defined\n")},
		{name: "hidden data", files: as("f.c", "__attribute__((visibility(\"hidden\"))) extern const int there[4];\nint f(int x) { return there[x & 3]; } // WANT f needs there, which is not defined\n")},
		{name: "internal, through a chain", files: as("f.c", "__attribute__((visibility(\"internal\"))) int gone(int);\n__attribute__((noinline)) static int g(int x) {\n\treturn gone(x) + 1; // WANT g needs gone, which is not defined\n}\nint f(int x) { return g(x) + 1; }\n")},
		{name: "default visibility, by a conditional move", also: `leave visibility("default") out`, files: as("f.c", `#define API __attribute__((visibility("default")))
API extern const unsigned char ta[64], tb[64];
API const unsigned char ta[64] = {1}, tb[64] = {2};
int f(int x) { const unsigned char *t; unsigned long k; if (x == 4) { t = ta; k = 34; } else { t = tb; k = 12; } return t[x * k & 63] + t[k]; } // WANT f reaches ta through the global offset table
`)},
		{name: "upper halves at the lowest level", also: "for the package, //nearcall:cpu x86-64-v3: the trampoline does it then",
			wants: anywhere("zero32 may return without vzeroupper"), files: strings.Replace(as("f.c",
				"__asm__(\".text\\n.globl zero32\\n.hidden zero32\\n.type zero32,@function\\nzero32: vpxor %ymm0,%ymm0,%ymm0\\nret\\n.size zero32,.-zero32\\n\");\nvoid zero32(void);\nint f(int x) { zero32(); return x + 1; }\n"),
				"//nearcall:func f", "//nearcall:cpu x86-64-v1+avx2\n//nearcall:func f", 1)},
	})
}

// TestHeaderPlaces: headers that -I finds are named as they are found from where
// nearcall runs.
func TestHeaderPlaces(t *testing.T) {
	const module = `-- go.mod --
module example.com/m

go 1.23
-- top/h.h --
static inline int one(int x) { return one(x); }
-- a/p/p.go --
package p

//nearcall:source FLAGS csrc/f.c

//nearcall:func f
func F(x int32) uint32
-- a/p/csrc/f.c --
#include "h.h"
-- a/p/inc/h.h --
int f(int x) { return x; }
-- a/out/h.h --
int f(int x) { return x; }
-- h.h --
int f(int x) { return x; }
-- a/p/csrc/sub/h.h --
int f(int x) { return x; }
`
	for _, c := range []struct{ flags, from, dir, header string }{
		{"-I inc", ".", "./a/p", "a/p/inc/h.h:1"},
		{"-I ../out", ".", "./a/p", "a/out/h.h:1"},
		{"-I ../out", "a/p", ".", "../out/h.h:1"},
		{"-I ../out", "a/p/csrc", "..", "../../out/h.h:1"},
		{"-I../..", "a", "./p", "../h.h:1"},
		{"-I../..", ".", "./a/p", "h.h:1"},
		{"-I csrc/sub", "a", "./p", "p/csrc/sub/h.h:1"},
	} {
		for _, cc := range []string{"clang", "gcc"} {
			dir := harness.Module(t, strings.Replace(module, "FLAGS", c.flags, 1))
			r := harness.Nearcall(t, filepath.Join(dir, c.from), []string{"CC=" + cc}, "check", c.dir)
			if r.Status != 1 || !strings.Contains(r.Stderr, "("+c.header+")") {
				t.Errorf("%s, %s, from %s: status %d, want (%s) in\n%s", cc, c.flags, c.from, r.Status, c.header, r.Stderr)
			}
		}
	}
}

// TestTooMuchAlignment: what Go's assembler cannot align is named, each of it,
// where code may rely on it: it masks an address, gives it away, or lies in a table.
func TestTooMuchAlignment(t *testing.T) {
	const table = "static const unsigned char t[8192] __attribute__((aligned(4096))) = {1, 2, 3}; // WANT t is aligned to 4096 bytes\n"
	const opaque = "\tunsigned long p = (unsigned long)t | (i & 1);\n\t__asm__(\"\" : \"+r\"(p));\n"
	for name, c := range map[string]string{
		"masked":     table + "int f(int i) {\n" + opaque + "\treturn *(unsigned char *)(p & ~4095ul);\n}",
		"truncated":  table + "int f(int i) {\n" + opaque + "\treturn (unsigned)p >> 12;\n}",
		"given away": table + "__attribute__((noinline)) static int g(const unsigned char *p) {\n\t__asm__(\"\" : \"+r\"(p));\n\treturn *p;\n}\nint f(int i) { return g(t + i); }",
		"stored":     table + "int f(int i) {\n\tconst unsigned char *volatile p = t;\n\treturn p[i];\n}",
		"returned": table + "__attribute__((noinline)) static const unsigned char *g(void) {\n\tconst unsigned char *p = t;\n\t__asm__(\"\" : \"+r\"(p));\n\treturn p;\n}\n" +
			"int f(int i) { return (int)((unsigned long)g() >> 12) + i; }",
		"given away, and back": table + "__attribute__((noinline)) static int g(const unsigned char *p) {\n\t__asm__(\"\" : \"+r\"(p));\n" +
			"\treturn ((unsigned long)p & 4095) == 0;\n}\nint f(int i) { return g(t + i) + i; }",
		"returned beside another": table + "struct two { long n; const unsigned char *p; };\n" +
			"__attribute__((noinline)) static struct two g(long n) {\n\tstruct two s = {n, t};\n\t__asm__(\"\" : \"+r\"(s.n), \"+r\"(s.p));\n\treturn s;\n}\n" +
			"int f(int i) {\n\tstruct two s = g(i);\n\t__asm__(\"\" : \"+r\"(s.p));\n\treturn ((unsigned long)s.p & 4095) + s.n;\n}",
		"passed on": table + "__attribute__((noinline)) int h(const unsigned char *p) {\n\t__asm__(\"\" : \"+r\"(p));\n\treturn ((unsigned long)p & 4095) == 0;\n}\n" +
			"__attribute__((noinline)) int g(const unsigned char *p, int i) {\n\t__asm__(\"\" : \"+r\"(i));\n\treturn h(p) + i;\n}\n" +
			"int f(int i) { return g(t, i) + i; }",
		"two": table + "static const int u[8192] __attribute__((aligned(16384))) = {5}; // WANT u is aligned to 16384 bytes\n" +
			"int f(int i) {\n" + opaque + "\tunsigned long q = (unsigned long)u;\n\t__asm__(\"\" : \"+r\"(q));\n\treturn (p & 4096) + (q & 8192);\n}",
	} {
		t.Run(name, func(t *testing.T) {
			files := stub("func F(i int32) int32", c, "")
			refuseOnce(t, harness.Module(t, files), harness.Wants(files), nil, "build", ".")
		})
	}
}
