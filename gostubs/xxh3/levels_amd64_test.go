//go:build !purego

package xxh3

import "testing"

// TestLevels runs the tests at each level that this machine has.
func TestLevels(t *testing.T) {
	defer nearcallUseBest()
	for _, l := range nearcallLevels {
		if !nearcallUse(l.name) {
			t.Logf("%s is not run: this machine lacks it", l.name)
			continue
		}
		t.Logf("%s is run", l.name)
		t.Run(l.name, func(t *testing.T) {
			t.Run("Vectors", TestVectors)
			t.Run("AllLengths", TestAllLengths)
			t.Run("Alignment", TestAlignment)
			t.Run("Portable", TestPortable)
		})
	}
}

// eachLevel calls f at each level that this machine has.
func eachLevel(_ testing.TB, f func(level string)) {
	defer nearcallUseBest()
	for _, l := range nearcallLevels {
		if nearcallUse(l.name) {
			f(l.name)
		}
	}
}
