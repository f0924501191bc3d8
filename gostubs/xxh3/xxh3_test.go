package xxh3

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand"
	"sync"
	"testing"
)

// pattern returns the input of testdata/vectors.c.
var pattern = sync.OnceValue(func() []byte {
	p := make([]byte, 1<<20)
	x := uint64(0)
	for i := range p {
		x = x*6364136223846793005 + 1442695040888963407
		p[i] = byte(x >> 56)
	}
	return p
})

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		b := pattern()[:v.n]
		if got := Sum64(b); got != v.sum {
			t.Errorf("Sum64 of %d bytes = %#016x, want %#016x", v.n, got, v.sum)
		}
		if got := Sum64Seed(b, vectorSeed); got != v.seeded {
			t.Errorf("Sum64Seed of %d bytes = %#016x, want %#016x", v.n, got, v.seeded)
		}
		if got := Sum64Seed(b, 0); got != v.sum {
			t.Errorf("Sum64Seed of %d bytes with seed 0 = %#016x, want %#016x", v.n, got, v.sum)
		}
		if got := Sum128(b); got != v.sum128 {
			t.Errorf("Sum128 of %d bytes = %#016x, want %#016x", v.n, got, v.sum128)
		}
	}
}

// Every length up to a thousand, as one digest of digests.
func TestAllLengths(t *testing.T) {
	var s64, s64Seed, s128 []byte
	for n := range 1001 {
		b := pattern()[:n]
		s64 = binary.BigEndian.AppendUint64(s64, Sum64(b))
		s64Seed = binary.BigEndian.AppendUint64(s64Seed, Sum64Seed(b, vectorSeed+uint64(n)))
		u := Sum128(b).Bytes()
		s128 = append(s128, u[:]...)
	}
	for _, c := range []struct {
		name string
		all  []byte
		want Uint128
	}{
		{"Sum64", s64, all64},
		{"Sum64Seed", s64Seed, all64Seed},
		{"Sum128", s128, all128},
	} {
		if got := Sum128(c.all); got != c.want {
			t.Errorf("%s of lengths 0 to 1000: digest %#016x, want %#016x", c.name, got, c.want)
		}
	}
}

// A digest depends on the bytes alone: not on where they lie, nor on what is
// around them.
func TestAlignment(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	buf := make([]byte, 2048)
	for _, v := range vectors {
		if v.n > 1025 {
			continue
		}
		for at := range 64 {
			rng.Read(buf)
			b := buf[at : at+v.n]
			copy(b, pattern())
			if Sum64(b) != v.sum || Sum64Seed(b, vectorSeed) != v.seeded || Sum128(b) != v.sum128 {
				t.Fatalf("seed %d: %d bytes at +%d: wrong digest", seed, v.n, at)
			}
			if !bytes.Equal(b, pattern()[:v.n]) {
				t.Fatalf("seed %d: %d bytes at +%d: input was written to", seed, v.n, at)
			}
		}
	}
}

func TestEmpty(t *testing.T) {
	// As printed by xxhsum 0.8.1 -H3 and -H2 for an empty file.
	const want64, want128 = 0x2d06800538d394c2, "99aa06d3014798d86001c324468d497f"
	for name, b := range map[string][]byte{
		"nil":          nil,
		"empty":        {},
		"end of slice": pattern()[len(pattern()):],
	} {
		if got := Sum64(b); got != want64 {
			t.Errorf("%s: Sum64 = %#x, want %#x", name, got, uint64(want64))
		}
		if a, b := Sum64Seed(b, 1), Sum64Seed(nil, 1); a != b {
			t.Errorf("%s: Sum64Seed = %#x, but %#x of nil", name, a, b)
		}
		sum := Sum128(b).Bytes()
		if got := hex.EncodeToString(sum[:]); got != want128 {
			t.Errorf("%s: Sum128 = %s, want %s", name, got, want128)
		}
	}
}

func TestBytes(t *testing.T) {
	got := Uint128{Hi: 0x0011223344556677, Lo: 0x8899aabbccddeeff}.Bytes()
	if hex.EncodeToString(got[:]) != "00112233445566778899aabbccddeeff" {
		t.Errorf("Bytes = %x", got)
	}
}

// The stubs say go:noescape: input on the caller's stack stays there.
func TestNoAllocation(t *testing.T) {
	n := testing.AllocsPerRun(100, func() {
		var b [300]byte
		sink += Sum64(b[:]) + Sum64Seed(b[:], 1) + Sum128(b[:]).Lo
	})
	if n != 0 {
		t.Errorf("%v allocations per call", n)
	}
}

// Many goroutines, each on a small stack of its own that the call may grow.
func TestConcurrent(t *testing.T) {
	var wg sync.WaitGroup
	for _, v := range vectors {
		for range 8 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				b := pattern()[:v.n]
				if Sum64(b) != v.sum || Sum64Seed(b, vectorSeed) != v.seeded || Sum128(b) != v.sum128 {
					t.Errorf("%d bytes: wrong digest", v.n)
				}
			}()
		}
	}
	wg.Wait()
}

var sink uint64

func benchmark(b *testing.B, f func([]byte) uint64) {
	for _, n := range []int{0, 8, 64, 256, 1024, 64 << 10, 1 << 20} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := pattern()[:n]
			b.SetBytes(int64(n))
			b.ResetTimer()
			for range b.N {
				sink += f(p)
			}
		})
	}
}

func BenchmarkSum64(b *testing.B) { benchmark(b, Sum64) }

func BenchmarkSum64Seed(b *testing.B) {
	benchmark(b, func(p []byte) uint64 { return Sum64Seed(p, vectorSeed) })
}

func BenchmarkSum128(b *testing.B) {
	benchmark(b, func(p []byte) uint64 { return Sum128(p).Lo })
}
