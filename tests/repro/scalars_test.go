package repro

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// runEach builds the package m/p of a module with each compiler at some
// optimisation levels (the text says LEVEL), vets it, and runs m/main.
func runEach(t *testing.T, text string) {
	t.Helper()
	for _, compiler := range compilers {
		for _, level := range []string{"-O0", "-O2", "-O3"} {
			t.Run(compiler+" "+level, func(t *testing.T) {
				t.Parallel()
				dir := harness.Module(t, strings.ReplaceAll(text, "LEVEL", level))
				harness.MustNearcall(t, dir, []string{"CC=" + compiler}, "build", "p")
				harness.Must(t, dir, nil, "go", "vet", "./p")
				out := filepath.Join(t.TempDir(), "prog")
				harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", "-o", out, "./main")
				r := harness.Run(t, "", nil, out)
				t.Log(strings.TrimSpace(r.Stdout))
				if r.Status != 0 || !strings.HasSuffix(r.Stdout, "all good\n") {
					t.Errorf("status %d\n%s%s", r.Status, r.Stdout, r.Stderr)
				}
			})
		}
	}
}

// mainHead begins the test programs; they end with report().
const mainHead = `-- main/main.go --
package main

import (
	"fmt"
	"os"

	"example.com/m/p"
)

var wrong, right int

func is[T comparable](what string, got, want T) {
	if got == want {
		right++
	} else if wrong++; wrong < 20 {
		fmt.Printf("%s: %v, want %v\n", what, got, want)
	}
}

func report() {
	if wrong > 0 {
		os.Exit(1)
	}
	fmt.Printf("%d calls, all good\n", right)
}
`

// TestScalars: every integer type as parameter and result, with small ones
// extended the way that the C compiler relies on.
func TestScalars(t *testing.T) {
	t.Parallel()
	stubs := &strings.Builder{}
	c := &strings.Builder{}
	program := &strings.Builder{}
	for _, k := range []struct{ name, goType, cType, wide, cWide, values string }{
		{"I8", "int8", "int8_t", "int64", "int64_t", "0, 1, -1, 100, -100, 127, -128"},
		{"I16", "int16", "int16_t", "int64", "int64_t", "0, 1, -1, 127, 128, -129, 32767, -32768"},
		{"I32", "int32", "int32_t", "int64", "int64_t", "0, 1, -1, 1 << 30, -1 << 31, 1<<31 - 1"},
		{"I64", "int64", "int64_t", "int64", "int64_t", "0, 1, -1, -1 << 62, 1<<63 - 1, -1 << 63"},
		{"Int", "int", "long", "int64", "int64_t", "0, 1, -1, -1 << 62, 1<<63 - 1, -1 << 63"},
		{"U8", "uint8", "unsigned char", "uint64", "uint64_t", "0, 1, 127, 128, 255"},
		{"U16", "uint16", "uint16_t", "uint64", "uint64_t", "0, 1, 255, 256, 32768, 65535"},
		{"U32", "uint32", "uint32_t", "uint64", "uint64_t", "0, 1, 65536, 1 << 31, 1<<32 - 1"},
		{"U64", "uint64", "uint64_t", "uint64", "uint64_t", "0, 1, 1 << 32, 1 << 63, 1<<64 - 1"},
		{"Uint", "uint", "size_t", "uint64", "uint64_t", "0, 1, 1 << 32, 1 << 63, 1<<64 - 1"},
		{"Uintptr", "uintptr", "uintptr_t", "uint64", "uint64_t", "0, 1, 1 << 32, 1 << 63, 1<<64 - 1"},
	} {
		all := strings.NewReplacer("NAME", k.name, "GOTYPE", k.goType, "CTYPE", k.cType, "CWIDE", k.cWide, "WIDE", k.wide, "VALUES", k.values)
		all.WriteString(stubs, `
//nearcall:func echoNAME
func EchoNAME(x GOTYPE) GOTYPE

//nearcall:func wideNAME
func WideNAME(x GOTYPE) WIDE

//nearcall:func narrowNAME
func NarrowNAME(x int64) GOTYPE

//nearcall:func lastNAME
func LastNAME(a, b, c, d, e, f WIDE, x, y GOTYPE) WIDE
`)
		all.WriteString(c, `
CTYPE echoNAME(CTYPE x) { return x; }
CWIDE wideNAME(CTYPE x) { return (CWIDE)x * 3; }
CTYPE narrowNAME(int64_t x) { return (CTYPE)x; }
CWIDE lastNAME(CWIDE a, CWIDE b, CWIDE c, CWIDE d, CWIDE e, CWIDE f, CTYPE x, CTYPE y)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * (CWIDE)x + 8 * (CWIDE)y;
}
`)
		all.WriteString(program, `
	for _, v := range []GOTYPE{VALUES} {
		is("EchoNAME", p.EchoNAME(v), v)
		is("WideNAME", p.WideNAME(v), WIDE(v)*3)
		const high = 0x7a5b_0000_0000_0000
		is("NarrowNAME", p.NarrowNAME(int64(v)^high), GOTYPE(uint64(v)^high))
		w := WIDE(v)
		is("LastNAME", p.LastNAME(1, w, 3, w, 5, w, v, ^v), 1+2*w+9+4*w+25+6*w+7*w+8*WIDE(^v))
	}
`)
	}
	const head = "package p\n\n//nearcall:source csrc/p.c\n//nearcall:cflags LEVEL\n"
	runEach(t, fmt.Sprintf("-- p/p.go --\n%s%s-- p/csrc/p.c --\n#include <stddef.h>\n#include <stdint.h>\n%s%s\nfunc main() {%s\n\treport()\n}\n",
		head, stubs, c, mainHead, program))
}

// TestRuntime: what compilers call on their own, from csrc/rt and from the
// compiler's library.
func TestRuntime(t *testing.T) {
	t.Parallel()
	runEach(t, runtimeModule+mainHead+runtimeMain)
}

const runtimeModule = `-- p/p.go --
package p

//nearcall:source csrc/p.c
//nearcall:cflags LEVEL

type Big [300]byte

//nearcall:func copy_big
func CopyBig(to, from *Big)

//nearcall:func fill_big
func FillBig(to *Big, x byte)

//nearcall:func same_big
func SameBig(a, b *Big) bool

//nearcall:func div_u
func DivU(ahi, alo, bhi, blo uint64, quo, rem *uint64)

//nearcall:func div_s
func DivS(ahi, alo, bhi, blo uint64, quo, rem *uint64)

//nearcall:func mod_u
func ModU(ahi, alo, b uint64) uint64

//nearcall:func name_of
func NameOf(i uint64, to *byte) uint64
-- p/csrc/p.c --
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
struct big { unsigned char b[300]; };
typedef unsigned __int128 u128;
typedef __int128 s128;
void copy_big(struct big *to, const struct big *from) { *to = *from; }
void fill_big(struct big *to, unsigned char x)
{
	for (size_t i = 0; i < sizeof to->b; i++)
		to->b[i] = x;
}
int memcmp(const void *, const void *, size_t);
bool same_big(const struct big *a, const struct big *b) { return memcmp(a, b, sizeof *a) == 0; }
static void put(uint64_t *p, u128 x) { p[0] = (uint64_t)x; p[1] = (uint64_t)(x >> 64); }
void div_u(uint64_t ahi, uint64_t alo, uint64_t bhi, uint64_t blo, uint64_t *quo, uint64_t *rem)
{
	u128 a = (u128)ahi << 64 | alo, b = (u128)bhi << 64 | blo;
	put(quo, a / b);
	put(rem, a % b);
}
void div_s(uint64_t ahi, uint64_t alo, uint64_t bhi, uint64_t blo, uint64_t *quo, uint64_t *rem)
{
	s128 a = (s128)((u128)ahi << 64 | alo), b = (s128)((u128)bhi << 64 | blo);
	put(quo, (u128)(a / b));
	put(rem, (u128)(a % b));
}
uint64_t mod_u(uint64_t ahi, uint64_t alo, uint64_t b) { return (uint64_t)(((u128)ahi << 64 | alo) % b); }
/* a switch of many cases becomes a jump table, or a table of offsets */
uint64_t name_of(uint64_t i, char *to)
{
	uint64_t n = 0;
	switch (i) {
	case 0: to[n++] = 'z'; to[n++] = 'e'; to[n++] = 'r'; to[n++] = 'o'; break;
	case 1: to[n++] = 'o'; to[n++] = 'n'; to[n++] = 'e'; break;
	case 2: to[n++] = 't'; to[n++] = 'w'; to[n++] = 'o'; break;
	case 3: to[n++] = 't'; to[n++] = 'h'; to[n++] = 'r'; to[n++] = 'e'; to[n++] = 'e'; break;
	case 4: to[n++] = 'f'; to[n++] = 'o'; to[n++] = 'u'; to[n++] = 'r'; break;
	case 5: to[n++] = 'f'; to[n++] = 'i'; to[n++] = 'v'; to[n++] = 'e'; break;
	case 6: to[n++] = 's'; to[n++] = 'i'; to[n++] = 'x'; break;
	default: to[n++] = '?';
	}
	return n;
}
`

const runtimeMain = `
func main() {
	var a, b, c p.Big
	for i := range a {
		a[i] = byte(i*7 + 1)
	}
	p.CopyBig(&b, &a)
	is("CopyBig", b, a)
	p.FillBig(&c, 0xee)
	is("FillBig", c[0] == 0xee && c[150] == 0xee && c[299] == 0xee, true)
	is("SameBig of the same", p.SameBig(&a, &b), true)
	b[299]++
	is("SameBig of others", p.SameBig(&a, &b), false)
	x := uint64(1)
	for i := range 2000 {
		var w [4]uint64
		for k := range w {
			x = x*6364136223846793005 + 1442695040888963407
			w[k] = x >> (uint(i*(k+1)) % 64) // numbers of all lengths
		}
		if w[3] == 0 {
			w[3] = 1
		}
		if i%3 == 0 {
			w[2] = 0
		}
		if i%5 == 0 {
			w[0] = ^w[0]
		}
		unsigned(w)
		signed(w)
	}
	for i, want := range []string{"zero", "one", "two", "three", "four", "five", "six", "?"} {
		var s [8]byte
		is("NameOf", string(s[:p.NameOf(uint64(i), &s[0])]), want)
	}
	report()
}
-- main/big.go --
package main

import (
	"math/big"

	"example.com/m/p"
)

func join(hi, lo uint64) *big.Int {
	x := new(big.Int).SetUint64(hi)
	return x.Or(x.Lsh(x, 64), new(big.Int).SetUint64(lo))
}

var modulus = new(big.Int).Lsh(big.NewInt(1), 128)

// asSigned reads 128 bits as two's complement; asBits is the way back.
func asSigned(x *big.Int) *big.Int {
	if x.Bit(127) == 1 {
		x.Sub(x, modulus)
	}
	return x
}

func asBits(x *big.Int) string { return new(big.Int).Mod(x, modulus).Text(16) }

func unsigned(w [4]uint64) {
	var q, r [2]uint64
	p.DivU(w[0], w[1], w[2], w[3], &q[0], &r[0])
	quo, rem := new(big.Int).QuoRem(join(w[0], w[1]), join(w[2], w[3]), new(big.Int))
	is("ModU", p.ModU(w[0], w[1], w[3]), new(big.Int).Rem(join(w[0], w[1]), join(0, w[3])).Uint64())
	is("DivU quotient", join(q[1], q[0]).Text(16), asBits(quo))
	is("DivU remainder", join(r[1], r[0]).Text(16), asBits(rem))
}

func signed(w [4]uint64) {
	var q, r [2]uint64
	p.DivS(w[0], w[1], w[2], w[3], &q[0], &r[0])
	quo, rem := new(big.Int).QuoRem(asSigned(join(w[0], w[1])), asSigned(join(w[2], w[3])), new(big.Int))
	is("DivS quotient", join(q[1], q[0]).Text(16), asBits(quo))
	is("DivS remainder", join(r[1], r[0]).Text(16), asBits(rem))
}
`
