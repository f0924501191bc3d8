package p

import (
	"bytes"
	"math/rand"
	"testing"
)

func TestBytes(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 20000 {
		b := make([]byte, 1+rng.Intn(300))
		letters := 1 + rng.Intn(30)
		for i := range b {
			b[i] = byte(rng.Intn(letters))
		}
		c := byte(rng.Intn(letters + 1))
		if got, want := IndexByte(b, c), bytes.IndexByte(b, c); got != want {
			t.Fatalf("IndexByte(%v, %d) = %d, want %d", b, c, got, want)
		}
		if got, want := LastIndexByte(b, c), bytes.LastIndexByte(b, c); got != want {
			t.Fatalf("LastIndexByte(%v, %d) = %d, want %d", b, c, got, want)
		}
		if got, want := Count(b, c), bytes.Count(b, []byte{c}); got != want {
			t.Fatalf("Count(%v, %d) = %d, want %d", b, c, got, want)
		}
		from := rng.Intn(len(b))
		sep := bytes.Clone(b[from : from+1+rng.Intn(len(b)-from)])
		if rng.Intn(2) == 0 {
			sep[rng.Intn(len(sep))] = byte(rng.Intn(letters))
		}
		if got, want := Index(b, sep), bytes.Index(b, sep); got != want {
			t.Fatalf("Index(%v, %v) = %d, want %d", b, sep, got, want)
		}
	}
}
