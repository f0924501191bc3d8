package refuse

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// convention is a function of an object, and what nearcall has to do with it:
// refuse it in these words, or call it right.
type convention struct {
	name    string
	cc      string // with flags; the file's ending is the language
	file    string // name of the source: f.c, f.cc, f.s, f.rs
	source  string
	sig     string // explicit prototype behind the C name in the directive
	symbol  string // f unless given
	decl    string // of F; types before it, if any
	call    string // Go expression that is printed
	want    string // what it prints
	refusal string // or part of the message
}

// places is what tells of a convention by where parameters are at the first
// instruction; machineCode, what only the code itself tells.
const (
	places      = "it follows another calling convention, or has more parameters than its debug information shows"
	machineCode = "it follows another calling convention, or has more parameters than are known"
)

const (
	longs     = "long f(long a, long b) { return a * 1000 + b; }"
	longsDecl = "func F(a, b int64) int64"
	longsCall = "p.F(3, 4)"
)

// attributes are those that name a calling convention, or sound like it, and
// what comes of them with gcc and with clang: "" is a right call.
var attributes = []struct{ name, gcc, clang, flags string }{
	{"ms_abi", places, "f follows another calling convention: ms_abi", ""},
	{"sysv_abi", "", "", ""},
	{"vectorcall", "", "no C function f in the package's C files", ""}, // clang calls it f@@16
	{"regcall", "", "no C function f in the package's C files", ""},    // and __regcall3__f
	{"preserve_most", "", "f follows another calling convention: preserve_most", ""},
	{"preserve_all", "", "f follows another calling convention: preserve_all", ""},
	{"swiftcall", "", "f follows another calling convention: swiftcall", ""},
	{"swiftasynccall", "", "f follows another calling convention: ", ""},
	{"intel_ocl_bicc", "", "f follows another calling convention: intel_ocl_bicc", ""},
	{"no_caller_saved_registers", "", "", "-mgeneral-regs-only"},
	{"stdcall", "", "", ""},
	{"fastcall", "", "", ""},
	{"thiscall", "", "", ""},
	{"cdecl", "", "", ""},
	{"regparm(3)", "", "", ""},
	{"sseregparm", "", "", ""},
	{"noipa", "", "", ""},
	{"force_align_arg_pointer", "", "", ""},
}

func attributeCases() (all []convention) {
	for _, a := range attributes {
		for cc, refusal := range map[string]string{"gcc": a.gcc, "clang": a.clang} {
			c := convention{name: a.name + " of " + cc, cc: cc + " " + a.flags, file: "f.c", source: "__attribute__((" + a.name + ")) " + longs,
				decl: longsDecl, call: longsCall, want: "3004", refusal: refusal}
			all = append(all, c)
		}
	}
	const byName = "__regcall3__f"
	all = append(all, convention{name: "regcall by its symbol", cc: "clang", file: "f.c", symbol: byName, source: "__attribute__((regcall)) " + longs,
		decl: longsDecl, refusal: byName + " follows another calling convention: regcall"})
	return all
}

// flagCases: flags that move values, and gcc's command line in the producer.
func flagCases() (all []convention) {
	const pair = "struct s { long a; }; struct s f(struct s a, long b) { a.a += b; return a; }"
	const pairDecl = "type S struct{ A int64 }\n\n//nearcall:func f\nfunc F(a S, b int64) S"
	const float = "void f(float x, int *p) { *p = x > 1; }"
	const floatDecl, floatCall = "func F(x float32, p *int32)", "func() int32 { var x int32; p.F(2, &x); return x }()"
	for _, c := range []struct{ cc, source, decl, call, want, refusal string }{
		{"gcc -mabi=ms", longs, longsDecl, longsCall, "", "f was compiled with -mabi=ms"},
		{"gcc -mabi=sysv", longs, longsDecl, longsCall, "3004", ""},
		{"gcc -mabi=ms -gno-record-gcc-switches", longs, longsDecl, longsCall, "", places},
		{"gcc -O0 -mabi=ms -gno-record-gcc-switches", longs, longsDecl, longsCall, "", places},
		{"gcc -O1 -gdwarf-4", "__attribute__((ms_abi)) " + longs, longsDecl, longsCall, "", places},
		{"gcc -Og", "struct s { long a, b, c; }; __attribute__((ms_abi)) long f(struct s *p, float x, long y) { return p->b + x + y; }",
			"func F(p *struct{ A, B, C int64 }, x float32, y int64) int64", "", "", places},
		{"gcc -O0", "__attribute__((ms_abi)) " + longs, longsDecl, longsCall, "", places},
		{"gcc -O0", "long f(long a, long b, long c, long d, long e, long g, long h, float i) { return a * 1000 + h + i; }",
			"func F(a, b, c, d, e, x, y int64, z float32) int64", "p.F(3, 0, 0, 0, 0, 0, 2, 2)", "3004", ""},
		{"gcc -fpcc-struct-return", pair, pairDecl, "", "", "f was compiled with -fpcc-struct-return"},
		{"gcc -freg-struct-return", pair, pairDecl, "p.F(p.S{3}, 4)", "{7}", ""},
		{"gcc -fcall-saved-rax", longs, longsDecl, longsCall, "", "f was compiled with -fcall-saved-"},
		{"gcc -mregparm=3", longs, longsDecl, longsCall, "3004", ""},
		{"gcc -mno-sse", float, floatDecl, floatCall, "", "f was compiled with -mno-sse"},
		{"gcc -mno-sse3", float, floatDecl, floatCall, "1", ""},
		{"gcc -mno-sse", longs, longsDecl, longsCall, "3004", ""},
		{"gcc -msoft-float", float, floatDecl, floatCall, "1", ""},
		{"clang -msoft-float", float, floatDecl, floatCall, "1", ""},
		{"clang -mabi=ms", longs, longsDecl, longsCall, "3004", ""},
		{"clang -mno-sse", float, floatDecl, floatCall, "", machineCode},
		{"clang -mno-sse -O0", "__attribute__((noinline)) " + float, floatDecl, floatCall, "", machineCode},
		{"gcc", "__attribute__((target(\"no-sse\"))) " + float, floatDecl, floatCall, "", places},
		{"gcc -O0", "__attribute__((target(\"no-sse\"))) " + float, floatDecl, floatCall, "", places},
		{"clang", "__attribute__((target(\"no-sse\"))) " + float, floatDecl, floatCall, "", machineCode},
	} {
		all = append(all, convention{name: c.cc, cc: c.cc, file: "f.c", source: c.source, decl: c.decl, call: c.call, want: c.want,
			refusal: c.refusal})
	}
	return all
}

// prototypeCases: what debug information leaves out, and a directive makes up for.
func prototypeCases() (all []convention) {
	const knr = "float f(x) float x; { return x * 2; }"
	const store = "void f(long *p, long v) { *p = v; }"
	const storeCxx = "extern \"C\" void f(long *p, long v) { *p = v; }"
	const storeDecl, storeCall = "func F(p *int64, v int64)", "func() int64 { var x int64; p.F(&x, 5); return x }()"
	const asm = ".text\n.globl f\n.type f,@function\nf: .cfi_startproc\nmov %rsi, (%rdi)\nret\n.cfi_endproc\n.size f,.-f\n"
	const none = "carries no debug information"
	for _, c := range []struct{ cc, file, source, sig, decl, call, want, refusal string }{
		{"gcc -std=gnu89", "f.c", knr, "", "func F(x float32) float32", "", "", "f is defined without a prototype (K&R)"},
		{"clang -std=gnu89", "f.c", knr, "", "func F(x float32) float32", "", "", "f is defined without a prototype (K&R)"},
		{"gcc -std=gnu89", "f.c", knr, "(f64) f32", "func F(x float64) float32", "p.F(3)", "6", ""},
		{"clang -std=gnu89", "f.c", knr, "(f64) f32", "func F(x float64) float32", "p.F(3)", "6", ""},
		{"gcc -std=gnu89", "f.c", "long f(a, b) long a; char b; { return a + b; }", "", "func F(a int64, b int8) int64", "", "", "(K&R)"},
		{"gcc -std=gnu89", "f.c", "long f(long, long); long f(a, b) long a, b; { return a - b; }", "", longsDecl, longsCall, "-1", ""},
		{"gcc -std=gnu17", "f.c", "long f() { return 1; }", "", "func F() int64", "", "", "the debug information has no prototype of f"},
		{"clang -std=gnu17", "f.c", "long f() { return 1; }", "", "func F() int64", "", "", "the debug information has no prototype of f"},
		{"clang -std=gnu17", "f.c", "long f() { return 1; }", "() i64", "func F() int64", "p.F()", "1", ""},
		{"gcc -g1", "f.c", store, "", "func F()", "", "", "the debug information has no prototype of f"},
		{"gcc -g1", "f.c", store, "", storeDecl, "", "", "the debug information has no prototype of f"},
		{"gcc -g1", "f.c", store, "(ptr, i64)", storeDecl, storeCall, "5", ""},
		{"clang -g1", "f.c", store, "", "func F()", "", "", none},
		{"clang -g1", "f.c", store, "(ptr, i64)", storeDecl, storeCall, "5", ""},
		{"g++ -g1", "f.cc", storeCxx, "", "func F()", "", "", "shows neither parameters nor a result"},
		{"g++ -g1 -gno-record-gcc-switches", "f.cc", storeCxx, "", "func F()", "", "", "shows neither parameters nor a result"},
		{"clang++ -g1", "f.cc", storeCxx, "", "func F()", "", "", none},
		{"g++", "f.cc", storeCxx, "", storeDecl, storeCall, "5", ""},
		{"clang++", "f.cc", storeCxx, "", storeDecl, storeCall, "5", ""},
		{"gcc", "f.s", asm, "", "func F()", "", "", "f is assembly, whose debug information has no prototypes"},
		{"clang", "f.s", asm, "", "func F()", "", "", none},
		{"gcc", "f.s", asm, "(ptr, i64)", storeDecl, storeCall, "5", ""},
		{"gcc", "f.s", zigVoid, "", storeDecl, storeCall, "5", ""},
		{"gcc", "f.s", zigVoid, "(ptr, i64)", storeDecl, storeCall, "5", ""},
		{"gcc", "f.s", zigVoid, "(ptr, i64) i64", storeDecl, "", "", "the directive says"},
		{"gcc", "f.s", zigVoid, "", storeDecl + " int64", "", "", "Go wants a result, but f returns void"},
		{"clang", "f.c", "__attribute__((ms_abi)) " + longs, "(i64, i64) i64", longsDecl, "", "", "f follows another calling convention: ms_abi"},
		{"gcc -mabi=ms", "f.c", longs, "(i64, i64) i64", longsDecl, "", "", "f was compiled with -mabi=ms"},
		{"clang", "f.c", "struct r; void f(struct r *r, long v) { *(long *)r = v; }", "", storeDecl, storeCall, "5", ""},
	} {
		all = append(all, convention{name: strings.Join([]string{c.cc, c.file, c.sig, c.decl}, " "), cc: c.cc, file: c.file, source: c.source,
			sig: c.sig, decl: c.decl, call: c.call, want: c.want, refusal: c.refusal})
	}
	return all
}

// typeCases: types that look like others and are passed otherwise, or not at all.
func typeCases() (all []convention) {
	const bigEndian = "struct __attribute__((scalar_storage_order(\"big-endian\"))) s { int a; }; int f(struct s *p) { return p->a; }"
	for _, c := range []struct{ cc, source, decl, call, want, refusal string }{
		{"gcc -msse2", "void f(_Float16 *p, _Float16 x) { *p = x; }", "func F(p *uint16, x uint16)", "", "", "_Float16"},
		{"gcc", "_Decimal64 f(_Decimal64 x) { return x; }", "func F(x float64) float64", "", "", "the C type _Decimal64"},
		{"gcc", "void f(_Decimal32 *p) { *p = -*p; }", "func F(p *float32)", "", "", "it points to float32 in Go and to _Decimal32 in C"},
		{"gcc", "void f(__float128 *p) { *p = 0; }", "func F(p *[2]float64)", "", "", "the C type _Float128, which Go does not have"},
		{"gcc", "_Complex int f(_Complex int x) { return x; }", "func F(x struct{ A, B int32 }) struct{ A, B int32 }", "", "", "the C type complex int by value"},
		{"clang", "_Complex int f(_Complex int x) { return x; }", "func F(x struct{ A, B int32 }) struct{ A, B int32 }", "", "", "the C type complex by value"},
		{"clang", "long f(_BitInt(17) x) { return x; }", "func F(x int32) int64", "", "", "the C type _BitInt"},
		{"clang", "void f(unsigned _BitInt(24) *x) { *x = 1; }", "func F(x *uint32)", "", "", "it points to uint32 in Go and to unsigned _BitInt"},
		{"clang", "struct s { int a; _BitInt(9) b; }; long f(struct s x) { return x.b; }", "func F(x struct { A int32; B int16 }) int64", "", "", "_BitInt"},
		{"gcc", "union u { long a; int *p; } __attribute__((transparent_union)); long f(union u x) { return x.a; }", "func F(x int64) int64", "", "", "union u by value"},
		{"clang", "union u { long a; int *p; } __attribute__((transparent_union)); long f(union u x) { return x.a; }", "func F(x int64) int64", "", "", "union u by value"},
		{"clang", "struct s { char a[3]; }; char f(_Atomic struct s x) { struct s y = x; return y.a[1]; }", "func F(x [3]int8) int8", "", "", "_Atomic"},
		{"gcc", bigEndian, "func F(p *struct{ A int32 }) int32", "", "", "the C type int by value"},
		{"clang -gdwarf-2 -gstrict-dwarf", "enum e { A, B = -1 }; long f(enum e x) { return x; }", "func F(x int32) int64", "", "", "enum e"},
		{"clang", "enum e { A, B = -1 }; long f(enum e x) { return x; }", "func F(x int32) int64", "p.F(-1)", "-1", ""},
		{"gcc", "enum e { A, B }; long f(enum e x) { return x; }", "func F(x uint32) int64", "p.F(1)", "1", ""},
		{"gcc", "struct s { long a; char b[3]; }; long f(struct s x, _Bool y) { return x.a + x.b[2] + y; }",
			"func F(x struct { A int64; B [3]int8 }, y bool) int64", "p.F(struct { A int64; B [3]int8 }{40, [3]int8{0, 0, 1}}, true)", "42", ""},
	} {
		all = append(all, convention{name: c.cc + " " + c.source, cc: c.cc, file: "f.c", source: c.source, decl: c.decl, call: c.call, want: c.want, refusal: c.refusal})
	}
	return all
}

// classCases: C++ passes by reference what is not trivial to copy.
func classCases() (all []convention) {
	const one = "type S struct{ X int64 }\n\n//nearcall:func f\nfunc F(s S) int64"
	const two = "type S struct{ X, Y int64 }\n\n//nearcall:func f\nfunc F(s S) int64"
	for _, c := range []struct{ class, decl, call, refusal string }{
		{"struct S { long x; S(const S &o) : x(o.x) {} };", one, "", "by reference"},
		{"struct S { long x; ~S() {} };", one, "", "by reference"},
		{"struct S { long x; S(S &&o) : x(o.x) {} };", one, "", "by reference"},
		{"template<class T> struct V { T x; V(const V &o) : x(o.x) {} }; typedef V<long> S;", one, "", "by reference"},
		{"struct N { long n; ~N() {} }; struct S { N m; long x; };", two, "", "by reference"},
		{"struct N { long n; ~N() {} }; struct S { N m[1]; long x; };", "type S struct{ M [1]int64; X int64 }\n\n//nearcall:func f\nfunc F(s S) int64", "", "by reference"},
		{"struct S { virtual long g() { return 1; } long x; };", two, "", ""},
		{"struct B { long y; }; struct S : B { long x; };", two, "", "it has a base class"},
		{"struct B { long y; }; struct S : virtual B { long x; };", two, "", ""},
		{"struct S { long x; S(const S &) = delete; S(S &&) = delete; S() : x(1) {} };", one, "", "by reference"},
		{"struct S { long x; long get() const { return x; } static long count; };", one, "p.F(p.S{41})", ""},
		{"struct S { long x; S() : x(1) {} S(long y) : x(y) {} S(const S &) = default; };", one, "p.F(p.S{41})", ""},
		{"struct S { long x; S &operator=(const S &o) { x = o.x; return *this; } };", one, "p.F(p.S{41})", ""},
	} {
		for _, cc := range []string{"g++", "clang++ -fstandalone-debug"} {
			k := convention{name: cc + " " + c.class, cc: cc, file: "f.cc", source: c.class + "\nextern \"C\" long f(S s) { return s.x + 1; }",
				decl: c.decl, call: c.call, refusal: c.refusal}
			if c.call != "" {
				k.want = "42"
			} else if k.refusal == "" {
				k.refusal = "by value: "
			}
			all = append(all, k)
		}
	}
	for _, cc := range []string{"g++", "clang++"} {
		all = append(all,
			convention{name: cc + " references", cc: cc, file: "f.cc", source: "extern \"C\" long f(const long &a, long &&b) { return a - b; }",
				decl: "func F(a, b *int64) int64", call: "func() int64 { a, b := int64(7), int64(5); return p.F(&a, &b) }()", want: "2"},
			convention{name: cc + " member function", cc: cc, file: "f.cc", symbol: "_ZN1C1mEl", source: "struct C { long x; long m(long); }; long C::m(long y) { return x - y; }",
				decl: "func F(this *struct{ X int64 }, y int64) int64", call: "p.F(&struct{ X int64 }{7}, 5)", want: "2"},
			convention{name: cc + " pointer to member", cc: cc, file: "f.cc", source: "struct C { long x; }; extern \"C\" long f(long C::*p) { C c{3}; return c.*p; }",
				decl: "func F(p int64) int64", refusal: "by value"},
			convention{name: cc + " class behind a pointer", cc: cc, file: "f.cc", source: "struct B { long y; }; struct S : B { long x; ~S() {} }; extern \"C\" long f(S *s) { return s->y - s->x; }",
				decl: "func F(s *struct{ Y, X int64 }) int64", call: "p.F(&struct{ Y, X int64 }{7, 5})", want: "2"},
			convention{name: cc + " enum of bool", cc: cc, file: "f.cc", source: "enum class E : bool { no, yes }; extern \"C\" long f(E e) { return (long)e; }",
				decl: "func F(e uint8) int64", refusal: "in Go it is an unsigned integer, in C a bool"},
		)
	}
	return all
}

// rustCases: Rust's debug information says nothing of extern "C".
func rustCases() (all []convention) {
	const head = "#![no_std]\n#![crate_type=\"rlib\"]\n#[repr(C)] pub struct P { x: f32, y: f32 }\n#[no_mangle] pub "
	const point = "type P struct{ X, Y float32 }\n\n//nearcall:func f"
	for _, c := range []struct{ flags, source, sig, decl, call, want, refusal string }{
		{"-g", "extern \"C\" fn f(a: u64, b: f32, p: &u64) -> u64 { a + *p + b as u64 }", "", "func F(a uint64, b float32, p *uint64) uint64",
			"func() uint64 { x := uint64(3); return p.F(1, 2, &x) }()", "6", ""},
		{"-g", "extern \"C\" fn f(p: P) -> f32 { p.x - p.y }", "", point + "\nfunc F(p P) float32", "", "", "f passes struct P by value, which Rust does in two ways"},
		{"-g", "extern \"C\" fn f(p: P) -> f32 { p.x - p.y }", "({f32, f32}) f32", point + " SIG\nfunc F(p P) float32", "p.F(p.P{7, 5})", "2", ""},
		{"-g", "fn f(p: &[u64]) -> u64 { p[0] }", "", "func F(p []uint64) uint64", "", "", "which Rust does in two ways"},
		{"-g", "extern \"C\" fn f(p: Option<&u64>) -> u64 { *p.unwrap_or(&7) }", "", "func F(p uint64) uint64", "", "", "which Rust does in two ways"},
		{"-C debuginfo=1", "extern \"C\" fn f(a: u64, b: u64) -> u64 { a + b }", "", "func F()", "", "", "shows neither parameters nor a result"},
		{"-g", "extern \"win64\" fn f(a: u64, b: u64) -> u64 { a * 1000 + b }", "", "func F(a, b uint64) uint64", "", "", places},
		{"-g", "extern \"sysv64\" fn f(a: u64, b: u64) -> u64 { a.wrapping_mul(1000).wrapping_add(b) }", "", "func F(a, b uint64) uint64", "p.F(3, 4)", "3004", ""},
	} {
		decl := c.decl
		all = append(all, convention{name: "rustc " + c.flags + " " + c.source, cc: "rustc --edition=2018 -O --emit=obj -C panic=abort " + c.flags, file: "f.rs",
			source: head + c.source + "\n", sig: c.sig, decl: strings.ReplaceAll(decl, " SIG", c.sig), call: c.call, want: c.want, refusal: c.refusal})
	}
	return all
}

// unreadCases: a register whose value nothing depends on is not read, though
// instructions name it, nor one that is only copied and then lost, bit by bit.
func unreadCases() (all []convention) {
	const pair = "struct s { unsigned long a, b; }; "
	const pairDecl, pairCall = "type S struct{ A, B uint64 }\n\n//nearcall:func f\nfunc F() S", "p.F()"
	const one, oneCall = "//nearcall:func f() u64\nfunc F() uint64", "p.F()"
	for _, c := range []struct{ cc, source, decl, call, want string }{
		{"gcc -Os", pair + "struct s f(void) { return (struct s){1, -1}; }", pairDecl, pairCall, "{1 18446744073709551615}"},
		{"gcc -Os", "struct s { unsigned a, b, c; }; struct s f(void) { return (struct s){1, 2, -1}; }",
			"type S struct{ A, B, C uint32 }\n\n//nearcall:func f\nfunc F() S", pairCall, "{1 2 4294967295}"},
		{"clang -Oz", pair + "struct s f(void) { return (struct s){-1, -1}; }", pairDecl, pairCall, "{18446744073709551615 18446744073709551615}"},
		{"gcc", "andl $0, %edx; lea 7(%rdx), %rax", one, oneCall, "7"},
		{"gcc", "orl $-1, %ecx; mov %rcx, %rax", one, oneCall, "4294967295"},
		{"gcc", "imul $0, %rsi, %rax", one, oneCall, "0"},
		{"gcc", "xor %eax, %eax; cmp %rcx, %rcx; sete %al", one, oneCall, "1"},
		{"gcc", "sub %dil, %dil; movzbl %dil, %eax", one, oneCall, "0"},
		{"gcc -O0", "struct s { long a[1]; unsigned long b; }; long f(struct s x, _Bool y, int z) { return x.a[0] + 2 * y + z; }",
			"type S struct{ A [1]int64; B uint64 }\n\n//nearcall:func f\nfunc F(x S, y bool, z int32) int64", "p.F(p.S{A: [1]int64{40}}, true, 3)", "45"},
		{"gcc -O0", "unsigned f(double x, _Bool y) { volatile unsigned l[4] = {7, (unsigned)x, -3, y}; l[y] = 9; return l[0] + 10 * l[1] + l[3]; }",
			"func F(x float64, y bool) uint32", "p.F(6, false)", "69"},
		{"gcc -O0", "struct s { int a, b, c; }; int f(int x) { struct s y = {x, 2, x + 1}, z = y; return z.a * 100 + z.b * 10 + z.c; }",
			"func F(x int32) int32", "p.F(3)", "324"},
		{"clang", "struct s { long a; double b; }; struct s f(void) { return (struct s){1, 2}; }", "type S struct{ A int64; B float64 }\n\n//nearcall:func f\nfunc F() S",
			pairCall, "{1 2}"},
		{"gcc", "mov %rdx, %rax; mov $5, %eax", one, oneCall, "5"},
		{"gcc", "movabs $0xffffffff00000000, %rcx; and %rdx, %rcx; or $7, %rcx; mov %ecx, %eax", one, oneCall, "7"},
		{"gcc", "shl $32, %rdx; mov %edx, %eax", one, oneCall, "0"},
		{"gcc", "lea (,%rdx,8), %rax; and $7, %eax", one, oneCall, "0"},
		{"gcc", "mov %esi, %eax; shr $8, %eax; shr $24, %eax", one, oneCall, "0"},
		{"gcc", "mov %rcx, %rdx; test %rcx, %rcx; xor %eax, %eax; setz %dl", one, oneCall, "0"},
		{"gcc", "movl $2, %eax; 1: mov %rdi, %rcx; dec %eax; jnz 1b", one, oneCall, "0"},
		{"gcc", "mov %rdx, %rcx; shr $1, %rcx; mov %rcx, %rax", one, "", ""},
		{"gcc", "xor %eax, %eax; test %rdx, %rdx; setz %al", one, "", ""},
		{"gcc", "xor %eax, %eax; cmp $5, %rcx; inc %eax; adc $0, %eax", one, "", ""},
		{"gcc", "xor %eax, %eax; shl $1, %rcx; adc $0, %eax", one, "", ""},
		{"gcc", "xor %eax, %eax; test %edi, %edi; js 1f; inc %eax; 1:", one, "", ""},
		{"gcc", "xor %eax, %eax; jrcxz 1f; inc %eax; 1:", one, "", ""},
		{"gcc", "mov %rdx, -8(%rsp); xor %eax, %eax", one, "", ""},
		{"gcc", "and $1, %edx; lea f(%rip), %rax; movzbl (%rax,%rdx), %eax", one, "", ""},
		{"gcc", "movq %rdx, %xmm0; movq %xmm0, %rax", one, "", ""},
		{"gcc", "mov %dh, %al; movzbl %al, %eax", one, "", ""},
		{"gcc", "mov %rdx, %rax; inc %rdx", one, "", ""},
		{"gcc", "movslq %edx, %rax; shr $63, %rax", one, "", ""},
		{"gcc", "xor %eax, %eax; add $1, %ecx; cmovo %ecx, %eax", one, "", ""},
		{"gcc", "movl $2, %eax; 1: add %rcx, %rsi; mov %rdi, %rcx; dec %eax; jnz 1b; mov %rsi, %rax", one, "", ""},
		{"gcc", "or $-2, %rdx; mov %rdx, %rax", one, "", ""},
		{"gcc", "and $1, %edx; mov %edx, %eax", one, "", ""},
		{"gcc", "imul $1, %rsi, %rax", one, "", ""},
		{"gcc", "xor %eax, %eax; cmp $0, %rcx; sete %al", one, "", ""},
		{"gcc", "sub %dil, %sil; movzbl %sil, %eax", one, "", ""},
	} {
		k := convention{name: c.cc + " " + c.source, cc: c.cc, file: "f.c", source: c.source, decl: c.decl, call: c.call, want: c.want}
		if c.decl == one {
			k.file = "f.s"
			k.source = ".text\n.globl f\n.type f,@function\nf: .cfi_startproc\n" + c.source + "\nret\n.cfi_endproc\n.size f,.-f\n"
		}
		if c.call == "" {
			k.refusal = machineCode
		}
		all = append(all, k)
	}
	return all
}

// files lays the case out as package p of a module, without its object.
func (c *convention) files() string {
	symbol := c.symbol
	if symbol == "" {
		symbol = "f"
	}
	decl := c.decl
	if !strings.Contains(decl, "//nearcall:func") {
		decl = "//nearcall:func " + symbol + c.sig + "\n" + decl
	}
	return "-- p.go --\npackage p\n\n//nearcall:archive lib/f.o\n\n" + decl + "\n"
}

// compile makes the object that files wants.
func (c *convention) compile(t *testing.T, dir string) {
	src := filepath.Join(t.TempDir(), c.file)
	harness.Write(t, filepath.Dir(src), c.file, c.source)
	harness.Write(t, dir, "lib/.keep", "")
	words := strings.Fields(c.cc)
	args := words[1:]
	if !strings.HasSuffix(c.file, ".rs") {
		args = append([]string{"-g", "-c", "-O2", "-fPIC", "-ffreestanding", "-fno-stack-protector", "-fno-exceptions", "-w"}, args...)
	}
	harness.Must(t, dir, nil, words[0], append(args, "-o", filepath.Join(dir, "lib/f.o"), src)...)
}

// TestConventions: every way of passing values that is not the System V ABI's
// is refused by name; what is called returns what it should.
func TestConventions(t *testing.T) {
	t.Parallel()
	var refused []refusal
	var right []convention
	for _, list := range [][]convention{attributeCases(), flagCases(), prototypeCases(), typeCases(), classCases(), rustCases(), unreadCases()} {
		for _, c := range list {
			if compiler, _, _ := strings.Cut(c.cc, " "); compiler == "rustc" {
				if _, err := exec.LookPath(compiler); err != nil {
					t.Logf("%s is left out: %v", c.name, err)
					continue
				}
			}
			switch {
			case c.refusal != "":
				wants := anywhere(c.refusal)
				for range 3 { // such code has other faults, too
					wants = append(wants, harness.Want{May: true})
				}
				refused = append(refused, refusal{name: c.name, files: c.files(), wants: wants, make: c.compile})
			default:
				right = append(right, c)
			}
		}
	}
	t.Run("right", func(t *testing.T) { t.Parallel(); callAll(t, right) })
	refuseAll(t, refused)
}

// callAll builds one program of all the cases, a package each, and compares
// what the calls return.
func callAll(t *testing.T, cases []convention) {
	dir := harness.Module(t, "-- go.mod --\nmodule m\n\ngo 1.23\n")
	var imports, prints strings.Builder
	args := []string{"build"}
	for i, c := range cases {
		name := fmt.Sprintf("p%d", i)
		for _, f := range harness.Split(c.files()) {
			harness.Write(t, dir, filepath.Join(name, f.Name), f.Text)
		}
		c.compile(t, filepath.Join(dir, name))
		args = append(args, name)
		fmt.Fprintf(&imports, "\t%s \"m/%s\"\n", name, name)
		fmt.Fprintf(&prints, "\tfmt.Println(%s)\n", strings.ReplaceAll(c.call, "p.", name+"."))
	}
	harness.MustNearcall(t, dir, nil, args...)
	harness.Write(t, dir, "main.go", "package main\n\nimport (\n\t\"fmt\"\n"+imports.String()+")\n\nfunc main() {\n"+prints.String()+"}\n")
	harness.Must(t, dir, nil, "go", "build", "-o", "calls", ".")
	got := strings.Split(harness.Must(t, dir, nil, filepath.Join(dir, "calls")), "\n")
	for i, c := range cases {
		if i >= len(got) || got[i] != c.want {
			t.Errorf("%s: returns %q, want %q", c.name, got[min(i, len(got)-1)], c.want)
		}
	}
}
