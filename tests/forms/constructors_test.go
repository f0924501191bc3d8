package forms

import "testing"

const constructed = `-- p.go --
package p

//nearcall:source csrc/*.c csrc/*.cc

//nearcall:func f
func F(x int32) int32
-- csrc/f.c --
#include "nearcall.h"
`

// What a program would run before main and what Go calls have nothing in common.
var constructors = []sourced{
	{name: "of a variable that nothing reads", files: constructed + `
static volatile int32_t table[2];
__attribute__((constructor)) static void fill(void) { table[1] = 7; }
__attribute__((constructor(200))) static void first(void) { table[0] = 7; }
__attribute__((destructor)) static void last(void) { table[0] = 0; }
int32_t f(int32_t x) { return x + 1; }
-- csrc/none.cc --
`, want: map[string]string{"F(1)": "2"}},
	{name: "of the standard streams", files: constructed + `
int32_t f(int32_t x) { return x + 2; }
-- csrc/g.cc --
#include <iostream>
int g(int x) { std::cout << x; return x; }
`, want: map[string]string{"F(1)": "3"}},
	{name: "of a C++ object, and code that both call", files: constructed + `
int32_t twice(int32_t x);
int32_t f(int32_t x) { return twice(x) + 1; }
-- csrc/g.cc --
extern "C" __attribute__((noinline)) int twice(int x) { __asm__(""); return 2 * x; }
extern "C" { extern const int both[2]; const int both[2] = {3, 4}; }
struct S { volatile int n; S(int x): n(twice(x) + both[x & 1]) { } ~S() { n = 0; } };
static S s(4);
int g() { return s.n; }
`, want: map[string]string{"F(5)": "11"}},
	{name: "that the linker is told to keep", files: constructed + `
static int32_t kept;
static void start(int argc) { kept = argc; }
__attribute__((used)) static void *keep_start(void) { return (void *)start; }
__asm__(".section .init_array.00099,\"awR\",@init_array\n.quad keep_start\n.text\n");
int32_t f(int32_t x) { return x + 3; }
-- csrc/none.cc --
`, want: map[string]string{"F(1)": "4"}},
	{name: "of a function that a call of Go's could come to by a cut one", files: `-- p.go --
package p

//nearcall:source csrc/*.c
//nearcall:trap lost

//nearcall:func f
func F(x int32) int32
-- csrc/f.c --
#include "nearcall.h"
static volatile int32_t state;
__attribute__((constructor)) static void fill(void) { state = 7; }
__attribute__((noinline)) void lost(void) { state++; }
int32_t f(int32_t x) { if (x < 0) lost(); return x + 3; }
`, want: map[string]string{"F(1)": "4"}},
}

func TestConstructors(t *testing.T) {
	testSourced(t, constructors)
}
