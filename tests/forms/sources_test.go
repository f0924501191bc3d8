package forms

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// sourced is a package whose sources are more than C files with one set of flags.
type sourced struct {
	name  string
	files string            // see harness.Split; p.go is package p
	want  map[string]string // Go expressions and their values
	needs string            // of the machine, as /proc/cpuinfo has it; or ""
	text  string            // part of the generated file; or ""
	tool  string            // a shell script that is the compiler, or ""
}

const wide = `#include <immintrin.h>
int f_avx2(const unsigned char *p) { return _mm256_movemask_epi8(_mm256_loadu_si256((const __m256i *)p)); }
`

const dirty = `__asm__(".text\n.globl zero32\n.hidden zero32\n.type zero32,@function\nzero32: vpxor %ymm0,%ymm0,%ymm0\nvmovdqu %ymm0,(%rdi)\nret\n.size zero32,.-zero32\n");
void zero32(unsigned char *p);
`

// As zig does: processors have underscores in their names.
const likeZig = `#!/bin/sh
n=$#
while [ $n -gt 0 ]; do
	case $1 in
	-march=*-*) echo "error: unknown CPU: '$1'" >&2; exit 1 ;;
	-march=*) set -- "$@" "$(echo "$1" | tr _ -)" ;;
	*) set -- "$@" "$1" ;;
	esac
	shift
	n=$((n - 1))
done
exec clang "$@"
`

var sources = []sourced{
	{name: "flags for one file", needs: "avx2", text: "// flags of csrc/wide.c: -mavx2\n", files: `-- p.go --
package p

//nearcall:source csrc/*.c
//nearcall:source -mavx2 csrc/wide.c

//nearcall:func f
//go:noescape
func F(p *byte) int32

//nearcall:func f_avx2
//nearcall:cpu x86-64-v3
//go:noescape
func FAVX2(p *byte) int32
-- csrc/a.c --
int f(const unsigned char *p) { return p[0]; }
-- csrc/wide.c --
` + wide, want: map[string]string{"F(&[]byte{7}[0])": "7", "FAVX2(&append([]byte{128, 0, 255}, make([]byte, 29)...)[0])": "5"}},
	{name: "folders and macros for one file", files: `-- p.go --
package p

//nearcall:source -DN=5 -I csrc/inc csrc/a.c
//nearcall:source -I "csrc/other" csrc/b.c
//nearcall:cflags -DN=3

//nearcall:func f
func F() int32

//nearcall:func g
func G() int32
-- csrc/a.c --
#include "h.h"
int f(void) { return 10 * H + N; }
-- csrc/b.c --
#include "h.h"
int g(void) { return 10 * H + N; }
-- csrc/inc/h.h --
enum { H = 1 };
-- csrc/other/h.h --
enum { H = 2 };
`, want: map[string]string{"F()": "15", "G()": "23"}},
	{name: "target attribute", needs: "ssse3", files: `-- p.go --
package p

//nearcall:source csrc/a.c

//nearcall:func f
//nearcall:cpu x86-64-v1+ssse3
func F(fast bool) int32
-- csrc/a.c --
#include <immintrin.h>
__attribute__((target("ssse3"), noinline)) static int wide(__m128i v) { return _mm_cvtsi128_si32(_mm_abs_epi32(v)); }
int f(_Bool fast) { return fast ? wide(_mm_set1_epi32(-6)) : 5; }
`, want: map[string]string{"F(true)": "6", "F(false)": "5"}},
	{name: "level with features", needs: "aes", files: `-- p.go --
package p

//nearcall:source csrc/a.c
//nearcall:cpu x86-64-v2+aes+pclmul

//nearcall:func f
func F(x uint64) uint64
-- csrc/a.c --
#include <immintrin.h>
unsigned long f(unsigned long x) { __m128i v = _mm_cvtsi64_si128(x); v = _mm_clmulepi64_si128(v, v, 0);
	return _mm_extract_epi64(v, 0) + (_mm_cvtsi128_si64(_mm_aesenc_si128(v, v)) & 0); }
`, want: map[string]string{"F(3)": "5", "F(7)": "21"}},
	{name: "preprocessed assembly", files: `-- p.go --
package p

//nearcall:source csrc/a.S csrc/b.s

//nearcall:func f(u64) u64
func F(x uint64) uint64

//nearcall:func g(u64) u64
func G(x uint64) uint64
-- csrc/a.S --
#include "k.h"
	.text
	.globl f
	.p2align 4
f:	lea K(%rdi), %rax
	mov $3, %ecx
again:	add $1, %rax
	dec %ecx
	jnz again
	call helper
	ret
helper:	add table(%rip), %rax
	jmp 1f
	.p2align 5
1:	ret
	.section .rodata
	.p2align 3
table:	.quad 100
-- csrc/k.h --
#define K 20
-- csrc/b.s --
	.globl g
	.hidden g
g:	lea 1(%rdi), %rax
	call h
	ret
	.globl h
	.hidden h
	.type h, @function
h:	shl $1, %rax
	ret
`, want: map[string]string{"F(1000)": "1123", "G(4)": "10"}},
	{name: "C++", files: `-- p.go --
package p

//nearcall:source csrc/a.cc csrc/b.cpp csrc/c.c csrc/d.cxx
//nearcall:cflags -std=gnu11 -std=c++17

//nearcall:func f
func F(x int32) int32

//nearcall:func c_part
func C(x int32) int32
-- csrc/a.cc --
namespace { template<class T> T twice(T x) { return x + x; } }
int more(int); int more(long);
struct point { int x, y; constexpr point(int a) : x(a), y(a) {} int sum() const { return x + y; } };
extern "C" int f(int x) { return twice(x) + more(x) + more(1L) + point(x).sum(); }
-- csrc/b.cpp --
template<class T> constexpr bool is_small = sizeof(T) < 4;
int more(int x) { if constexpr (is_small<short>) return x * 100; else return 0; }
-- csrc/c.c --
int c_part(int x) { typeof(x) y = x; return y + _Generic(y, int: 1, default: 2); }
-- csrc/d.cxx --
int more(long) { static const int once = 1000; return once; }
`, want: map[string]string{"F(3)": "1312", "C(3)": "4"}},
	{name: "weak symbols that nothing defines", files: `-- p.go --
package p

//nearcall:source csrc/a.c

//nearcall:func f
func F(x int32) int32

//nearcall:func g
func G(i int32) int32

//nearcall:func h
func H(x int32) int32

//nearcall:func choose
func Choose(x int32) int32

//nearcall:func stored
func Stored(x int32) int32
-- csrc/a.c --
typedef void fn(int);
__attribute__((weak)) void trace(int);
int f(int x) { if (trace) trace(x); return x + 1; }
__attribute__((weak)) extern const int table[4];
int g(int i) { return table ? table[i] : -1; }
__attribute__((weak, visibility("hidden"))) void hidden(int);
int h(int x) { if (hidden) hidden(x); return x + 2; }
int choose(int x) { return trace ? x : 7; }
static fn *const stores[2] = {trace, hidden};
int stored(int x) { return stores[x & 1] ? 8 : 9; }
`, want: map[string]string{"F(1)": "2", "G(2)": "-1", "H(1)": "3", "Choose(1)": "7", "Stored(1)": "9"}},
	{name: "a choice of another file's tables and functions", files: `-- p.go --
package p

//nearcall:source csrc/a.c csrc/b.c csrc/c.cc

//nearcall:func f
func F(x uint64) byte

//nearcall:func g
func G(x int32) int32

//nearcall:func h
func H(x int32) int32
-- csrc/a.c --
extern const unsigned char ta[64], tb[64];
unsigned char f(unsigned long x) { const unsigned char *t; unsigned long k; if (x == 4) { t = ta; k = 34; } else { t = tb; k = 12; } return t[x * k & 63] + t[k]; }
extern int one(int), two(int);
int g(int x) { int (*p)(int) = x ? one : two; return p(x); }
-- csrc/b.c --
const unsigned char ta[64] = {[34] = 1, [8] = 2}, tb[64] = {[12] = 3};
int one(int x) { return x + 10; }
int two(int x) { return x + 20; }
-- csrc/c.cc --
extern "C" const unsigned char ta[64], tb[64];
extern "C" int h(int x) { const unsigned char &c = x ? ta[34] : tb[12]; return c; }
`, want: map[string]string{"F(4)": "3", "F(1)": "6", "G(1)": "11", "G(0)": "20", "H(0)": "3", "H(1)": "1"}},
	{name: "upper halves that C leaves in use", needs: "avx2", text: "\tVZEROUPPER\n", files: `-- p.go --
package p

//nearcall:source csrc/a.c
//nearcall:cpu x86-64-v3

//nearcall:func f
//go:noescape
func F(p *byte)

//nearcall:func zero32(ptr)
//go:noescape
func Zero(p *byte)

//nearcall:func tail
//go:noescape
func Tail(p *byte)

//nearcall:func leaves
func Leaves(x float64) float64

func Now(f func(p *byte)) byte { b := make([]byte, 33); b[31], b[0] = 9, 9; f(&b[0]); return b[31] + b[0] }
-- csrc/a.c --
` + dirty + `void f(unsigned char *p) { zero32(p); p[0] = 1; }
void tail(unsigned char *p) { zero32(p); }
double leaves(double x) { __asm__ volatile("vaddpd %%ymm1, %%ymm1, %%ymm2" : : : "xmm2"); return x * 2; }
`, want: map[string]string{"Now(F)": "1", "Now(Zero)": "0", "Now(Tail)": "0", "Leaves(1.5)": "3"}},
	{name: "alignment that nothing relies on", files: `-- p.go --
package p

//nearcall:source csrc/a.c

//nearcall:func f
func F(i uint64) byte

//nearcall:func g
func G(n uint64) uint32

//nearcall:func h
func H(n uint64) bool
-- csrc/a.c --
static const unsigned char t[8192] __attribute__((aligned(4096))) = {1, 2, 3, [4096] = 7, [8190] = 9};
static const unsigned w[4096] __attribute__((aligned(8192))) = {[4095] = 40, [17] = 2};
unsigned char f(unsigned long i) { return t[i & 8191]; }
unsigned g(unsigned long n) { return w[n & 4095]; }
_Bool h(unsigned long n) { const unsigned char *p = t; while (p != t + 8192 && *p != n) p++; return p != t + 8192; }
`, want: map[string]string{"F(4096)": "7", "F(2)": "3", "G(4095)": "40", "G(17)": "2", "H(9)": "true", "H(77)": "false"}},
	{name: "a compiler with underscores in its processors", tool: likeZig, files: `-- p.go --
package p

//nearcall:source csrc/a.c
//nearcall:source -march=x86-64-v2 csrc/b.c
//nearcall:cpu x86-64-v2+sha

//nearcall:func f
func F(x int32) int32

//nearcall:func g
func G(x uint64) int32
-- csrc/a.c --
int f(int x) { return x * 3; }
-- csrc/b.c --
int g(unsigned long x) { return __builtin_popcountl(x); }
`, want: map[string]string{"F(3)": "9"}},
}

func (c sourced) test() string {
	var b strings.Builder
	b.WriteString("package p\n\nimport (\n\t\"fmt\"\n\t\"testing\"\n)\n\nfunc TestValues(t *testing.T) {\n")
	for expr, want := range c.want {
		fmt.Fprintf(&b, "\tif got := fmt.Sprint(%s); got != %q {\n\t\tt.Errorf(\"%%s is %%s, not %%s\", %q, got, %q)\n\t}\n", expr, want, expr, want)
	}
	return b.String() + "}\n"
}

func machineHas(t *testing.T, flag string) bool {
	info := harness.Read(t, "/proc/cpuinfo")
	return flag == "" || strings.Contains(info, " "+flag+" ")
}

// TestSources: C++, assembly, flags for one file, levels for one function, and
// declarations of what is elsewhere or nowhere, with both compilers.
func TestSources(t *testing.T) {
	testSourced(t, sources)
}

func testSourced(t *testing.T, packages []sourced) {
	for _, c := range packages {
		for _, cc := range []string{"clang", "gcc"} {
			t.Run(c.name+"/"+cc, func(t *testing.T) {
				if c.tool != "" && cc != "clang" {
					t.Skip("the script stands for one compiler")
				}
				dir := harness.Module(t, c.files)
				harness.Write(t, dir, "p_test.go", c.test())
				if c.tool != "" {
					cc = filepath.Join(t.TempDir(), "zigcc")
					harness.Check(t, os.WriteFile(cc, []byte(c.tool), 0o755))
				}
				harness.MustNearcall(t, dir, []string{"CC=" + cc}, "build", ".")
				if got := harness.Read(t, dir, "nearcall_amd64.s"); !strings.Contains(got, c.text) {
					t.Errorf("nearcall_amd64.s has no %q:\n%s", c.text, got)
				}
				harness.Must(t, dir, nil, "go", "vet", ".")
				if !machineHas(t, c.needs) {
					t.Skipf("built, but not run: this machine has no %s", c.needs)
				}
				harness.Must(t, dir, nil, "go", "test", ".")
			})
		}
	}
}
