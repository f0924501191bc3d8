package forms

import "testing"

const muchAligned = `-- p.go --
package p

//nearcall:source csrc/f.c

//nearcall:func f
func F(x int32) int32
-- csrc/f.c --
#include "nearcall.h"
#include <string.h>
static const unsigned char t[8192] __attribute__((aligned(4096))) = {1, 2, 3, [4096] = 7};
#define LOAD(r, where, i) \
	register const unsigned char *p_ __asm__(where) = t; \
	__asm__ volatile("movzbl (%1,%2), %k0" : "=&r"(r) : "r"(p_), "r"((long)(i) & 8191))
`

// An address of a section that is aligned to more than Go can is left over in a
// register that nobody looks at.
var leftOver = []sourced{
	{name: "where a word is returned", files: muchAligned + `
int32_t f(int32_t x)
{
	int32_t r;
	LOAD(r, "rdx", x);
	return r + 1;
}
`, want: map[string]string{"F(2)": "4", "F(4096)": "8"}},
	{name: "where nothing is returned", files: muchAligned + `
static __attribute__((noinline)) void get(int32_t *out, int32_t x)
{
	int32_t r;
	LOAD(r, "rax", x);
	*out = r;
}
int32_t f(int32_t x)
{
	int32_t r;
	get(&r, x);
	return r + 2;
}
`, want: map[string]string{"F(2)": "5", "F(4096)": "9"}},
	{name: "at calls", files: muchAligned + `
__attribute__((noinline)) int32_t twice(int32_t x) { __asm__(""); return 2 * x; }
__attribute__((noinline)) int32_t times4(int32_t x) { return twice(twice(x)); }
int32_t f(int32_t x)
{
	int32_t r;
	LOAD(r, "r9", x);
	return times4(r) + 3;
}
`, want: map[string]string{"F(2)": "15", "F(4096)": "31"}},
	{name: "at a call of memcpy", files: muchAligned + `
int32_t f(int32_t x)
{
	int32_t r;
	volatile size_t n = 4;
	unsigned char from[8] = {9, 0, 0, 0, 1}, to[8];
	LOAD(r, "r8", x);
	__asm__("" : : "r"(from), "r"(to) : "memory");
	memcpy(to, from, n);
	return r + to[0];
}
`, want: map[string]string{"F(2)": "12", "F(4096)": "16"}},
}

func TestLeftOver(t *testing.T) {
	testSourced(t, leftOver)
}
