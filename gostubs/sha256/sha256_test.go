package sha256

import (
	"bytes"
	reference "crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"math/rand"
	"testing"
)

var _ hash.Hash = New()

// FIPS 180-4's examples.
func TestExamples(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{
			"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		},
	} {
		eachLevel(t, func(level string) {
			if sum := Sum256([]byte(c.text)); hex.EncodeToString(sum[:]) != c.want {
				t.Errorf("%s: Sum256(%q) = %x", level, c.text, sum)
			}
		})
	}
}

func check(t *testing.T, what string, p []byte, cut int) {
	t.Helper()
	want := reference.Sum256(p)
	eachLevel(t, func(level string) {
		if got := Sum256(p); got != want {
			t.Fatalf("%s: %s: Sum256 of %d bytes = %x, want %x", what, level, len(p), got, want)
		}
		d := New()
		for _, part := range [][]byte{p[:cut], p[cut : (cut+len(p))/2], p[(cut+len(p))/2:]} {
			if n, err := d.Write(part); n != len(part) || err != nil {
				t.Fatalf("%s: %s: Write: %d, %v", what, level, n, err)
			}
			d.Sum(nil)
		}
		if got := d.Sum([]byte{1}); !bytes.Equal(got[1:], want[:]) || got[0] != 1 {
			t.Fatalf("%s: %s: cut at %d of %d: %x, want %x", what, level, cut, len(p), got, want)
		}
		if d.Reset(); !bytes.Equal(d.Sum(nil), New().Sum(nil)) {
			t.Fatalf("%s: %s: Reset leaves something", what, level)
		}
	})
}

func TestLengths(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	all := make([]byte, 500)
	rng.Read(all)
	for n := range 400 {
		check(t, fmt.Sprint("seed ", seed), all[n%17:][:n], rng.Intn(n+1))
	}
	check(t, "nil", nil, 0)
}

func FuzzSum256(f *testing.F) {
	f.Add([]byte{}, uint16(0))
	f.Add(make([]byte, 55), uint16(9))
	f.Add(make([]byte, 3000), uint16(64))
	f.Fuzz(func(t *testing.T, p []byte, cut uint16) {
		check(t, "fuzz", p, min(int(cut), len(p)))
	})
}

func TestNoAllocation(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		var p [300]byte
		sink += Sum256(p[:])[0]
	}); n != 0 {
		t.Errorf("%v allocations per call", n)
	}
}

var sink byte

func BenchmarkSum256(b *testing.B) {
	for _, n := range []int{16, 256, 4096, 1 << 20} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := make([]byte, n)
			b.SetBytes(int64(n))
			b.ResetTimer()
			for range b.N {
				sink += Sum256(p)[0]
			}
		})
	}
}

func ExampleSum256() {
	fmt.Printf("%x\n", Sum256([]byte("abc")))
	// Output: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
}
