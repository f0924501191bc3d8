package forms

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// valueType is a type of random functions, in both languages.
type valueType struct {
	goName, c string
	size      int // bytes
	float     bool
	fields    []field // of a struct
}

// field is a scalar in a struct: ".A", or ".A[1]".
type field struct {
	path string
	t    *valueType
}

var (
	i8, i16   = &valueType{goName: "int8", c: "int8_t", size: 1}, &valueType{goName: "int16", c: "int16_t", size: 2}
	i32, i64  = &valueType{goName: "int32", c: "int32_t", size: 4}, &valueType{goName: "int64", c: "int64_t", size: 8}
	u8, u16   = &valueType{goName: "uint8", c: "uint8_t", size: 1}, &valueType{goName: "uint16", c: "uint16_t", size: 2}
	u32, u64  = &valueType{goName: "uint32", c: "uint32_t", size: 4}, &valueType{goName: "uint64", c: "uint64_t", size: 8}
	boolean   = &valueType{goName: "bool", c: "bool", size: 1}
	f32, f64  = &valueType{goName: "float32", c: "float", size: 4, float: true}, &valueType{goName: "float64", c: "double", size: 8, float: true}
	scalars   = []*valueType{i8, i16, i32, i64, u8, u16, u32, u64, boolean, i64, u64, f32, f64, f64}
	structs   []*valueType
	structsGo = `
type S0 struct{ A, B uint64 }
type S1 struct{ A float64; B int64 }
type S2 struct{ A int64; B float64 }
type S3 struct{ A, B float64 }
type S4 struct{ A, B, C uint64 }
type S5 struct{ A, B, C, D, E int64; F float64 }
type S6 struct{ A, B uint32 }
type S7 struct{ A int64 }
type S8 struct{ A float64 }
type S9 struct{ A [1]int64; B uint64 }
type S10 struct{ A [2]uint64 }
type S11 struct{ A S7; B S8; C S7 }
`
	structsC = `
struct s0 { uint64_t A, B; };
struct s1 { double A; int64_t B; };
struct s2 { int64_t A; double B; };
struct s3 { double A, B; };
struct s4 { uint64_t A, B, C; };
struct s5 { int64_t A, B, C, D, E; double F; };
struct s6 { uint32_t A, B; };
struct s7 { int64_t A; };
struct s8 { double A; };
struct s9 { int64_t A[1]; uint64_t B; };
struct s10 { uint64_t A[2]; };
struct s11 { struct s7 A; struct s8 B; struct s7 C; };
`
)

func init() {
	for i, fields := range [][]field{
		{{"A", u64}, {"B", u64}}, {{"A", f64}, {"B", i64}}, {{"A", i64}, {"B", f64}}, {{"A", f64}, {"B", f64}},
		{{"A", u64}, {"B", u64}, {"C", u64}}, {{"A", i64}, {"B", i64}, {"C", i64}, {"D", i64}, {"E", i64}, {"F", f64}},
		{{"A", u32}, {"B", u32}}, {{"A", i64}}, {{"A", f64}}, {{"A[0]", i64}, {"B", u64}}, {{"A[0]", u64}, {"A[1]", u64}},
		{{"A.A", i64}, {"B.A", f64}, {"C.A", i64}},
	} {
		s := &valueType{goName: fmt.Sprint("S", i), c: fmt.Sprint("struct s", i), fields: fields}
		for _, f := range fields {
			s.size += f.t.size
		}
		structs = append(structs, s)
	}
}

type paramKind int

const (
	byValue paramKind = iota
	toArray           // of four elements
	asSlice           // of as many
)

// param is a parameter; for an array or a slice t is that of the elements.
type param struct {
	name string
	kind paramKind
	t    *valueType
}

// function is a random one.
type function struct {
	id     int
	params []param
	result *valueType // or nil
	spread bool       // a struct as a result is several results in Go
	body   string     // in C
}

// writer makes up the body of a function. Each expression is computed in one of
// four types, so that nothing that it does is undefined.
type writer struct {
	*rand.Rand
	f      *function
	text   strings.Builder
	ints   []string // what can be read, of integer types
	floats []string
	places []param  // parameters that can be written
	locals []string // uint64_t
}

func (w *writer) of(choices ...string) string { return choices[w.IntN(len(choices))] }

// newFunction makes one up. Few operations, so that most functions are fused.
func newFunction(r *rand.Rand, id int) *function {
	w := &writer{Rand: r, f: &function{id: id}}
	n := r.IntN(7)
	if r.IntN(3) == 0 {
		n += r.IntN(8)
	}
	mostly := scalars[r.IntN(len(scalars))] // long lists of one kind get to the stack
	for i := range n {
		p := param{name: fmt.Sprint("a", i), t: scalars[r.IntN(len(scalars))]}
		if r.IntN(2) == 0 {
			p.t = mostly
		}
		switch r.IntN(14) {
		case 0, 1:
			p.t = structs[r.IntN(len(structs))]
		case 2:
			p.kind = toArray
		case 3:
			p.kind = asSlice
		}
		w.f.params = append(w.f.params, p)
		if r.IntN(4) > 0 { // the others are not used
			w.canRead(p)
		}
	}
	switch k := r.IntN(10); {
	case k == 0 && len(w.ints) > 0:
	case k < 4:
		w.f.result = structs[max(0, r.IntN(len(structs)+4)-4)] // often two integers
		w.f.spread = r.IntN(2) == 0
		for _, f := range w.f.result.fields {
			w.f.spread = w.f.spread && len(f.path) == 1
		}
	default:
		w.f.result = scalars[r.IntN(len(scalars))]
	}
	for range r.IntN(3) {
		w.statement()
	}
	w.line("%s", w.returning(2))
	w.f.body = w.text.String()
	return w.f
}

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.text, "\t"+format+"\n", args...)
}

func (w *writer) canReadOne(name string, t *valueType) {
	if t.float {
		w.floats = append(w.floats, name)
	} else {
		w.ints = append(w.ints, name)
	}
}

func (w *writer) canRead(p param) {
	switch {
	case p.kind == asSlice:
		w.ints = append(w.ints, p.name+"n")
		w.canReadOne(fmt.Sprintf("(%sn > 2 ? %s[2] : 7)", p.name, p.name), p.t)
	case p.kind == toArray:
		w.canReadOne(p.name+"[1]", p.t)
		w.canReadOne(fmt.Sprintf("%s[%s & 3]", p.name, w.integer(0)), p.t)
	case p.t.fields != nil:
		for _, f := range p.t.fields {
			w.canReadOne(p.name+"."+f.path, f.t)
		}
		w.places = append(w.places, p)
		return
	default:
		w.canReadOne(p.name, p.t)
		w.places = append(w.places, p)
		return
	}
	w.places = append(w.places, p)
}

// integer is an expression of type uint64_t.
func (w *writer) integer(depth int) string {
	if depth <= 0 || w.IntN(5) == 0 {
		if len(w.ints) == 0 || w.IntN(5) == 0 {
			return w.of("5ULL", "0x123456789abcdefULL", "1ULL", "(uint64_t)-3", "255ULL", "0xfffffffeULL")
		}
		return "(uint64_t)" + w.ints[w.IntN(len(w.ints))]
	}
	a := func() string { return w.integer(depth - 1) }
	switch w.IntN(24) {
	case 0, 1, 2, 3:
		return "(" + a() + " + " + a() + ")"
	case 4, 5:
		return "(" + a() + " - " + a() + ")"
	case 6:
		return "(" + a() + " * " + a() + ")"
	case 7, 8:
		return "(" + a() + w.of(" & ", " | ", " ^ ") + a() + ")"
	case 9:
		return "(" + w.of("~", "-") + " " + a() + ")"
	case 10:
		return "(" + a() + " << (" + a() + " & 63))"
	case 11:
		return "(" + a() + " >> (" + a() + " & 63))"
	case 12:
		return "(uint64_t)((int64_t)" + a() + " >> (" + a() + " & 63))"
	case 13:
		return "(uint64_t)(" + a() + w.of(" < ", " == ", " >= ") + a() + ")"
	case 14:
		return "(uint64_t)((int64_t)" + a() + w.of(" < ", " > ") + "(int64_t)" + a() + ")"
	case 15:
		return "(" + w.condition(depth-1) + " ? " + a() + " : " + a() + ")"
	case 16:
		return w.of("(uint64_t)(int8_t)", "(uint64_t)(uint8_t)", "(uint64_t)(int16_t)", "(uint64_t)(int32_t)", "(uint64_t)(uint32_t)") + a()
	case 17:
		return w.of("__builtin_bswap64", "(uint64_t)__builtin_bswap32", "(uint64_t)high_byte") + "(" + a() + ")"
	case 18:
		return w.of("mul_high", "rotated", "rotated32", "low_bit") + "(" + a() + ", " + a() + ")"
	case 19:
		return "(" + a() + w.of(" / ", " % ") + "(" + a() + " | 1))"
	case 20:
		return "(uint64_t)((int64_t)" + a() + w.of(" / ", " % ") + "((int64_t)(" + a() + " & 0xff) | 1))"
	case 21:
		return "(uint64_t)((uint32_t)" + a() + w.of(" + ", " * ", " ^ ", " - ") + "(uint32_t)" + a() + ")"
	case 22:
		return "whole(" + w.float(depth-1) + ")"
	}
	return "(" + a() + w.of(" + 1", " - 8", " * 5", " << 3", " >> 9", " & 0xff", " * 10") + ")"
}

// float is an expression of type double, some of it computed in float.
func (w *writer) float(depth int) string {
	if depth <= 0 || w.IntN(5) == 0 {
		if len(w.floats) == 0 || w.IntN(5) == 0 {
			return w.of("1.5", "0.1", "-3.25", "1e10", "(double)2.7f")
		}
		return "(double)" + w.floats[w.IntN(len(w.floats))]
	}
	a := func() string { return w.float(depth - 1) }
	switch w.IntN(12) {
	case 0, 1, 2:
		return "(" + a() + w.of(" + ", " - ", " * ") + a() + ")"
	case 3:
		return "(" + a() + " / " + a() + ")"
	case 4:
		return "(double)((float)" + a() + w.of(" + ", " - ", " * ", " / ") + "(float)" + a() + ")"
	case 5:
		return "(- " + a() + ")"
	case 6:
		return "__builtin_fabs(" + a() + ")"
	case 7:
		return "(double)" + w.of("(int64_t)", "(uint64_t)", "(int32_t)", "(uint32_t)") + w.integer(depth-1)
	case 8:
		return "(" + w.condition(depth-1) + " ? " + a() + " : " + a() + ")"
	case 9:
		return "(" + a() + w.of(" * 1.1", " + 0.25", " - 7", " / 3") + ")"
	case 10:
		return "(double)((float)" + a() + w.of(" * 1.1f", " + 0.3f") + ")"
	}
	return "(" + a() + " < " + a() + " ? " + a() + " : 2.5)"
}

func (w *writer) condition(depth int) string {
	if w.IntN(3) == 0 {
		return "(" + w.float(depth) + w.of(" < ", " > ", " == ", " <= ") + w.float(depth) + ")"
	}
	return "(" + w.integer(depth) + w.of(" < ", " > ", " == ", " != ") + w.integer(depth) + ")"
}

func (w *writer) scalar(t *valueType, depth int) string {
	switch {
	case t.float && (len(w.floats) > 0 || w.IntN(2) == 0):
		return "(" + t.c + ")" + w.float(depth)
	case t == boolean:
		return w.condition(depth)
	}
	return "(" + t.c + ")" + w.integer(depth)
}

func (w *writer) returning(depth int) string {
	t := w.f.result
	switch {
	case t == nil:
		return "return;"
	case t.fields == nil:
		return "return " + w.scalar(t, depth) + ";"
	}
	var parts []string
	for _, f := range t.fields {
		parts = append(parts, "."+f.path+" = "+w.scalar(f.t, depth-1))
	}
	return "return (" + t.c + "){" + strings.Join(parts, ", ") + "};"
}

func (w *writer) local(value string) {
	name := fmt.Sprint("t", len(w.locals))
	w.line("%suint64_t %s = %s;", w.of("", "", "", "volatile "), name, value)
	w.locals = append(w.locals, name)
	w.ints = append(w.ints, name)
}

func (w *writer) statement() {
	switch w.IntN(10) {
	case 0, 1:
		w.local(w.integer(2))
	case 2:
		name := fmt.Sprint("d", w.text.Len())
		w.line("double %s = %s;", name, w.float(2))
		w.floats = append(w.floats, name)
	case 3, 4:
		w.line("if (%s)\n\t\t%s", w.condition(1), w.returning(1))
	case 5, 6:
		w.change()
	case 7: // an array on the stack
		name, t := fmt.Sprint("l", w.text.Len()), []*valueType{u8, i16, u32, i64, f64}[w.IntN(5)]
		w.line("%s%s %s[4] = {%s, %s, %s, %s};", w.of("", "volatile "), t.c, name, w.scalar(t, 1), w.scalar(t, 1), w.scalar(t, 0), w.scalar(t, 0))
		w.line("%s[%s & 3] = %s;", name, w.integer(1), w.scalar(t, 1))
		w.canReadOne(fmt.Sprintf("%s[%s & 3]", name, w.integer(0)), t)
	case 8: // what the compiler cannot look through
		w.local(w.integer(1))
		w.local(w.integer(1))
		a, b := w.locals[len(w.locals)-1], w.locals[len(w.locals)-2]
		w.line(w.of(`__asm__("xchg %%0, %%1" : "+r"(%s), "+r"(%s));`, `__asm__("" : "+r"(%s), "+r"(%s));`,
			`__asm__("mov %%k0, %%k0; bswap %%1" : "+r"(%s), "+r"(%s));`, `__asm__("xadd %%0, %%1" : "+r"(%s), "+r"(%s) :: "cc");`,
			`__asm__("cmp %%1, %%0; setb %%b0; cmova %%1, %%0" : "+q"(%s), "+r"(%s) :: "cc");`), a, b)
	default: // a parameter's address is taken
		if len(w.places) > 0 {
			w.line(`__asm__ volatile("" :: "r"(&%s) : "memory");`, w.places[w.IntN(len(w.places))].name)
		}
	}
}

// change writes to a parameter, or to what it points to.
func (w *writer) change() {
	if len(w.places) == 0 {
		return
	}
	p := w.places[w.IntN(len(w.places))]
	switch {
	case p.kind == toArray:
		w.line("%s[%s & 3] = %s;", p.name, w.integer(1), w.scalar(p.t, 1))
	case p.kind == asSlice:
		w.line("if (%sn > 1)\n\t\t%s[1] = %s;", p.name, p.name, w.scalar(p.t, 1))
	case p.t.fields != nil:
		f := p.t.fields[w.IntN(len(p.t.fields))]
		w.line("%s.%s = %s;", p.name, f.path, w.scalar(f.t, 1))
	default:
		w.line("%s = %s;", p.name, w.scalar(p.t, 1))
	}
}

const headC = `#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline uint64_t mul_high(uint64_t a, uint64_t b) { return (uint64_t)((unsigned __int128)a * b >> 64); }
static inline uint64_t rotated(uint64_t a, uint64_t n) { return a << (n & 63) | a >> (-n & 63); }
static inline uint64_t rotated32(uint64_t a, uint64_t n) { return (uint32_t)((uint32_t)a >> (n & 31) | (uint32_t)a << (-n & 31)); }
static inline uint64_t low_bit(uint64_t a, uint64_t b) { return (uint64_t)__builtin_ctzll(a | 1ULL << (b & 63)); }
static inline uint8_t high_byte(uint64_t a) { return (uint8_t)(a >> 8); }
static inline uint64_t whole(double a) { return a > -1e15 && a < 1e15 ? (uint64_t)(int64_t)a : 5; }
`

// prototype is the function's in C, without its body.
func (f *function) prototype() string {
	var params []string
	for _, p := range f.params {
		switch p.kind {
		case toArray:
			params = append(params, p.t.c+" *"+p.name)
		case asSlice:
			params = append(params, p.t.c+" *"+p.name, "size_t "+p.name+"n")
		default:
			params = append(params, p.t.c+" "+p.name)
		}
	}
	if params == nil {
		params = []string{"void"}
	}
	result := "void"
	if f.result != nil {
		result = f.result.c
	}
	return fmt.Sprintf("%s f%d(%s)", result, f.id, strings.Join(params, ", "))
}

// sourceC aligns the functions: cmd/link allows no more than 256 in 4 KiB ("too
// many functions in a findfunc bucket").
func sourceC(fs []*function) string {
	var b strings.Builder
	b.WriteString(headC + structsC)
	for _, f := range fs {
		fmt.Fprintf(&b, "\n__attribute__((aligned(16))) %s\n{\n%s}\n", f.prototype(), f.body)
	}
	return b.String()
}

// declarations is the Go package's file.
func declarations(name, flags string, fs []*function) string {
	var b strings.Builder
	// as the reference is compiled: clang folds a product and a sum of constants as if they were one operation
	fmt.Fprintf(&b, "package %s\n\n//nearcall:source csrc/p.c\n//nearcall:cflags %s -ffp-contract=off\n%s", name, flags, structsGo)
	for _, f := range fs {
		var params []string
		for _, p := range f.params {
			params = append(params, p.name+" "+map[paramKind]string{byValue: "", toArray: "*[4]", asSlice: "[]"}[p.kind]+p.t.goName)
		}
		result := ""
		if f.spread {
			var parts []string
			for _, one := range f.result.fields {
				parts = append(parts, "r"+one.path+" "+one.t.goName)
			}
			result = " (" + strings.Join(parts, ", ") + ")"
		} else if f.result != nil {
			result = " " + f.result.goName
		}
		fmt.Fprintf(&b, "\n//go:noescape\n//nearcall:func f%d\nfunc F%d(%s)%s\n", f.id, f.id, strings.Join(params, ", "), result)
	}
	return b.String()
}

// The callers in both languages make up the same arguments, call, and print the
// result, and then the arguments again, which a callee has no business with.

func randomC(t *valueType) string {
	if t.float {
		return "(" + t.c + ")next_float()"
	}
	if t == boolean {
		return "next_int() & 1"
	}
	return "(" + t.c + ")next_int()"
}

func showC(b *strings.Builder, t *valueType, what string) {
	switch {
	case t.fields != nil:
		for _, f := range t.fields {
			showC(b, f.t, what+"."+f.path)
		}
	case t == f32:
		fmt.Fprintf(b, "\tshow_float(%s);\n", what)
	case t == f64:
		fmt.Fprintf(b, "\tshow_double(%s);\n", what)
	default:
		fmt.Fprintf(b, "\tshow((uint64_t)%s);\n", what)
	}
}

const mainC = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;
static int64_t next_int(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int64_t)state >> (state >> 40 & 63);
}
static double next_float(void) { return (double)(next_int() >> 32) / 64; }
static void show(uint64_t x) { printf(" %llx", (unsigned long long)x); }
static void show_double(double x)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	if (x != x)
		printf(" nan");
	else
		show(bits);
}
static void show_float(float x)
{
	uint32_t bits;
	memcpy(&bits, &x, sizeof bits);
	if (x != x)
		printf(" nan");
	else
		show(bits);
}
`

// programC is the reference: the same functions and their callers, in C only.
func programC(fs []*function) string {
	var b strings.Builder
	b.WriteString(sourceC(fs) + mainC)
	for _, f := range fs {
		fmt.Fprintf(&b, "\nstatic void call%d(void)\n{\n", f.id)
		var args, after []string
		for _, p := range f.params {
			switch {
			case p.kind != byValue:
				fmt.Fprintf(&b, "\t%s %s[4];\n\tfor (int i = 0; i < 4; i++)\n\t\t%s[i] = %s;\n", p.t.c, p.name, p.name, randomC(p.t))
			case p.t.fields != nil:
				fmt.Fprintf(&b, "\t%s %s;\n", p.t.c, p.name)
				for _, one := range p.t.fields {
					fmt.Fprintf(&b, "\t%s.%s = %s;\n", p.name, one.path, randomC(one.t))
				}
			default:
				fmt.Fprintf(&b, "\t%s %s = %s;\n", p.t.c, p.name, randomC(p.t))
			}
			args = append(args, p.name)
			if p.kind == asSlice {
				fmt.Fprintf(&b, "\tsize_t %sn = (size_t)next_int() & 3;\n", p.name)
				args = append(args, p.name+"n")
			}
			after = append(after, p.name)
		}
		call := fmt.Sprintf("f%d(%s);\n", f.id, strings.Join(args, ", "))
		if f.result != nil {
			fmt.Fprintf(&b, "\t%s r = %s", f.result.c, call)
			showC(&b, f.result, "r")
		} else {
			fmt.Fprintf(&b, "\t%s", call)
		}
		for i, name := range after {
			if f.params[i].kind == byValue {
				showC(&b, f.params[i].t, name)
				continue
			}
			for k := range 4 {
				showC(&b, f.params[i].t, fmt.Sprintf("%s[%d]", name, k))
			}
		}
		b.WriteString("}\n")
	}
	b.WriteString("\nint main(int argc, char **argv)\n{\n\tuint64_t seed = strtoull(argv[1], NULL, 10);\n\tint n = atoi(argv[2]);\n\t(void)argc;\n")
	for _, f := range fs {
		fmt.Fprintf(&b, "\tstate = (seed * 1000003 + %d) * 0x9e3779b97f4a7c15 | 1;\n", f.id)
		fmt.Fprintf(&b, "\tfor (int i = 0; i < n; i++) {\n\t\tprintf(\"f%d %%d:\", i);\n\t\tcall%d();\n\t\tprintf(\"\\n\");\n\t}\n", f.id, f.id)
	}
	b.WriteString("}\n")
	return b.String()
}

func randomGo(t *valueType) string {
	if t.float {
		return t.goName + "(o.float())"
	}
	if t == boolean {
		return "o.int()&1 == 1"
	}
	return t.goName + "(o.int())"
}

func showGo(b *strings.Builder, t *valueType, what string) {
	switch {
	case t.fields != nil:
		for _, f := range t.fields {
			showGo(b, f.t, what+"."+f.path)
		}
	case t == f32:
		fmt.Fprintf(b, "\to.showFloat(%s)\n", what)
	case t == f64:
		fmt.Fprintf(b, "\to.showDouble(%s)\n", what)
	case t == boolean:
		fmt.Fprintf(b, "\to.showBool(%s)\n", what)
	default:
		fmt.Fprintf(b, "\to.show(uint64(%s))\n", what)
	}
}

// callersGo is the file of the Go program that calls one package's functions.
func callersGo(name string, fs []*function) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport p %q\n\nfunc init() {\n\tbuilds[%q] = map[int]func(*output){\n", "example.com/m/"+name, name)
	for _, f := range fs {
		fmt.Fprintf(&b, "\t\t%d: call%s_%d,\n", f.id, name, f.id)
	}
	b.WriteString("\t}\n}\n")
	for _, f := range fs {
		fmt.Fprintf(&b, "\nfunc call%s_%d(o *output) {\n", name, f.id)
		var args []string
		for _, p := range f.params {
			arg := p.name
			switch {
			case p.kind != byValue:
				fmt.Fprintf(&b, "\tvar %s [4]%s\n\tfor i := range %s {\n\t\t%s[i] = %s\n\t}\n", p.name, p.t.goName, p.name, p.name, randomGo(p.t))
				arg = "&" + p.name
			case p.t.fields != nil:
				fmt.Fprintf(&b, "\tvar %s p.%s\n", p.name, p.t.goName)
				for _, one := range p.t.fields {
					fmt.Fprintf(&b, "\t%s.%s = %s\n", p.name, one.path, randomGo(one.t))
				}
			default:
				fmt.Fprintf(&b, "\t%s := %s\n", p.name, randomGo(p.t))
			}
			if p.kind == asSlice {
				fmt.Fprintf(&b, "\t%sn := int(o.int() & 3)\n", p.name)
				arg = fmt.Sprintf("%s[:%sn]", p.name, p.name)
			}
			args = append(args, arg)
		}
		// values that stay in the caller's frame
		b.WriteString("\tkept, array := o.random, [2]uint64{o.random, ^o.random}\n\thold(&array)\n")
		call := fmt.Sprintf("p.F%d(%s)\n", f.id, strings.Join(args, ", "))
		switch {
		case f.spread:
			var parts []string
			for _, one := range f.result.fields {
				parts = append(parts, "r"+one.path)
			}
			fmt.Fprintf(&b, "\t%s := %s", strings.Join(parts, ", "), call)
			for i, one := range f.result.fields {
				showGo(&b, one.t, parts[i])
			}
		case f.result != nil:
			fmt.Fprintf(&b, "\tr := %s", call)
			showGo(&b, f.result, "r")
		default:
			fmt.Fprintf(&b, "\t%s", call)
		}
		b.WriteString("\to.unharmed(kept, &array)\n")
		for _, p := range f.params {
			if p.kind == byValue {
				showGo(&b, p.t, p.name)
				continue
			}
			for k := range 4 {
				showGo(&b, p.t, fmt.Sprintf("%s[%d]", p.name, k))
			}
		}
		b.WriteString("}\n")
	}
	return b.String()
}
