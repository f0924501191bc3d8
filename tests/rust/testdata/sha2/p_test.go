package p

import (
	"crypto/sha256"
	"crypto/sha512"
	"math/rand"
	"testing"
)

func TestSums(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for n := range 1500 {
		b := make([]byte, n+1)
		rng.Read(b)
		var got [32]byte
		if Sum256(&got, b); got != sha256.Sum256(b) {
			t.Fatalf("Sum256 of %d bytes = %x, want %x", len(b), got, sha256.Sum256(b))
		}
		var long [64]byte
		if Sum512(&long, b); long != sha512.Sum512(b) {
			t.Fatalf("Sum512 of %d bytes = %x, want %x", len(b), long, sha512.Sum512(b))
		}
	}
}
