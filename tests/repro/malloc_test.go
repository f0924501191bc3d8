package repro

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestMalloc: C that calls malloc and free, as it is, in memory that Go passes.
func TestMalloc(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"clang -O2", "clang -O0", "gcc -O2", "gcc -O0"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			cc, level, _ := strings.Cut(how, " ")
			dir := harness.Module(t, strings.Replace(mallocModule, "LEVEL", level, 1))
			harness.MustNearcall(t, dir, []string{"CC=" + cc}, "build", ".")
			harness.Must(t, dir, nil, "go", "vet", ".")
			harness.Must(t, dir, nil, "go", "test", "-count=1", ".")
			r := harness.Run(t, dir, []string{"NO_ARENA=1"}, "go", "test", "-count=1", "-run=Missing", ".")
			if out := r.Stdout + r.Stderr; r.Status == 0 || !strings.Contains(out, "SIGILL") {
				t.Errorf("malloc without an arena: status %d, %s", r.Status, out)
			}
		})
	}
}

const mallocModule = `-- p.go --
package p

//nearcall:source csrc/*.c
//nearcall:cflags LEVEL

//nearcall:func reversed
//go:noescape
func Reversed(room, in, out []byte) int

//nearcall:func churn
//go:noescape
func Churn(room []byte, n, seed uint64) uint64

//nearcall:func small
//go:noescape
func Small(room, in []byte) int

//nearcall:func large
//go:noescape
func Large(room, in []byte) int

//nearcall:func own
//go:noescape
func Own(room []byte, n int) int

//nearcall:func aligned
//go:noescape
func Aligned(room []byte, n int) int

//nearcall:func missing
func Missing() bool
-- csrc/library.c --
#include <stdlib.h>
#include <string.h>

struct node { struct node *next; unsigned char c; };

/* a list of nodes, each of its own, and an array that grows */
size_t library_reverse(const unsigned char *p, size_t n, unsigned char *out)
{
	struct node *list = NULL;
	unsigned char *grown = NULL;
	size_t len = 0, room = 0;
	for (size_t i = 0; i < n; i++) {
		struct node *one = calloc(1, sizeof *one);
		if (!one || one->next || one->c)
			return 0;
		one->next = list;
		one->c = p[i];
		list = one;
	}
	while (list) {
		struct node *next = list->next;
		if (len == room) {
			unsigned char *more = realloc(grown, room = 2 * room + 1);
			if (!more)
				return 0;
			grown = more;
		}
		grown[len++] = list->c;
		free(list);
		list = next;
	}
	if (len)
		memcpy(out, grown, len);
	free(grown);
	return len;
}

/* 16 blocks, freed and taken in any order; each full of its own number */
unsigned long library_churn(unsigned long n, unsigned long seed)
{
	unsigned char *blocks[16] = {0};
	size_t sizes[16] = {0};
	unsigned long bad = 0, got = 0;
	for (unsigned long i = 0; i < n; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		unsigned k = seed >> 60, size = seed >> 40 & 255;
		for (size_t j = 0; j < sizes[k]; j++)
			bad += blocks[k][j] != k;
		free(blocks[k]);
		blocks[k] = i % 64 == 0 ? NULL : malloc(size);
		sizes[k] = blocks[k] ? size : 0;
		got += blocks[k] != NULL;
		bad += ((size_t)blocks[k] & 15) != 0;
		for (size_t j = 0; j < sizes[k]; j++)
			blocks[k][j] = (unsigned char)k;
		if (i % 64 == 0)
			for (k = 0; k < 16; k++) {
				free(blocks[k]);
				blocks[k] = NULL;
				sizes[k] = 0;
			}
	}
	return bad ? 0 : got;
}
-- csrc/p.c --
#include "nearcall_malloc.h"

size_t library_reverse(const unsigned char *p, size_t n, unsigned char *out);
unsigned long library_churn(unsigned long n, unsigned long seed);

long reversed(void *room, size_t size, const unsigned char *in, size_t n, unsigned char *out, size_t outn)
{
	NEARCALL_MALLOC_FROM(room, size);
	return n > outn ? -1 : (long)library_reverse(in, n, out);
}

uint64_t churn(void *room, size_t size, uint64_t n, uint64_t seed)
{
	NEARCALL_MALLOC_FROM(room, size);
	return library_churn(n, seed);
}

/* a sum of what is copied to the heap, and back again */
static __attribute__((noinline)) long through(unsigned char *p, size_t n)
{
	unsigned char *q = malloc(n);
	long sum = 0;
	if (!q)
		return -1;
	for (size_t i = 0; i < n; i++)
		q[i] = p[i] + 1;
	for (size_t i = 0; i < n; i++)
		sum += p[i] = q[i];
	free(q);
	return sum;
}

/* variables of its own, below the arena or above it, and more of them than the distance */
long small(void *room, size_t size, const unsigned char *in, size_t n)
{
	NEARCALL_MALLOC_FROM(room, size);
	unsigned char here[64], *more = malloc(8);
	for (size_t i = 0; i < n; i++)
		here[i & 63] = in[i];
	more[0] = 1;
	return through(here, n < 64 ? n : 64) + more[0];
}

long large(void *room, size_t size, const unsigned char *in, size_t n)
{
	unsigned char before[9000];
	NEARCALL_MALLOC_FROM(room, size);
	unsigned char here[20000];
	for (size_t i = 0; i < n; i++)
		here[19999 - i] = before[8999 - i] = in[i];
	return through(here + 20000 - n, n) + through(before + 9000 - n, n);
}

/* it allocates itself, with functions of the same file around it */
long own(void *room, size_t size, long n)
{
	volatile long kept[3] = {n, 2 * n, 3 * n};
	NEARCALL_MALLOC_FROM(room, size);
	long *p[4], sum = 0;
	for (int i = 0; i < 4; i++)
		if ((p[i] = calloc(4, sizeof **p)))
			p[i][i] = kept[i % 3];
	for (int i = 4; i-- > 0;)
		for (int k = 0; p[i] && k < 4; k++)
			sum += p[i][k];
	for (int i = 0; i < 4; i++)
		free(p[i]);
	return sum;
}

long aligned(void *room, size_t size, long n)
{
	_Alignas(4096) unsigned char page[4096];
	NEARCALL_MALLOC_FROM(room, size);
	for (long i = 0; i < n; i++)
		page[i & 4095] = (unsigned char)i;
	return through(page, (size_t)n) + ((uintptr_t)page & 4095);
}

_Bool missing(void) { return malloc(1) != NULL; }
-- p_test.go --
package p

import (
	"bytes"
	"os"
	"slices"
	"sync"
	"testing"
)

func deep(n int, f func()) {
	var pad [64]byte
	if n > 0 {
		deep(n-1, f)
	} else {
		f()
	}
	_ = pad
}

func TestReversed(t *testing.T) {
	in := []byte("the quick brown fox jumps over the lazy dog")
	want := slices.Clone(in)
	slices.Reverse(want)
	room, out := make([]byte, 8192), make([]byte, len(in))
	for depth := range 300 {
		clear(out)
		var n int
		deep(depth, func() { n = Reversed(room[depth%16:], in, out) })
		if n != len(in) || !bytes.Equal(out, want) {
			t.Fatalf("%d: %d, %q", depth, n, out)
		}
	}
	for _, size := range []int{0, 1, 15, 16, 31, 100, 500} {
		if n := Reversed(room[1:1+size], in, out); n != 0 {
			t.Errorf("in %d bytes: %d", size, n)
		}
	}
	if n := Reversed(nil, nil, nil); n != 0 {
		t.Error(n)
	}
}

func TestChurn(t *testing.T) {
	var wg sync.WaitGroup
	for g := range uint64(16) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			room := make([]byte, 32<<10)
			for i := range uint64(100) {
				want := uint64(0)
				for k := range uint64(1000) {
					if k%64 != 0 {
						want++
					}
				}
				if got := Churn(room, 1000, g*1000+i); got != want {
					t.Errorf("%d of %d", got, want)
				}
			}
			if got := Churn(room[:500], 1000, g); got == 0 || got > 950 {
				t.Errorf("%d blocks in 500 bytes", got)
			}
		}()
	}
	wg.Wait()
}

// The function with the arena may have variables of its own.
func TestVariables(t *testing.T) {
	room, in := make([]byte, 4096), make([]byte, 50)
	sum := 0
	for i := range in {
		in[i] = byte(i)
		sum += i + 1
	}
	for depth := range 50 {
		deep(depth*7, func() {
			if got := Small(room, in); got != sum+1 {
				t.Errorf("small: %d, want %d", got, sum+1)
			}
			if got := Large(room, in); got != 2*sum {
				t.Errorf("large: %d, want %d", got, 2*sum)
			}
			if got := Own(room, 5); got != 5+10+15+5 {
				t.Errorf("own: %d", got)
			}
			if got := Aligned(room, 50); got != sum {
				t.Errorf("aligned: %d, want %d", got, sum)
			}
		})
	}
}

func TestMissing(t *testing.T) {
	if os.Getenv("NO_ARENA") != "" {
		deep(100, func() { Missing() })
	}
}
`
