package refuse

import "testing"

// TestDeclarations: Go declarations and directives that nearcall cannot use.
func TestDeclarations(t *testing.T) {
	t.Parallel()
	const tail = "-- csrc/f.c --\nunsigned long f(unsigned long x) { return x; }\n"
	var cases []refusal
	for _, c := range []struct{ name, text string }{
		{"body", "//nearcall:func f\nfunc F(x uint64) uint64 { return x } // WANT func F has a body"},
		{"method", "type T int\n\n//nearcall:func f\nfunc (T) F(x uint64) uint64 // WANT func F is a method"},
		{"generic", "//nearcall:func f\nfunc F[T any](x T) uint64 // WANT func F is generic"},
		{"variadic", "//nearcall:func f\nfunc F(xs ...uint64) uint64 // WANT func F is variadic"},
		{"init", "//nearcall:func f\nfunc init() // WANT func init cannot be a C function"},
		{"no directive", "func F(x uint64) uint64 // WANT func F has no body and no //nearcall:func directive"},
		{"undefined type", "//nearcall:func f\nfunc F(x Number) uint64 // WANT undefined: Number"},
		{"misspelt fnc", "//nearcall:fnc f\n// WANT^ unknown directive //nearcall:fnc\nfunc F(x uint64) uint64 // MAY func F has no body"},
		{"misspelt function", "//nearcall:function f\n// WANT^ unknown directive //nearcall:function\nfunc F(x uint64) uint64 // MAY func F has no body"},
		{"space before", "// nearcall:func f\n// WANT^ misspelt directive\nfunc F(x uint64) uint64 // MAY func F has no body"},
		{"capital", "//Nearcall:func f\n// WANT^ misspelt directive\nfunc F(x uint64) uint64 // MAY func F has no body"},
		{"space within", "//nearcall: func f\n// WANT^ directive\nfunc F(x uint64) uint64 // MAY func F has no body"},
		{"misspelt source", "//nearcall:sources csrc/f.c\n// WANT^ unknown directive //nearcall:sources\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"empty line below", "//nearcall:func f\n// WANT^ //nearcall:func is not attached to a function declaration\n\nfunc F(x uint64) uint64\n// MAY^ func F has no body"},
		{"above a variable", "//nearcall:func f\n// WANT^ //nearcall:func is not attached\nvar x int"},
		{"two names", "//nearcall:func f g\n// WANT^ takes one C name\nfunc F(x uint64) uint64"},
		{"two directives", "//nearcall:func f\n//nearcall:func g\n// WANT^ second //nearcall:func on func F\nfunc F(x uint64) uint64"},
		{"no C identifier", "//nearcall:func 2f\n// WANT^ \"2f\" is not a C identifier\nfunc F(x uint64) uint64"},
		{"keyword of C", "//nearcall:func\n// WANT^ \"double\" is a keyword of C\nfunc Double(x uint64) uint64"},
		{"source without files", "//nearcall:source\n// WANT^ //nearcall:source has no argument\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"source that is not there", "//nearcall:source csrc/g.c\n// WANT^ csrc/g.c\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"source that is no C", "//nearcall:source p.go\n// WANT^ \"p.go\" is not a .c, .cc, .cpp, .cxx, .S, .s file\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"cflags that run programs", "//nearcall:cflags -O2 -fplugin=./evil.so\n// WANT^ flag -fplugin=./evil.so is refused\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"cflags: stack protector", "//nearcall:cflags -fstack-protector-all\n// WANT^ flag -fstack-protector-all is refused\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"cflags: -march=native", "//nearcall:cflags -march=native\n// WANT^ flag -march=native is refused\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"cflags: unknown", "//nearcall:cflags -frobnicate\n// WANT^ flag -frobnicate is not on the list\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
		{"unknown cpu", "//nearcall:cpu i486\n// WANT^ unknown CPU level \"i486\"\n\n//nearcall:func f\nfunc F(x uint64) uint64"},
	} {
		files := "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n\n" + c.text + "\n" + tail
		cases = append(cases, refusal{name: c.name, files: files})
	}
	cases = append(cases, refusal{name: "Go syntax", files: "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n\n//nearcall:func f\nfunc F(x uint64 uint64 // WANT missing ','\n" + tail})
	refuseAll(t, cases)
}

// TestCompile: the C compiler's own words are kept.
func TestCompile(t *testing.T) {
	t.Parallel()
	const head = "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n// WANT^ csrc/f.c does not compile\n\n//nearcall:func f\nfunc F(x uint64) uint64\n"
	refuseAll(t, []refusal{
		{name: "undeclared", also: "return x + y;", files: head + `-- csrc/f.c --
unsigned long f(unsigned long x)
{
	return x + y; // WANT/CC use of undeclared identifier 'y'
}
`},
		{name: "syntax", files: head + `-- csrc/f.c --
unsigned long f(unsigned long x)
{
	return x // WANT/CC expected ';' after return statement
}
`},
		{name: "header", files: head + `-- csrc/f.c --
#include "absent.h" // WANT/CC 'absent.h' file not found
`},
		{name: "in a header", files: head + `-- csrc/f.c --
#include "f.h"
unsigned long f(unsigned long x) { return x; }
-- csrc/f.h --
typedef unknown_t other_t; // WANT/CC unknown type name 'unknown_t'
`},
		{name: "#error", files: head + `-- csrc/f.c --
#error not today // WANT/CC not today
`},
		{name: "by gcc", env: []string{"CC=gcc"}, files: head + `-- csrc/f.c --
unsigned long f(unsigned long x)
{
	return x + y; // WANT/CC 'y' undeclared
}
`},
	})
}
