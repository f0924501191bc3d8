//go:build (amd64 || arm64) && !purego

package crc

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

// The stubs say go:noescape: input on the caller's stack stays there.
func TestNoAllocation(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		var p [300]byte
		sink += uint64(Castagnoli(0, p[:])) + ECMA(0, p[:]) + ISO(0, p[:])
	}); n != 0 {
		t.Errorf("%v allocations per call", n)
	}
}
