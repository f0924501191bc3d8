package repro

import "testing"

// TestParams: bool, pointers, strings and slices in all spellings, and more
// words than there are registers.
func TestParams(t *testing.T) {
	t.Parallel()
	runEach(t, paramsModule+mainHead+paramsMain)
}

const paramsModule = `-- p/p.go --
package p

import "unsafe"

//nearcall:source csrc/p.c
//nearcall:cflags LEVEL

type Point struct {
	X, Y int32
	Next *Point
}

//nearcall:func not
func Not(b bool) bool

//nearcall:func bool_word
func BoolWord(a, b bool) uint64

//nearcall:func deref
func Deref(q *int32) int32

//nearcall:func deref2
func Deref2(q **int64) *int64

//nearcall:func raw
func Raw(q unsafe.Pointer, n uintptr) unsafe.Pointer

//nearcall:func walk
func Walk(q *Point) int64

//nearcall:func string_two
func StringTwo(s string) uint64

//nearcall:func string_one
func StringOne(s string) uint64

//nearcall:func slice_two
func SliceTwo(s []int16) int64

//nearcall:func slice_three
func SliceThree(s []int16) int64

//nearcall:func slice_one
func SliceOne(s []int16) int64

//nearcall:func set_all
func SetAll(s []int16, x int16)

//nearcall:func mixed
func Mixed(a int8, s string, b uint8, t []int16, c int16, u string, d uint16, e int32, v []int16, f uint32, yes bool, h int64) int64

//nearcall:func straddle
func Straddle(a, b, c, d, e int64, s []int16, f int8) int64

//nearcall:func headers
func Headers(a, b, c, d, e int64, s string, f int8, t []int16, last int8) int64

//nearcall:func twelve
func Twelve(a, b, c, d, e, f, x, h, i, j, k, l int64) int64

//nearcall:func small_on_stack
func SmallOnStack(a, b, c, d, e, f int64, x int8, h uint8, i int16, j uint16, k int32, l uint32, m bool, n int8) int64

//nearcall:func nothing
func Nothing()

//nearcall:func later
func Later(x *int64, by int8)
-- p/csrc/p.c --
#include <stdbool.h>
#include "nearcall.h"
struct point { int32_t x, y; struct point *next; };
bool not(bool b) { return !b; }
uint64_t bool_word(bool a, bool b) { return (uint64_t)a + 2 * (uint64_t)b; }
int32_t deref(const int32_t *q) { return *q; }
int64_t *deref2(int64_t **q) { return *q; }
void *raw(void *q, uintptr_t n) { return (char *)q + n; }
int64_t walk(const struct point *q)
{
	int64_t n = 0;
	for (; q; q = q->next)
		n = n * 10 + q->x * q->y;
	return n;
}
static uint64_t hash(const char *p, size_t n)
{
	uint64_t h = n;
	for (size_t i = 0; i < n; i++)
		h = h * 31 + (unsigned char)p[i];
	return h;
}
static int64_t total(const int16_t *p, size_t n)
{
	int64_t h = 0;
	for (size_t i = 0; i < n; i++)
		h += p[i];
	return h;
}
uint64_t string_two(const char *p, size_t n) { return hash(p, n); }
uint64_t string_one(go_string s) { return hash(s.ptr, s.len); }
int64_t slice_two(const int16_t *p, size_t n) { return total(p, n) * 1000 + (int64_t)n; }
int64_t slice_three(int16_t *p, size_t n, size_t cap) { return total(p, cap) * 1000 + (int64_t)n; }
int64_t slice_one(go_slice s) { return total(s.ptr, s.cap) * 1000 + (int64_t)s.len; }
void set_all(int16_t *p, size_t n, int16_t x) { while (n--) p[n] = x; }
int64_t mixed(int8_t a, const char *s, size_t sn, uint8_t b, int16_t *t, size_t tn, size_t tcap, int16_t c, go_string u,
	      uint16_t d, int32_t e, go_slice v, uint32_t f, bool g, int64_t h)
{
	return a + (int64_t)hash(s, sn) * 2 + b * 3 + total(t, tn) * 4 + (int64_t)tcap * 5 + c * 6 + (int64_t)hash(u.ptr, u.len) * 7 +
	       d * 8 + (int64_t)e * 9 + total(v.ptr, v.len) * 10 + (int64_t)v.cap * 11 + (int64_t)f * 12 + g * 13 + h * 14;
}
int64_t straddle(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int16_t *p, size_t n, size_t cap, int8_t f)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * total(p, n) + 7 * (int64_t)cap + 8 * (int64_t)f;
}
/* s does not fit in the one register that is left, and f then takes it */
int64_t headers(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, go_string s, int8_t f, go_slice t, int8_t g)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * (int64_t)hash(s.ptr, s.len) + 7 * (int64_t)f + 8 * total(t.ptr, t.len) +
	       9 * (int64_t)t.cap + 10 * (int64_t)g;
}
int64_t twelve(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i, int64_t j,
	       int64_t k, int64_t l)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l;
}
int64_t small_on_stack(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int8_t g, uint8_t h, int16_t i,
		       uint16_t j, int32_t k, uint32_t l, bool m, int8_t n)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * (int64_t)g + 8 * (int64_t)h + 9 * (int64_t)i + 10 * (int64_t)j +
	       11 * (int64_t)k + 12 * (int64_t)l + 13 * (int64_t)m + 14 * (int64_t)n;
}
void nothing(void) {}
void later(int64_t *x, int8_t by) { *x += by; }
`

const paramsMain = `
func main() {
	for _, b := range []bool{false, true} {
		is("Not", p.Not(b), !b)
		is("BoolWord", p.BoolWord(b, !b), map[bool]uint64{false: 2, true: 1}[b])
	}
	pointers()
	words := []string{"", "a", "nearcall", string(make([]byte, 500)) + "end"}
	for _, s := range words {
		is("StringTwo", p.StringTwo(s), hash(s))
		is("StringOne", p.StringOne(s), hash(s))
	}
	numbers := [10]int16{1, -2, 3, -4, 5, -32768, 32767, 8, 9, 10}
	lists := [][]int16{nil, {}, numbers[:3], numbers[2:5], numbers[5:6:7], numbers[:]}
	for _, s := range lists {
		n := int64(len(s))
		is("SliceTwo", p.SliceTwo(s), total(s)*1000+n)
		is("SliceThree", p.SliceThree(s), total(s[:cap(s)])*1000+n)
		is("SliceOne", p.SliceOne(s), total(s[:cap(s)])*1000+n)
	}
	for i, s := range lists {
		u := words[i%len(words)]
		spread(s, u, i%2 == 0)
	}
	p.Nothing()
	report()
}
-- main/spread.go --
package main

import (
	"unsafe"

	"example.com/m/p"
)

func hash(s string) uint64 {
	h := uint64(len(s))
	for i := range len(s) {
		h = h*31 + uint64(s[i])
	}
	return h
}

func total(s []int16) (sum int64) {
	for _, x := range s {
		sum += int64(x)
	}
	return sum
}

func pointers() {
	x, y := int32(-7), int64(-8)
	q := &y
	is("Deref", p.Deref(&x), x)
	is("Deref2", p.Deref2(&q), q)
	is("Deref2", *p.Deref2(&q), -8)
	b := new([8]byte)
	is("Raw", p.Raw(unsafe.Pointer(b), 5), unsafe.Pointer(&b[5]))
	is("Raw", p.Raw(nil, 0), nil)
	is("Walk", p.Walk(nil), 0)
	is("Walk", p.Walk(&p.Point{X: 2, Y: 3, Next: &p.Point{X: -1, Y: 4}}), 56)
	for _, by := range []int8{1, -1, 127, -128} {
		z := int64(1000)
		p.Later(&z, by)
		is("Later", z, 1000+int64(by))
	}
	s := make([]int16, 5, 9)
	p.SetAll(s, -3)
	is("SetAll", total(s[:9]), -15)
}

func spread(s []int16, u string, g bool) {
	t, h, c, n := total(s), int64(hash(u)), int64(cap(s)), int64(0)
	if g {
		n = 1
	}
	is("Mixed", p.Mixed(-128, u, 255, s, -32768, u, 65535, -1<<31, s, 1<<32-1, g, -5),
		-128+h*2+255*3+t*4+c*5-32768*6+h*7+65535*8-1<<31*9+t*10+c*11+(1<<32-1)*12+n*13-5*14)
	is("Straddle", p.Straddle(-1, 2, -3, 4, -5, s, -6), -1+4-9+16-25+6*t+7*c-48)
	is("Headers", p.Headers(-1, 2, -3, 4, -5, u, -6, s, -7), -1+4-9+16-25+6*h-42+8*t+9*c-70)
	is("Twelve", p.Twelve(-1, 2, -3, 4, -5, 6, -7, 8, -9, 10, -11, 12), -1+4-9+16-25+36-49+64-81+100-121+144)
	is("SmallOnStack", p.SmallOnStack(-1, 2, -3, 4, -5, 6, -128, 255, -32768, 65535, -1<<31, 1<<32-1, g, -1),
		-1+4-9+16-25+36-128*7+255*8-32768*9+65535*10-11<<31+12*(1<<32-1)+13*n-14)
}
`
