package serve

import (
	"strings"
	"testing"
	"unsafe"
)

//go:noinline
func place(int) uint64 {
	var x uint64
	return uint64(uintptr(unsafe.Pointer(&x)))
}

// The depths come to all words of a cache line.
func TestPlaces(t *testing.T) {
	words := map[uint64]bool{}
	for depth := range Depths {
		_, address := at(depth, place, 1)
		words[address/8%8] = true
	}
	if len(words) != 8 {
		t.Errorf("%d depths are at %d places: %v", Depths, len(words), words)
	}
}

func TestLoop(t *testing.T) {
	cases := []Case{{Name: "A/b", Loop: func(n int) uint64 { return uint64(n * n) }}}
	var out strings.Builder
	if err := Loop(strings.NewReader("A/b 7 0\nA/b 8 3\n"), &out, cases); err != nil {
		t.Fatal(err)
	}
	var results []string
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		results = append(results, strings.Fields(line)[1])
	}
	if got := strings.Join(results, " "); got != "49 64" {
		t.Errorf("results are %s, want 49 64", got)
	}
	for _, request := range []string{"A/c 1 0", "A/b one 0", "A/b"} {
		if err := Loop(strings.NewReader(request), &out, cases); err == nil {
			t.Errorf("request %q is no error", request)
		}
	}
}
