package harness

import (
	"strings"
	"testing"
)

// goVersions are values of GOTOOLCHAIN: the Go that runs the tests, and the others
// that are supported, which the long forms go through.
var goVersions = []string{"local", "go1.23.5", "go1.24.13", "go1.25.9", "go1.26.11", "go1.27.4"}

// EachGo runs a test with every version of Go that can be had, with -short only
// with the one that runs the tests; env chooses it.
func EachGo(t *testing.T, test func(t *testing.T, env []string)) {
	t.Helper()
	versions := goVersions
	if testing.Short() {
		versions = versions[:1]
	}
	for _, name := range versions {
		t.Run(name, func(t *testing.T) {
			env := []string{"GOTOOLCHAIN=" + name}
			r := Run(t, t.TempDir(), env, "go", "version")
			if r.Status != 0 {
				t.Skipf("%s cannot be had: %s", name, r.Stderr)
			}
			t.Log(strings.TrimSpace(r.Stdout))
			test(t, env)
		})
	}
}
