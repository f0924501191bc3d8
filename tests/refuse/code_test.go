package refuse

import (
	"testing"
)

// TestCode: C that compiles, and cannot run on a goroutine's stack or without
// a loader. The messages are marked in the C.
func TestCode(t *testing.T) {
	t.Parallel()
	var cases []refusal
	for _, c := range []struct{ name, decl, c string }{
		{"writable global", "func F() int32", `
int counter; // WANT counter is writable global data (4 bytes)
int f(void) { return ++counter; }`},
		{"writable global with a value", "func F() int32", `
int limit = 7; // WANT limit is writable global data
int f(void) { return limit++; }`},
		{"static", "func F(i int32) int32", `
static int calls[3]; // WANT calls is writable global data (12 bytes)
int f(int i) { return ++calls[i]; }`},
		{"static local", "func F() uint64", `
uint64_t f(void) {
	static uint64_t seed = 1; // WANT is writable global data (8 bytes)
	return seed *= 3;
}`},
		{"three writable globals", "func F(x int32) int32", `
int a; // WANT a is writable global data
static int b = 2; // WANT b is writable global data
int const c = 3;
int d[10]; // WANT d is writable global data (40 bytes)
int f(int x) { a += x; b += a; d[x] = b; return a + b + c; }`},
		{"thread-local", "func F() int32", `
_Thread_local int depth; // WANT depth is thread-local data
int f(void) {
	return ++depth; // WANT f uses thread-local data
	// MAY^ f uses thread-local storage
}`},
		{"static thread-local", "func F() int32", `
static __thread int depth = 5; // WANT depth is thread-local data
int f(void) {
	return ++depth; // WANT f uses thread-local data
	// MAY^ f uses thread-local storage
}`},
		{"direct recursion", "func F(n uint64) uint64", `
uint64_t f(uint64_t n) {
	if (n < 2) return n;
	return f(n / 2) * f(n / 3); // WANT f is recursive
}`},
		{"mutual recursion of three", "func F(n uint64) uint64", `
#define NOINLINE __attribute__((noinline))
static uint64_t b(uint64_t n);
static uint64_t c(uint64_t n);
static NOINLINE uint64_t a(uint64_t n) { return n ? b(n - 1) + n : 1; }
static NOINLINE uint64_t b(uint64_t n) { return n ? c(n - 1) * 3 : 2; }
static NOINLINE uint64_t c(uint64_t n) {
	return n ? a(n - 1) ^ n : 3; // WANT a -> b -> c -> a
}
uint64_t f(uint64_t n) { return a(n) + 1; }`},
		{"recursion of tail calls", "func F(n uint64) uint64", `
__attribute__((noinline)) static uint64_t odd(uint64_t n);
__attribute__((noinline)) static uint64_t even(uint64_t n) { return n ? odd(n - 1) : 1; }
__attribute__((noinline)) static uint64_t odd(uint64_t n) {
	return n ? even(n - 1) : 0; // WANT even -> odd -> even
}
uint64_t f(uint64_t n) { return even(n) + 1; }`},
		{"indirect call", "func F(p unsafe.Pointer) int64", `
typedef int64_t fn(int64_t);
int64_t f(void *p) {
	return ((fn *)p)(7) + 1; // WANT f calls through a pointer
}`},
		{"indirect tail call", "func F(p unsafe.Pointer) int64", `
typedef int64_t fn(int64_t);
int64_t f(void *p) {
	return ((fn *)p)(7); // WANT f jumps through a pointer
}`},
		{"alloca", "func F(n uint64) byte", `
unsigned char f(size_t n) {
	volatile unsigned char *p = __builtin_alloca(n); // WANT f
	p[0] = 1;
	return p[n / 2];
}`},
		{"variable-length array", "func F(n uint64) byte", `
unsigned char f(size_t n) {
	volatile unsigned char a[n]; // WANT f
	a[0] = 1;
	return a[n / 2];
}`},
		{"alloca two levels down", "func F(n uint64) byte", `
__attribute__((noinline)) static unsigned char deep(size_t n) {
	volatile unsigned char *p = __builtin_alloca(n * 2); // WANT deep
	p[0] = 1;
	return p[n / 2];
}
__attribute__((noinline)) static unsigned char middle(size_t n) { return deep(n + 1) + 1; }
unsigned char f(size_t n) { return middle(n) + 1; }`},
		{"system call", "func F() int64", `
int64_t f(void) {
	int64_t r;
	__asm__ volatile("syscall" : "=a"(r) : "0"(39) : "rcx", "r11"); // WANT f makes a system call
	return r;
}`},
		{"software interrupt", "func F()", `
void f(void) {
	__asm__ volatile("int $0x80" ::: "rax"); // WANT f raises a software interrupt (int)
}`},
		{"fs", "func F() uint64", `
uint64_t f(void) {
	uint64_t r;
	__asm__ volatile("mov %%fs:0x28, %0" : "=r"(r)); // WANT f uses thread-local storage
	return r;
}`},
		{"gs", "func F(p *uint64)", `
void f(uint64_t *p) {
	__asm__ volatile("mov %%gs:0, %%rax\n mov %%rax, (%0)" :: "r"(p) : "rax", "memory"); // WANT f uses thread-local storage
}`},
		{"address of an undefined function", "func F() unsafe.Pointer", `
extern int puts(const char *);
void *f(void) {
	return (void *)puts; // WANT f needs puts, which is not defined
}`},
		{"undefined variable", "func F() int32", `
extern int environment;
int f(void) {
	return environment + 1; // WANT f needs environment, which is not defined
}`},
		{"undefined function in a constant", "func F(i int64) unsafe.Pointer", `
extern int puts(const char *);
typedef int fn(const char *);
static fn *const table[] = {puts, 0}; // WANT puts
void *f(int64_t i) { return (void *)table[i]; }`},
	} {
		cases = append(cases, refusal{name: c.name, files: stub(c.decl, c.c, "")})
	}
	cases = append(cases,
		refusal{name: "computed goto", wants: anywhere("f jumps through a pointer"), files: stub("func F(p *unsafe.Pointer, i int64)", `
void f(void **p, int64_t i) {
	p[0] = &&here;
	p[1] = &&there;
	goto *p[i];
here:
	p[3] = 0;
	return;
there:
	p[4] = 0;
}`, "")},
		refusal{name: "variadic", files: stub("func F(n int32) int32", "int f(int n, ...) { return n; }", "F: f is variadic")},
		refusal{name: "variadic that reads its arguments", files: stub("func F(n int32) int32", `
int f(int n, ...) { va_list ap; va_start(ap, n); int x = va_arg(ap, int); va_end(ap); return x; }`, "F: f is variadic")},
	)
	refuseAll(t, cases)
}

// TestSymbols: what the names in directives and C files refer to.
func TestSymbols(t *testing.T) {
	t.Parallel()
	refuseAll(t, []refusal{
		{name: "missing", files: stub("func F(x uint64) uint64", "uint64_t g(uint64_t x) { return x; }", "F: no C function f in the package's C files")},
		{name: "missing beside another", files: `-- p.go --
package p

//nearcall:source csrc/f.c

//nearcall:func f
func F(x uint64) uint64

//nearcall:func g
func G(x uint64) uint64 // WANT G: no C function g in the package's C files
-- csrc/f.c --
unsigned long f(unsigned long x) { return 2 * x; }
`},
		{name: "nearly there", also: "did you mean //nearcall:func checksum?", files: `-- p.go --
package p

//nearcall:source csrc/f.c

//nearcall:func cheksum
func Sum(x uint64) uint64 // WANT Sum: no C function cheksum
-- csrc/f.c --
unsigned long checksum(unsigned long x) { return x; }
`},
		{name: "static", files: stub("func F(x uint64) uint64",
			"__attribute__((used)) static uint64_t f(uint64_t x) { return x; }", "F: no C function f")},
		{name: "constant", files: stub("func F() int32", "const int f = 3;", "F: f is not a function")},
		{name: "declared only", files: stub("func F() int32", "int f(void); int g(void) { return f(); }", "F: no C function f")},
		{name: "undefined two levels deep in another file", files: `-- p.go --
package p

//nearcall:source csrc/top.c csrc/util.c

//nearcall:func top
func Top(s *byte) uint64
-- csrc/top.c --
unsigned long middle(const char *s);
unsigned long top(const char *s) { return middle(s) + 1; }
-- csrc/util.c --
unsigned long length(const char *);
int not_reached(void) { extern int abort(void); return abort(); }
__attribute__((noinline)) static unsigned long deep(const char *s)
{
	return length(s) * 3; // WANT deep needs length, which is not defined
}
unsigned long middle(const char *s) { return deep(s) + 2; }
`},
		{name: "two undefined in two functions", files: `-- p.go --
package p

//nearcall:source csrc/*.c

//nearcall:func f
func F(s *byte) uint64

//nearcall:func g
func G(s *byte) uint64
-- csrc/f.c --
unsigned long length(const char *);
int atoi(const char *);
unsigned long f(const char *s)
{
	unsigned long n = length(s); // WANT f needs length
	for (int i = 0; s[i]; i++)
		n += atoi(s + i); // WANT f needs atoi
	return n;
}
-- csrc/g.c --
unsigned long length(const char *);
unsigned long g(const char *s)
{
	return length(s) + 1; // WANT g needs length
}
`},
		{name: "defined twice", also: "multiple definition of `twice'", files: `-- p.go --
package p

//nearcall:source csrc/a.c csrc/b.c
// WANT^ the C objects do not link

//nearcall:func f
func F(x uint64) uint64
-- csrc/a.c --
unsigned long twice(unsigned long x) { return 2 * x; }
unsigned long f(unsigned long x) { return twice(x); }
-- csrc/b.c --
unsigned long twice(unsigned long x) { return x + x; }
`},
	})
}
