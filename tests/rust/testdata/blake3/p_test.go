package p

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"math/rand"
	"testing"
)

// BLAKE3 after section 2 of its paper, to compare with.
const (
	chunkStart = 1 << iota
	chunkEnd
	parent
	root
	keyed
	block = 64
	chunk = 1024
)

var iv = [8]uint32{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}

var schedule = [16]int{2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8}

func mix(v *[16]uint32, a, b, c, d int, x, y uint32) {
	v[a] += v[b] + x
	v[d] = bits.RotateLeft32(v[d]^v[a], -16)
	v[c] += v[d]
	v[b] = bits.RotateLeft32(v[b]^v[c], -12)
	v[a] += v[b] + y
	v[d] = bits.RotateLeft32(v[d]^v[a], -8)
	v[c] += v[d]
	v[b] = bits.RotateLeft32(v[b]^v[c], -7)
}

func compress(cv [8]uint32, in []byte, counter uint64, flags uint32) [8]uint32 {
	var m [16]uint32
	padded := make([]byte, block)
	copy(padded, in)
	for i := range m {
		m[i] = binary.LittleEndian.Uint32(padded[4*i:])
	}
	v := [16]uint32{cv[0], cv[1], cv[2], cv[3], cv[4], cv[5], cv[6], cv[7], iv[0], iv[1], iv[2], iv[3],
		uint32(counter), uint32(counter >> 32), uint32(len(in)), flags}
	for range 7 {
		for i := range 4 {
			mix(&v, i, 4+i, 8+i, 12+i, m[2*i], m[2*i+1])
		}
		for i := range 4 {
			mix(&v, i, 4+(i+1)%4, 8+(i+2)%4, 12+(i+3)%4, m[8+2*i], m[9+2*i])
		}
		var next [16]uint32
		for i, from := range schedule {
			next[i] = m[from]
		}
		m = next
	}
	for i := range cv {
		cv[i] = v[i] ^ v[i+8]
	}
	return cv
}

func node(key [8]uint32, b []byte, counter uint64, flags, last uint32) [8]uint32 {
	if len(b) > chunk {
		left := chunk
		for 2*left < len(b) {
			left *= 2
		}
		var both []byte
		for _, cv := range [][8]uint32{node(key, b[:left], counter, flags, 0), node(key, b[left:], counter+uint64(left/chunk), flags, 0)} {
			for _, w := range cv {
				both = binary.LittleEndian.AppendUint32(both, w)
			}
		}
		return compress(key, both, 0, flags|parent|last)
	}
	cv, start := key, uint32(chunkStart)
	for len(b) > block {
		cv = compress(cv, b[:block], counter, flags|start)
		b, start = b[block:], 0
	}
	return compress(cv, b, counter, flags|start|chunkEnd|last)
}

func reference(key [8]uint32, b []byte, flags uint32) (out [32]byte) {
	for i, w := range node(key, b, 0, flags, root) {
		binary.LittleEndian.PutUint32(out[4*i:], w)
	}
	return out
}

func TestSums(t *testing.T) {
	// what the reference is held against: the sums that the authors give for these
	for in, want := range map[string]string{
		"":    "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
		"abc": "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
	} {
		if got := reference(iv, []byte(in), 0); hex.EncodeToString(got[:]) != want {
			t.Fatalf("the reference gives %x for %q, want %s", got, in, want)
		}
	}
	rng := rand.New(rand.NewSource(1))
	for _, n := range []int{1, 2, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 2047, 2048, 2049, 3072, 3073, 4096, 5000, 8192, 8193, 16384,
		31744, 102400, 1 << 20, 1<<20 + 1} {
		b, key := make([]byte, n), [32]byte{}
		rng.Read(b)
		rng.Read(key[:])
		var words [8]uint32
		for i := range words {
			words[i] = binary.LittleEndian.Uint32(key[4*i:])
		}
		var got [32]byte
		if Sum256(&got, b); got != reference(iv, b, 0) {
			t.Errorf("Sum256 of %d bytes = %x, want %x", n, got, reference(iv, b, 0))
		}
		if Keyed(&got, &key, b); got != reference(words, b, keyed) {
			t.Errorf("Keyed of %d bytes = %x, want %x", n, got, reference(words, b, keyed))
		}
	}
}
