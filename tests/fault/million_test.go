package fault

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// A million faults are recovered from on 1,000 goroutines, while garbage is
// collected without a pause: none is lost, and memory does not grow. See
// testdata/cmd/million.
func TestMillionFaults(t *testing.T) {
	faults := 1_000_000
	if testing.Short() {
		faults = 20_000
	}
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		seed := rand.Int63n(1 << 60)
		t.Logf("%d faults, seed %d", faults, seed)
		out := progressed(t, program(t, variant{}, goEnv, "million"), fmt.Sprint(faults), fmt.Sprint(seed))
		t.Log(out)
		if !strings.HasSuffix(out, "all good\n") {
			t.Error("it has not come to its end")
		}
	})
}
