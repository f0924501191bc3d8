package xxh3

import (
	"fmt"
	"math/rand"
	"testing"
)

func check(t *testing.T, level string, b []byte, seed uint64) {
	t.Helper()
	if got, want := Sum64(b), portable64(b, 0); got != want {
		t.Fatalf("%s: Sum64 of %d bytes = %#016x, in Go %#016x", level, len(b), got, want)
	}
	if got, want := Sum64Seed(b, seed), portable64(b, seed); got != want {
		t.Fatalf("%s: Sum64Seed(%#x) of %d bytes = %#016x, in Go %#016x", level, seed, len(b), got, want)
	}
	lo, hi := portable128(b)
	if got, want := Sum128(b), (Uint128{Hi: hi, Lo: lo}); got != want {
		t.Fatalf("%s: Sum128 of %d bytes = %#016x, in Go %#016x", level, len(b), got, want)
	}
}

// TestPortable: the code in Go gives the digests of libxxhash, and what runs here those of the code in Go.
func TestPortable(t *testing.T) {
	for _, v := range vectors {
		b := pattern()[:v.n]
		lo, hi := portable128(b)
		if portable64(b, 0) != v.sum || portable64(b, vectorSeed) != v.seeded || (Uint128{hi, lo}) != v.sum128 {
			t.Errorf("%d bytes: wrong digest in Go", v.n)
		}
	}
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	for n := range 2100 {
		at := rng.Intn(1000)
		check(t, fmt.Sprintf("seed %d, at %d", seed, at), pattern()[at:at+n], rng.Uint64())
	}
}

func FuzzXXH3(f *testing.F) {
	f.Add([]byte{}, uint64(0))
	for _, n := range []int{1, 3, 4, 8, 9, 16, 17, 128, 129, 240, 241, 1024, 1025, 5000} {
		f.Add(pattern()[:n], uint64(n)<<40)
	}
	f.Fuzz(func(t *testing.T, b []byte, seed uint64) {
		eachLevel(t, func(level string) { check(t, level, b, seed) })
	})
}
