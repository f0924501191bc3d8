package hash

import "testing"

// The paper's example, appendix A, and what its reference code gives for no input.
func TestVectors(t *testing.T) {
	var key [16]byte
	b := make([]byte, 15)
	for i := range key {
		key[i] = byte(i)
	}
	for i := range b {
		b[i] = byte(i)
	}
	if got := Sum64(&key, b); got != 0xa129ca6149be45e5 {
		t.Errorf("%#x", got)
	}
	if got := Sum64(&key, nil); got != 0x726fdb47dd0e0e31 {
		t.Errorf("nothing: %#x", got)
	}
}

func BenchmarkSum64(b *testing.B) {
	var key [16]byte
	text := make([]byte, 64)
	b.SetBytes(int64(len(text)))
	for range b.N {
		Sum64(&key, text)
	}
}
