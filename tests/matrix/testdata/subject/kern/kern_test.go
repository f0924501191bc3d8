package kern_test

import (
	"testing"

	"example.com/subject/check"
	"example.com/subject/kern"
)

func TestAll(t *testing.T) {
	for _, wrong := range check.All() {
		t.Error(wrong)
	}
}

func FuzzMix(f *testing.F) {
	f.Add(uint64(1), int64(2))
	f.Fuzz(func(t *testing.T, x uint64, i int64) {
		if got, want := kern.Mix(x), (x^x>>29)*0x9e3779b97f4a7c15; got != want {
			t.Errorf("Mix(%d) = %d, want %d", x, got, want)
		}
		kern.Word(i)
		if got := kern.Smooth([]int64{i, i, i}); got != 3*i {
			t.Errorf("Smooth = %d, want %d", got, 3*i)
		}
	})
}

func BenchmarkMix(b *testing.B) {
	var x uint64
	xs := make([]int64, 4096)
	for range b.N {
		x = kern.Mix(x + uint64(kern.Smooth(xs)))
	}
	if x == 1 {
		b.Log(x)
	}
}
