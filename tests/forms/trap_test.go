package forms

import "testing"

const cut = `-- p.go --
package p

//nearcall:source csrc/f.c
//nearcall:trap default_*

//nearcall:func f
func F(x int32) int32
-- csrc/f.c --
#include "nearcall.h"
#include <stddef.h>
void *malloc(size_t);
void free(void *);
extern long unheard_of[];
`

// What only a function needs that is cut is not needed, whatever else holds the
// function's address.
var cuts = []sourced{
	{name: "in a table of constants", files: cut + `
struct hooks { void *(*get)(size_t); void (*put)(void *); int32_t n; };
static void *default_get(size_t n) { return malloc(n + 1); }
static void default_put(void *p) { free((char *)p - 1); }
static const struct hooks hooks[2] = {{default_get, default_put, 7}, {NULL, default_put, 8}};
int32_t f(int32_t x)
{
	const struct hooks *volatile h = &hooks[x & 1];
	return h->n + (h->get != NULL);
}
`, want: map[string]string{"F(0)": "8", "F(1)": "8"}},
	{name: "as an address in code", files: cut + `
static long default_state(void) { return unheard_of[0]; }
int32_t f(int32_t x)
{
	long (*volatile p)(void) = x & 1 ? default_state : NULL;
	return p ? 3 : 4;
}
`, want: map[string]string{"F(0)": "4", "F(1)": "3"}},
	{name: "behind another that is cut, in a table, and called", files: cut + `
__attribute__((noinline)) static void *inner(size_t n) { return malloc(n + 2); }
static __attribute__((noinline)) void *default_get(size_t n) { return inner(n + 1); }
static void *(*const gets[3])(size_t) = {NULL, default_get, default_get};
int32_t f(int32_t x)
{
	void *(*const *volatile g)(size_t) = gets;
	if (x > 100)
		default_get((size_t)x);
	return g[x & 1] ? 5 : 6;
}
`, want: map[string]string{"F(0)": "6", "F(1)": "5"}},
}

func TestCuts(t *testing.T) {
	testSourced(t, cuts)
}
