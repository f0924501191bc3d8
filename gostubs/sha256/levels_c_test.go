//go:build (amd64 || arm64) && !purego

package sha256

import "testing"

// eachLevel calls f at each level that this machine has.
func eachLevel(t testing.TB, f func(level string)) {
	defer nearcallUseBest()
	for _, l := range nearcallLevels {
		if !nearcallUse(l.name) {
			t.Logf("%s is not run: this machine lacks it", l.name)
			continue
		}
		t.Logf("%s is run", l.name)
		f(l.name)
	}
}
