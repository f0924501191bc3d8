package vector

import (
	"fmt"
	"math"
	"math/rand"
	"testing"
)

// reference computes all in float64; size is what the errors are measured by.
func reference(x, y []float32) (dot, l2, cosine, dotSize, l2Size float64) {
	var xx, yy float64
	for i := range min(len(x), len(y)) {
		a, b := float64(x[i]), float64(y[i])
		dot += a * b
		dotSize += math.Abs(a * b)
		l2 += (a - b) * (a - b)
		xx += a * a
		yy += b * b
	}
	return dot, l2, dot / (math.Sqrt(xx) * math.Sqrt(yy)), dotSize, l2
}

// The sum of n numbers in any order is wrong by less than n+2 roundings of the sum of their magnitudes.
func near(got float32, want, size float64, n int) bool {
	if math.IsNaN(want) {
		return math.IsNaN(float64(got))
	}
	return math.Abs(float64(got)-want) <= size*float64(n+4)*0x1p-23
}

func check(t *testing.T, what string, x, y []float32) {
	t.Helper()
	n := min(len(x), len(y))
	dot, l2, cosine, dotSize, l2Size := reference(x, y)
	eachLevel(t, func(level string) {
		if got := Dot(x, y); !near(got, dot, dotSize, n) {
			t.Fatalf("%s: %s: Dot = %g, want %g", what, level, got, dot)
		}
		if got := L2(x, y); !near(got, l2, l2Size, n) {
			t.Fatalf("%s: %s: L2 = %g, want %g", what, level, got, l2)
		}
		if got := Cosine(x, y); !near(got, cosine, 1, n) {
			t.Fatalf("%s: %s: Cosine = %g, want %g", what, level, got, cosine)
		}
	})
}

func goDotInt8(x, y []int8) (s int64) {
	for i := range min(len(x), len(y)) {
		s += int64(x[i]) * int64(y[i])
	}
	return s
}

func floats(rng *rand.Rand, n int) []float32 {
	xs := make([]float32, n)
	for i := range xs {
		xs[i] = rng.Float32()*2 - 1
	}
	return xs
}

func ints(rng *rand.Rand, n int) []int8 {
	xs := make([]int8, n)
	for i := range xs {
		xs[i] = int8(rng.Int())
	}
	return xs
}

// Every length up to 300, from every start within a vector; what lies beyond is not zero.
func TestLengths(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	x, y := floats(rng, 320), floats(rng, 320)
	a, b := ints(rng, 320), ints(rng, 320)
	for n := range 301 {
		from := n % 17
		check(t, fmt.Sprintf("seed %d, length %d", seed, n), x[from:from+n], y[:n])
		eachLevel(t, func(level string) {
			if got, want := DotInt8(a[from:from+n], b[:n]), goDotInt8(a[from:from+n], b); got != want {
				t.Fatalf("seed %d: %s: DotInt8 of %d = %d, want %d", seed, level, n, got, want)
			}
		})
	}
	check(t, "the shorter counts", x[:100], y[:33])
	check(t, "the shorter counts", x[:33], y[:100])
}

// The largest products there are, so many that 32 bits do not hold them.
func TestInt8Large(t *testing.T) {
	x := make([]int8, 5<<20)
	for i := range x {
		x[i] = -128
	}
	eachLevel(t, func(level string) {
		if got, want := DotInt8(x, x), int64(len(x))<<14; got != want {
			t.Errorf("%s: DotInt8 = %d, want %d", level, got, want)
		}
		if got := DotInt8(x[:7], nil); got != 0 {
			t.Errorf("%s: DotInt8 of nothing = %d", level, got)
		}
	})
}

func FuzzVector(f *testing.F) {
	f.Add(int64(1), uint16(0), uint16(0))
	f.Add(int64(2), uint16(1), uint16(300))
	f.Add(int64(3), uint16(4097), uint16(4097))
	f.Fuzz(func(t *testing.T, seed int64, n, m uint16) {
		rng := rand.New(rand.NewSource(seed))
		check(t, "fuzz", floats(rng, int(n)), floats(rng, int(m)))
		x, y := ints(rng, int(n)), ints(rng, int(m))
		want := goDotInt8(x, y)
		eachLevel(t, func(level string) {
			if got := DotInt8(x, y); got != want {
				t.Fatalf("%s: DotInt8 = %d, want %d", level, got, want)
			}
		})
	})
}

func TestNoAllocation(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		x, a := [40]float32{3, 4}, [40]int8{3, 4}
		if Dot(x[:], x[:]) != 25 || L2(x[:], x[:]) != 0 || Cosine(x[:], x[:]) != 1 || DotInt8(a[:], a[:]) != 25 {
			t.Fatal("wrong results")
		}
	}); n != 0 {
		t.Errorf("%v allocations per call", n)
	}
}

func ExampleDot() {
	fmt.Println(Dot([]float32{1, 2, 3}, []float32{4, 5, 6}))
	// Output: 32
}

var sink float32

func BenchmarkDot(b *testing.B) {
	for _, n := range []int{16, 128, 768, 4096} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			rng := rand.New(rand.NewSource(1))
			x, y := floats(rng, n), floats(rng, n)
			b.SetBytes(int64(8 * n))
			b.ResetTimer()
			for range b.N {
				sink += Dot(x, y)
			}
		})
	}
}
