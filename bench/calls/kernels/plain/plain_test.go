package plain

import (
	"testing"

	"github.com/zeebo/xxh3"
)

func TestXXH3(t *testing.T) {
	b := make([]byte, 5000)
	for i := range b {
		b[i] = byte(i*i>>3 + i)
	}
	for n := range b {
		if got, want := XXH3(b[:n]), xxh3.Hash(b[:n]); got != want {
			t.Fatalf("XXH3 of %d bytes is %#x, want %#x", n, got, want)
		}
	}
}

func TestSum(t *testing.T) {
	if got := Sum([]uint64{1, 2, 1 << 63, 1 << 63}); got != 3 {
		t.Errorf("the sum is %d, want 3", got)
	}
}
