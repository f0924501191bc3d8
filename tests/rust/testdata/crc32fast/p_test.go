package p

import (
	"hash/crc32"
	"math/rand"
	"testing"
)

func TestChecksum(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for n := range 3000 {
		b := make([]byte, n+1)
		rng.Read(b)
		if got, want := ChecksumIEEE(b), crc32.ChecksumIEEE(b); got != want {
			t.Fatalf("ChecksumIEEE of %d bytes = %#x, want %#x", len(b), got, want)
		}
	}
}
