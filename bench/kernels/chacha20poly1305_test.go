package main

import (
	"bytes"
	"math/rand"
	"testing"

	peer "golang.org/x/crypto/chacha20poly1305"

	"github.com/nearcall/nearcall/gostubs/chacha20poly1305"
)

// compareAEAD seals and opens with both.
func compareAEAD(t *testing.T, key, nonce, message, additional []byte) {
	t.Helper()
	ours, err := chacha20poly1305.New(key)
	must(err)
	theirs, err := peer.New(key)
	must(err)
	got, want := ours.Seal(nil, nonce, message, additional), theirs.Seal(nil, nonce, message, additional)
	if !bytes.Equal(got, want) {
		t.Fatalf("%d bytes, %d additional: sealed\n%x, x/crypto has\n%x", len(message), len(additional), got, want)
	}
	if p, err := ours.Open(nil, nonce, want, additional); err != nil || !bytes.Equal(p, message) {
		t.Fatalf("%d bytes, %d additional: %v, opened\n%x, want\n%x", len(message), len(additional), err, p, message)
	}
}

func TestChaCha20Poly1305(t *testing.T) {
	seed := rand.Int63()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	some := func(n int) []byte {
		b := make([]byte, n)
		rng.Read(b)
		return b
	}
	for n := range 2200 {
		compareAEAD(t, some(32), some(12), some(n), some(rng.Intn(100)))
	}
	compareAEAD(t, some(32), some(12), some(1<<20+1), some(5000))
}

func FuzzChaCha20Poly1305(f *testing.F) {
	f.Add(make([]byte, 44), []byte("text"), []byte("more"), uint8(1))
	f.Fuzz(func(t *testing.T, secret, message, additional []byte, times uint8) {
		if len(secret) >= 44 {
			compareAEAD(t, secret[:32], secret[32:44], bytes.Repeat(message, int(times)), additional)
		}
	})
}
