package refuse

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// constants hold addresses, for which the archive carrier needs -relocs.
var constants = []struct{ name, decl, c string }{
	{"table of strings", "func F(i int64) *byte", `
const char *const names[] = {"one", "two", "three"}; // WANT names holds pointers
const unsigned char *f(int64_t i) { return (const unsigned char *)names[i]; }`},
	{"table of functions", "func F(i, x int64) int64", `
static int64_t twice(int64_t x) { return 2 * x; }
static int64_t thrice(int64_t x) { return 3 * x; }
typedef int64_t fn(int64_t);
static fn *const table[] = {twice, thrice}; // WANT table holds pointers
int64_t f(int64_t i, int64_t x) { return table[i](x) + 1; }`},
	{"pointer to a pointer", "func F() *byte", `
static const unsigned char word[] = "word";
const unsigned char *const volatile pointer = word; // WANT pointer holds pointers
const unsigned char *f(void) { return pointer; }`},
	{"variable with a directive", "//nearcall:writable n\nfunc F() int32", `
int n; // WANT n is writable global data
int f(void) { return ++n; }`},
}

// TestWhole: what nearcall build takes, an archive without relocations cannot.
func TestWhole(t *testing.T) {
	for _, c := range constants {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := stub(c.decl, c.c, "")
			dir := harness.Module(t, files)
			r := refuseOnce(t, dir, harness.Wants(files), nil, "archive", "-o", "p.a", ".")
			for _, hint := range []string{"nearcall build", "nearcall archive -relocs"} {
				if !strings.Contains(r.Stderr, hint) {
					t.Errorf("no %q in %s", hint, r.Stderr)
				}
			}
			harness.MustNearcall(t, dir, nil, "build", ".")
		})
	}
}

// TestData: what cannot be data of the Go program, or cannot be used as such.
func TestData(t *testing.T) {
	for _, c := range []struct{ name, decl, c, also string }{
		{"variable without a directive", "func F() int32", `
int counter; // WANT counter is writable global data (4 bytes)
int f(void) { return ++counter; }`, "//nearcall:writable counter"},
		{"static of a function", "func F() int32", `
int f(void) {
	static int state = 3; // WANT state is writable global data (4 bytes)
	return ++state;
}`, "//nearcall:writable f.state"},
		{"another variable's directive", "//nearcall:writable other\n// WANT^ there is no writable variable other\nfunc F() int32", `
int counter; // WANT counter is writable global data
int f(void) { return ++counter; }`, "name a C variable"},
		{"directive for a constant", "//nearcall:writable table\n// WANT^ there is no writable variable table\nfunc F(i int64) int32", `
const int table[3] = {1, 2, 3};
int f(int64_t i) { return table[i]; }`, "name a C variable"},
		{"function pointer in a variable", "//nearcall:writable hook\nfunc F(x int64) int64", `
static int64_t twice(int64_t x) { return 2 * x; }
int64_t (*volatile hook)(int64_t) = twice;
int64_t f(int64_t x) { return hook(x) + 1; } // WANT f calls through a pointer`, ""},
		{"table of functions that is no constant", "//nearcall:writable hooks\nfunc F(i, x int64) int64", `
static int64_t twice(int64_t x) { return 2 * x; }
static int64_t thrice(int64_t x) { return 3 * x; }
int64_t (*hooks[2])(int64_t) = {twice, thrice};
int64_t f(int64_t i, int64_t x) {
	hooks[x & 1] = i ? twice : thrice;
	return hooks[i](x) + 1; // WANT f calls through a pointer
}`, ""},
		{"function pointer behind a constant that leads to a variable", "//nearcall:writable *\nfunc F(i, x int64) int64", `
typedef int64_t fn(int64_t);
static int64_t twice(int64_t x) { return 2 * x; }
static int64_t thrice(int64_t x) { return 3 * x; }
struct hook { fn *call; };
struct hook a = {twice}, b = {thrice};
static struct hook *const hooks[] = {&a, &b};
int64_t f(int64_t i, int64_t x) {
	hooks[x & 1]->call = i ? twice : thrice;
	return hooks[i]->call(x) + 1; // WANT f calls through a pointer
}`, ""},
		{"function pointer from outside, beside a table", "func F(p unsafe.Pointer, i int64) int64", `
typedef int64_t fn(int64_t);
static int64_t twice(int64_t x) { return 2 * x; }
static int64_t thrice(int64_t x) { return 3 * x; }
static fn *const table[] = {twice, thrice};
int64_t f(fn *const *p, int64_t i) {
	fn *const *from = i & 4 ? p : table;
	return from[i & 1](i) + 1; // WANT f calls through a pointer
}`, ""},
		{"store to a table", "func F(i int64) int64", `
static int64_t zero; // MAY zero is writable global data
static int64_t *const table[] = {&zero};
int64_t f(int64_t i) {
	*(int64_t *volatile *)&table[0] = 0; // WANT f writes to what is constant
	return *table[0] + i;
}`, ""},
		{"variable that is aligned too much", "//nearcall:writable wide\nfunc F(i int64) int64", `
__attribute__((aligned(64))) int64_t wide[8]; // WANT wide is aligned to 64 bytes, and Go aligns data to 32
int64_t f(int64_t i) { return ++wide[i & 7]; }`, ""},
		{"table of strings that is aligned too much", "func F(i int64) *byte", `
__attribute__((aligned(64))) const char *const names[] = {"one", "two"}; // WANT names is aligned to 64 bytes
const unsigned char *f(int64_t i) { return (const unsigned char *)names[i]; }`, ""},
		{"addresses that are not aligned", "func F(i int64) *byte", `
static const struct __attribute__((packed)) { char c; const char *s; } names[] = {{1, "one"}, {2, "two"}}; // WANT names holds an address that is not aligned
const unsigned char *f(int64_t i) { return (const unsigned char *)names[i & 1].s; }`, ""},
		{"computed goto", "func F(i int64) int64", `
int64_t f(int64_t i) {
	static const void *const to[] = {&&a, &&b}; // MAY holds an address inside of the function f
	goto *to[i & 1]; // WANT f jumps through a pointer
a:
	return i * 3;
b:
	return i + 7;
}`, ""},
		{"instruction that Go would count twice", "//nearcall:writable n\nfunc F() int64", `
int64_t n;
int64_t f(void) {
	int64_t x[4] = {++n};
	__asm__ volatile("pushq %1; popq %0" : "=r"(x[1]) : "m"(n)); // WANT f refers to data by an instruction that Go's assembler does not write like that: push
	return x[0] + x[1];
}`, "load it into a variable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := stub(c.decl, c.c, "")
			dir := harness.Module(t, files)
			r := refuseOnce(t, dir, harness.Wants(files), nil, "build", ".")
			if !strings.Contains(r.Stderr, c.also) {
				t.Errorf("no %q in %s", c.also, r.Stderr)
			}
		})
	}
}
