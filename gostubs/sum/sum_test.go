package sum_test

import (
	"fmt"
	"math"
	"math/rand"
	"testing"

	"github.com/nearcall/nearcall/gostubs/sum"
)

func goSum(xs []uint64) uint64 {
	var s uint64
	for _, x := range xs {
		s += x
	}
	return s
}

func TestSum(t *testing.T) {
	for _, c := range []struct {
		xs   []uint64
		want uint64
	}{
		{nil, 0},
		{[]uint64{}, 0},
		{make([]uint64, 0, 8), 0},
		{[]uint64{7}, 7},
		{[]uint64{1, 2, 3, 4, 5}, 15},
		{[]uint64{math.MaxUint64, 1}, 0},
		{[]uint64{math.MaxUint64, math.MaxUint64, math.MaxUint64}, math.MaxUint64 - 2},
		{make([]uint64, 1000), 0},
	} {
		if got := sum.Sum(c.xs); got != c.want {
			t.Errorf("Sum of %d numbers = %d, want %d", len(c.xs), got, c.want)
		}
	}
}

// Every length up to a thousand, at every start within a vector: the part
// outside the slice is not to be counted, so it is filled as well.
func TestLengths(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	all := make([]uint64, 1008)
	for i := range all {
		all[i] = rng.Uint64()
	}
	for n := range 1001 {
		for from := range 8 {
			xs := all[from : from+n]
			if got, want := sum.Sum(xs), goSum(xs); got != want {
				t.Fatalf("seed %d: Sum(%d from %d) = %#x, want %#x", seed, n, from, got, want)
			}
		}
	}
}

// The stub says go:noescape: an array on the caller's stack stays there.
func TestNoAllocation(t *testing.T) {
	n := testing.AllocsPerRun(100, func() {
		xs := [4]uint64{1, 2, 3, 4}
		if sum.Sum(xs[:]) != 10 {
			t.Error("wrong sum")
		}
	})
	if n != 0 {
		t.Errorf("%v allocations per call", n)
	}
}

func ExampleSum() {
	fmt.Println(sum.Sum([]uint64{1, 2, 3, 4}))
	// Output: 10
}

var sink uint64

func benchmark(b *testing.B, f func([]uint64) uint64) {
	for _, n := range []int{0, 8, 64, 1024, 1 << 17} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			xs := make([]uint64, n)
			for i := range xs {
				xs[i] = uint64(i)
			}
			b.SetBytes(int64(8 * n))
			b.ResetTimer()
			for range b.N {
				sink += f(xs)
			}
		})
	}
}

func BenchmarkSum(b *testing.B) { benchmark(b, sum.Sum) }

// BenchmarkGo is the same in plain Go.
func BenchmarkGo(b *testing.B) { benchmark(b, goSum) }
