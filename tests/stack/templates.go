package stack

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// trait is what a function was made with.
type trait int

const (
	plain        trait = iota
	recursion          // calls itself, directly or not
	outside            // calls through a pointer from outside
	variableSize       // alloca or a variable-length array
)

// exempt tells whether a function may be refused.
func (t trait) exempt() bool { return t != plain }

func (t trait) String() string {
	return [...]string{"plain", "recursion", "indirect call from outside", "alloca"}[t]
}

// template is a C function made by hand. NAME stands for its name, which its
// helpers begin with too.
type template struct {
	name  string
	trait trait
	said  string // part of the refusal; "": to be accepted
	goDecl,
	kinds,
	text string
}

// The exact ones write to all of their bound on each call, so that a bound
// that is a little too small must show.
var templates = []template{
	{"recursion", recursion, "recursive", "(n int64) int64", "q", `
		long NAME(long n) { volatile long x = n; return n <= 0 ? 0 : NAME(n - 1) * x + 1; }`},
	{"mutual", recursion, "recursive", "(n int64) int64", "q", `
		long NAME_b(long n);
		long NAME_a(long n) { volatile long x = n; return n <= 0 ? 0 : NAME_b(n - 1) * x; }
		long NAME_b(long n) { volatile long x = n; return n <= 0 ? 1 : NAME_a(n - 1) + x; }
		long NAME(long n) { return NAME_a(n) + 1; }`},
	{"alloca", variableSize, "no fixed size", "(n int64) int64", "q", `
		void NAME_use(char *p, long n) { for (long i = 0; i < n; i++) ((volatile char *)p)[i] = 1; }
		long NAME(long n) { char *p = __builtin_alloca(n & 63); NAME_use(p, n & 63); return *p; }`},
	{"vla", variableSize, "no fixed size", "(n int64) int64", "q", `
		long NAME(long n) { volatile char p[(n & 63) + 1]; for (long i = 0; i < (n & 63); i++) p[i] = 1; return p[0]; }`},
	{"outside", outside, "through a pointer", "(f unsafe.Pointer) int64", "p", `
		long NAME(void *f) { return ((long (*)(long))f)(1) + 1; }`},
	{"inside", plain, "", "(n int64) int64", "q", `
		__attribute__((noinline)) static long NAME_a(long n) { volatile long x[9]; for (int i = 0; i < 9; i++) x[i] = n; return x[8]; }
		__attribute__((noinline)) static long NAME_b(long n) { volatile long x[5]; for (int i = 0; i < 5; i++) x[i] = n; return x[4] + 1; }
		long NAME(long n) { long (*volatile f)(long) = NAME_a; long (*g)(long) = n & 1 ? NAME_a : NAME_b; (void)f; return g(n) + 1; }`},
	{"switch", plain, "", "(n int64) int64", "q", `
		__attribute__((noinline)) static long NAME_a(long n) { volatile long x[9]; for (int i = 0; i < 9; i++) x[i] = n; return x[8]; }
		long NAME(long n) { switch (n & 7) { case 0: return NAME_a(3); case 1: return n * 5; case 2: return NAME_a(n) ^ 9;
			case 3: return n / 3; case 4: return n - 77; case 5: return n * n; case 6: return NAME_a(1) + NAME_a(n); default: return 7; } }`},
	{"aligned", plain, "", "(n int64) int64", "q", `
		long NAME(long n) { _Alignas(64) volatile long x[16]; for (int i = 0; i < 16; i++) x[i] = n + i; return x[n & 15]; }`},
	// clang -Os goes through the red zone as rsp + 40*i, then - 88
	{"redzone", plain, "", "(n int64) int64", "q", `
		long NAME(long n) { volatile int x[2][10]; for (int i = 0; i < 2; i++) for (int j = 0; j < 10; j++) x[i][j] = (int)n; return x[1][7]; }`},
	// clang -O2 counts from 2 and has what it takes off on top: below the red zone, by the looks of it
	{"biased", plain, "", "(n int64) int64", "q", `
		long NAME(long n) { volatile long x[99]; for (int i = 0; i < 99; i++) x[i] = n; return x[8]; }`},
	{"shallow", plain, "", "(n int64) int64", "q", `
		__attribute__((noinline)) static long NAME_b(long n) { volatile long x[5]; for (int i = 0; i < 5; i++) x[i] = n; return x[4] + 1; }
		__attribute__((noinline)) static long NAME_a(long n) { volatile long x[12]; for (int i = 0; i < 12; i++) x[i] = n; return NAME_b(x[8]) * 3; }
		long NAME(long n) { return n == 0x123456789abcdef ? NAME_a(n) : NAME_b(n) + 1; }`},
	{"exactchain", plain, "", "(n int64) int64", "q", `
		__attribute__((noinline)) static long NAME_a(long n) { __asm__ volatile(""); return n + 1; }
		__attribute__((noinline)) static long NAME_b(long n) { volatile long x[32]; for (int i = 0; i < 32; i++) x[i] = n; return NAME_a(n) + x[3]; }
		__attribute__((noinline)) static long NAME_c(long n) { volatile long x[100]; for (int i = 0; i < 100; i++) x[i] = n; return NAME_b(n) + x[9]; }
		long NAME(long n) { volatile long x[8]; for (int i = 0; i < 8; i++) x[i] = n; return NAME_c(n) + x[1]; }`},
	{"exactcall", plain, "", "(n int64) int64", "q", `
		__attribute__((noinline)) static long NAME_a(long n) { __asm__ volatile(""); return n + 1; }
		long NAME(long n) { volatile long x, y, z; x = n; y = n; z = n; return NAME_a(n) + x + y + z; }`},
}

// templateProgram makes one program of the templates with a prefix.
func templateProgram(i int, prefix string) *program {
	p := &program{id: i, name: fmt.Sprintf("t%d", i), config: config{cc: compilers[i%2], level: levels[i/2%5]}}
	var text strings.Builder
	for _, t := range templates {
		if !strings.HasPrefix(t.name, prefix) {
			continue
		}
		e := entry{c: p.name + "_" + t.name, goName: fmt.Sprintf("T%d%s", i, t.name), kinds: t.kinds, trait: t.trait}
		e.goDecl = "func " + e.goName + t.goDecl
		text.WriteString(strings.ReplaceAll(t.text, "NAME", e.c) + "\n")
		p.entries = append(p.entries, e)
	}
	p.text = text.String()
	return p
}

func (c *Config) templateBatch(ctx context.Context, i int, prefix string, result *Result) error {
	dir, err := os.MkdirTemp(c.tmp, "templates")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p := templateProgram(i, prefix)
	if err := c.compile(ctx, dir, p, c.machine.cpus[0]); err != nil {
		return err
	}
	result.addPrograms(1)
	return c.test(ctx, dir, c.machine.cpus[0], []*program{p}, result)
}

// template is what a function of Templates was made from.
func (f Function) template() template {
	_, name, _ := strings.Cut(f.Entry.c, "_")
	for _, t := range templates {
		if t.name == name {
			return t
		}
	}
	return template{}
}
