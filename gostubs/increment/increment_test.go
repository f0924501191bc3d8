package increment_test

import (
	"fmt"
	"math"
	"math/rand"
	"testing"

	"github.com/nearcall/nearcall/gostubs/increment"
)

func TestIncrement(t *testing.T) {
	for _, x := range []uint64{
		0, 1, 41, math.MaxUint8, math.MaxUint16, math.MaxUint32,
		math.MaxInt64, math.MaxUint64 - 1, math.MaxUint64,
	} {
		if got := increment.Increment(x); got != x+1 {
			t.Errorf("Increment(%d) = %d, want %d", x, got, x+1)
		}
	}
}

func TestIncrementRandom(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	for range 10000 {
		x := rng.Uint64()
		if got := increment.Increment(x); got != x+1 {
			t.Fatalf("seed %d: Increment(%d) = %d, want %d", seed, x, got, x+1)
		}
	}
}

// A func value goes through the same trampoline by another door.
func TestFuncValue(t *testing.T) {
	f := increment.Increment
	x := uint64(0)
	for range 1000 {
		x = f(x)
	}
	if x != 1000 {
		t.Errorf("1000 increments gave %d", x)
	}
}

func ExampleIncrement() {
	fmt.Println(increment.Increment(41))
	// Output: 42
}

//go:noinline
func goIncrement(x uint64) uint64 { return x + 1 }

func BenchmarkIncrement(b *testing.B) {
	x := uint64(0)
	for range b.N {
		x = increment.Increment(x)
	}
	if x != uint64(b.N) {
		b.Fatal(x)
	}
}

// BenchmarkGo is the same call to a Go function that is not inlined.
func BenchmarkGo(b *testing.B) {
	x := uint64(0)
	for range b.N {
		x = goIncrement(x)
	}
	if x != uint64(b.N) {
		b.Fatal(x)
	}
}
