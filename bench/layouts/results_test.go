package main

import "testing"

// TestResults: a line counts by the median of its layouts' medians.
func TestResults(t *testing.T) {
	var all results
	all.read(0, "near f\t1\t1\nnear f\t3\t1\nnear f\t1.2\t1\nother\t2\t1\n") // 1.2, and 2
	all.read(1, "near f\t1\t1\nother\t2\t2\n")
	all.read(2, "near f\t1.5\t1\nother\t1\t1\n")
	if len(all) != 2 || median(all[0].medians(3)) != 1.2 || median(all[1].medians(3)) != 1 {
		t.Fatalf("%v %v", all[0].medians(3), all[1].medians(3))
	}
	for _, c := range []struct {
		limit float64
		free  string
		want  bool
	}{{1.1, "", false}, {1.2, "", true}, {1.1, "^near", true}, {0.9, "^near", false}} {
		if got := all.print(3, c.limit, c.free); got != c.want {
			t.Errorf("limit %g, free %q: within it: %t", c.limit, c.free, got)
		}
	}
}
