package repro

import (
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// TestMalloc: C that calls malloc and free, as it is, in memory that Go passes.
func TestMalloc(t *testing.T) {
	t.Parallel()
	for _, cc := range []string{"clang", "gcc"} {
		t.Run(cc, func(t *testing.T) {
			t.Parallel()
			dir := harness.Module(t, mallocModule)
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

//nearcall:func reversed
//go:noescape
func Reversed(room, in, out []byte) int

//nearcall:func churn
//go:noescape
func Churn(room []byte, n, seed uint64) uint64

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

func TestMissing(t *testing.T) {
	if os.Getenv("NO_ARENA") != "" {
		deep(100, func() { Missing() })
	}
}
`
