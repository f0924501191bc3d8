package main

import (
	"strings"
	"testing"
)

// TestIs: a tool is of a version by its name or by its commit, and one of a
// checkout with changes is of none.
func TestIs(t *testing.T) {
	const pseudo = "v0.1.1-0.20261127093045-0123456789ab"
	for _, c := range []struct {
		module, said string
		want         bool
	}{
		{"v0.1.0", "nearcall 0.1.0", true},
		{"v0.1.0", "nearcall 0.1.0 (commit 0123456789ab)", true},
		{"v0.1.0", "nearcall 0.1.0 (commit 0123456789ab, dirty)", false},
		{"v0.1.0", "nearcall 0.1.00", false},
		{"v0.1.0", "nearcall 0.2.0", false},
		{"v0.1.0-rc1", "nearcall 0.1.0-rc1", true},
		{"v0.1.0-rc1", "nearcall 0.1.0", false},
		{pseudo, "nearcall 0.1.0 (commit 0123456789ab)", true},
		{pseudo, "nearcall 0.1.1 (commit ba9876543210)", false},
		{pseudo, "nearcall 0.1.0", false},
		{"", "nearcall 0.1.0", false},
		{"v0.1.0", "", false},
		{"v0.1.0", "gcc 0.1.0", false},
	} {
		if got := (version{c.module}).is(c.said); got != c.want {
			t.Errorf("%q is %s: %v, want %v", c.said, c.module, got, c.want)
		}
	}
}

// TestMissing: what is not there is named, with the command that brings it.
func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := missing()
	if err == nil {
		t.Fatal("nothing is missing where there is nothing")
	}
	for _, n := range needs {
		if !strings.Contains(err.Error(), "\t"+n.what) {
			t.Errorf("%s is not named:\n%v", n.what, err)
		}
	}
	if lines := strings.Split(err.Error(), "\n"); !strings.HasPrefix(lines[len(needs)+1], "On ") {
		t.Errorf("no way to get it:\n%v", err)
	}
}
