package p

import (
	"bytes"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

func step(x uint64) uint64 {
	x ^= x << 13
	x ^= x >> 7
	return x ^ x<<17
}

func sumGo(acc uint64, xs []uint64) uint64 {
	for _, x := range xs {
		acc = acc*31 + x
	}
	return acc
}

func numbers(n int) []uint64 {
	xs := make([]uint64, n)
	for i := range xs {
		xs[i] = step(uint64(i) + 1)
	}
	return xs
}

// collecting calls f while the collector runs all the time.
func collecting(f func()) {
	var stop atomic.Bool
	done := make(chan bool)
	go func() {
		for !stop.Load() {
			runtime.GC()
		}
		close(done)
	}()
	f()
	stop.Store(true)
	<-done
}

// At the borders of pieces, and in between.
func TestChunk(t *testing.T) {
	for _, n := range []int{0, 1, 2047, 2048, 2049, 4095, 4096, 4097, 100_003} {
		xs := numbers(n)
		want := sumGo(7, xs)
		next, total, more := Total(xs, 0, 7)
		if got := Sum(7, xs); got != want || SumPlain(7, xs) != want || SumBlocking(7, xs) != want || total != want || next != n || more {
			t.Errorf("%d: %x, and %x %d %v by yield, want %x", n, got, total, next, more, want)
		}
	}
	for _, n := range []int{0, 1, 4095, 4096, 4097, 10_000} {
		dst := make([]byte, n, n+100)
		Xor(dst, strings.Repeat("a", n))
		if !bytes.Equal(dst, bytes.Repeat([]byte("a"), n)) || bytes.Contains(dst[n:n+100], []byte("a")) {
			t.Errorf("Xor of %d bytes", n)
		}
	}
	defer func() {
		if r := recover(); r != "Xor: src is shorter than dst" {
			t.Error(r)
		}
	}()
	Xor(make([]byte, 5), "1234")
}

// TestYield: C has come back early, more than once, and the results are right all
// the same. It fails on a Go whose goroutines have their guard elsewhere.
func TestYield(t *testing.T) {
	s := &State{Left: 300_000_000, Sum: 1}
	want := Spin(s.Left, 1, new(uint64))
	big := make([]byte, 64<<20)
	big[len(big)-1] = 1
	xs := numbers(4 << 20)
	wantSum := sumGo(9, xs)
	collecting(func() {
		if Walk(s) || s.Sum != want || s.Left != 0 {
			t.Errorf("%+v, want %x", s, want)
		}
		for i := 0; i < 20; i++ {
			if at, more := Index(big, 1, i); at != len(big)-1 || more {
				t.Errorf("found at %d, more %v", at, more)
			}
			if at, more := Index(big, 2, i); at != -1 || more {
				t.Errorf("found at %d, more %v", at, more)
			}
			if next, sum, more := Total(xs, 0, 9); next != len(xs) || sum != wantSum || more {
				t.Errorf("%d %x %v, want %x", next, sum, more, wantSum)
			}
		}
		if g, more := Many(1, 2, 3, 4, 5, 3_000_000_000); g != 0 || more {
			t.Errorf("%d %v", g, more)
		}
	})
	t.Logf("Walk came back %d times", s.Back)
	if s.Back < 2 && KnownGo {
		t.Errorf("Walk came back %d times", s.Back)
	}
	if s.Back > 0 && !KnownGo {
		t.Errorf("on a version of Go that is not known, Walk came back %d times", s.Back)
	}
}

func TestBlocking(t *testing.T) {
	collecting(func() {
		for n := uint64(0); n < 300; n++ {
			want := n + 1
			for i := uint64(0); i < n*1000; i++ {
				want = step(want)
			}
			p := new(uint64)
			if got := Spin(n*1000, n+1, p); got != want || *p != want {
				t.Fatalf("%d: %x and %x, want %x", n, got, *p, want)
			}
		}
	})
	if got, want := Widen(Wide{1, 2, 3, 4, 5}, 6, 7, 8, 9, 10, 11, 12, 13), (Wide{7, 9, 30, 97, 18}); got != want {
		t.Error(got, want)
	}
	allocs := testing.AllocsPerRun(10, func() { var x uint64; Spin(1, 1, &x); Sum(1, []uint64{1}); Walk(&State{}) })
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
