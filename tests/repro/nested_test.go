package repro

import (
	"encoding/json"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// nestedModule has recursions, each with a promise, that call others: at once,
// by way of another function, and at three levels.
const nestedModule = `-- p.go --
package p

//nearcall:source csrc/f.c
//nearcall:depth inner 5
//nearcall:depth middle 4
//nearcall:depth outer 3

//nearcall:func outer
func Outer(x int64) int64

//nearcall:func around
func Around(x int64) int64
-- csrc/f.c --
#include <stdint.h>
#define SLOW __attribute__((noinline))
SLOW static int64_t inner(int64_t n) { volatile char b[64]; b[n & 7] = 1; return n <= 0 ? 1 : inner(n - 1) + b[n & 7]; }
SLOW static int64_t between(int64_t n) { volatile char b[200]; b[n & 7] = 1; return inner(4) + b[n & 7]; }
SLOW static int64_t middle(int64_t n)
{
	volatile char b[100];
	b[n & 7] = 1;
	return between(n) + (n <= 0 ? 1 : middle(n - 1)) + b[n & 7];
}
SLOW int64_t outer(int64_t n)
{
	volatile char b[300];
	b[n & 7] = 1;
	return inner(4) + middle(3) + (n <= 0 ? 1 : outer(n - 1)) + b[n & 7];
}
int64_t around(int64_t n) { return outer(2) + middle(3) + n; }
-- p_test.go --
package p

import "testing"

func Test(t *testing.T) {
	if got := Outer(2); got != 5+29+1+1+2*(5+29+1) {
		t.Error(got)
	}
	if got := Around(0); got != 106+29 {
		t.Error(got)
	}
}
`

// TestNestedRecursion: the bound of each recursion is that of its promise, with
// the whole of those that it calls.
func TestNestedRecursion(t *testing.T) {
	t.Parallel()
	for _, cc := range []string{"CC=gcc", "CC=clang"} {
		dir := harness.Module(t, nestedModule)
		var got stackJSON
		harness.Check(t, json.Unmarshal([]byte(harness.MustNearcall(t, dir, []string{cc}, "stack", "--json", ".").Stdout), &got))
		total, promised := map[string]int{}, map[string]int{"inner": 5, "middle": 4, "outer": 3}
		for _, f := range got.Functions {
			total[f.Name] = f.Total
		}
		for _, f := range got.Functions {
			back, leave := 0, f.Frame
			for _, c := range f.Calls {
				depth := c.Depth
				if !c.Tail {
					depth += 8
				}
				if c.Function == f.Name {
					back = max(back, depth)
				} else {
					leave = max(leave, depth+total[c.Function])
				}
			}
			if back > 0 {
				leave += (promised[f.Name] - 1) * back
			}
			if f.Total != leave {
				t.Errorf("%s, %s: total %d, not %d", cc, f.Name, f.Total, leave)
			}
		}
		if total["outer"] < 3*300+4*100+200+5*64 {
			t.Errorf("%s: totals are too small: %v", cc, total)
		}
		for _, e := range got.Entries {
			if e.Proven {
				t.Errorf("%s: %s is proven, not promised", cc, e.Function)
			}
		}
		harness.MustNearcall(t, dir, []string{cc}, "build", ".")
		harness.Must(t, dir, nil, "go", "vet", ".")
		harness.Must(t, dir, nil, "go", "test", "-count=1", ".")
	}
}
