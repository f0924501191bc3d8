package blake3

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"math/rand"
	"testing"
)

var (
	_ hash.Hash = New()
	_ io.Reader = New().Output()
)

// The inputs, key and context of the official test vectors.
var lengths = []int{
	0, 1, 2, 3, 4, 5, 6, 7, 8, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 2048, 2049, 3072, 3073, 4096, 4097, 5120,
	5121, 6144, 6145, 7168, 7169, 8192, 8193, 16384, 31744, 102400,
}

const (
	vectorKey     = "whats the Elvish word for friend"
	vectorContext = "BLAKE3 2019-12-27 16:29:52 test vectors context"
)

func vectorInput(n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(i % 251)
	}
	return p
}

func TestExamples(t *testing.T) {
	for text, want := range map[string]string{
		"":    "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
		"abc": "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
	} {
		eachLevel(t, func(level string) {
			if sum := Sum256([]byte(text)); hex.EncodeToString(sum[:]) != want {
				t.Errorf("%s: Sum256(%q) = %x", level, text, sum)
			}
		})
		if got := hex.EncodeToString(refOutput(refIV, []byte(text), 0, 0, 32)); got != want {
			t.Errorf("the reference has %s for %q", got, text)
		}
	}
}

const guard = 0xa5

// checkHasher writes p in parts, with Sum in between, and reads the output in parts.
func checkHasher(t *testing.T, what string, h *Hasher, p, want []byte, cut int) {
	t.Helper()
	cut = min(cut, len(p))
	for _, part := range [][]byte{p[:cut], p[cut : (cut+len(p))/2], p[(cut+len(p))/2:]} {
		if n, err := h.Write(part); n != len(part) || err != nil {
			t.Fatalf("%s: Write: %d, %v", what, n, err)
		}
		h.Sum(nil)
	}
	if got := h.Sum([]byte{1}); !bytes.Equal(got[1:], want[:Size]) || got[0] != 1 {
		t.Fatalf("%s: cut at %d: %x, want %x", what, cut, got[1:], want[:Size])
	}
	o := h.Output()
	got := bytes.Repeat([]byte{guard}, len(want)+100)
	middle := cut % (len(want) + 1)
	for _, part := range [][]byte{got[:middle], got[middle:len(want)]} {
		if n, err := o.Read(part); n != len(part) || err != nil {
			t.Fatalf("%s: Read: %d, %v", what, n, err)
		}
	}
	if !bytes.Equal(got[:len(want)], want) {
		t.Fatalf("%s: output is\n%x, want\n%x", what, got[:len(want)], want)
	}
	if len(bytes.Trim(got[len(want):], "\xa5")) > 0 {
		t.Fatalf("%s: written outside", what)
	}
	if h.Reset(); h.tree.chunks != 0 || h.used != 0 || h.tree.depth != 0 {
		t.Fatalf("%s: Reset leaves something", what)
	}
}

// check compares all there is with the reference: n bytes of output for p.
func check(t *testing.T, what string, p []byte, n, cut int) {
	t.Helper()
	n = max(n, Size)
	plain := refOutput(refIV, p, 0, 0, uint64(n))
	keyed := refOutput(refKey([]byte(vectorKey)), p, 1<<4, 0, uint64(n))
	derived := refOutput(refKey(refOutput(refIV, []byte(vectorContext), 1<<5, 0, 32)), p, 1<<6, 0, uint64(n))
	before := bytes.Clone(p)
	eachLevel(t, func(level string) {
		what := fmt.Sprintf("%s: %s: %d bytes in, %d out", what, level, len(p), n)
		if sum := Sum256(p); !bytes.Equal(sum[:], plain[:Size]) {
			t.Fatalf("%s: Sum256 = %x, want %x", what, sum, plain[:Size])
		}
		if sum := KeyedSum256((*[KeySize]byte)([]byte(vectorKey)), p); !bytes.Equal(sum[:], keyed[:Size]) {
			t.Fatalf("%s: KeyedSum256 = %x, want %x", what, sum, keyed[:Size])
		}
		key := make([]byte, n)
		if DeriveKey(key, vectorContext, p); !bytes.Equal(key, derived) {
			t.Fatalf("%s: DeriveKey = %x, want %x", what, key, derived)
		}
		for _, c := range []struct {
			name string
			h    *Hasher
			want []byte
		}{
			{"plain", New(), plain},
			{"keyed", NewKeyed((*[KeySize]byte)([]byte(vectorKey))), keyed},
			{"derived", NewDeriveKey(vectorContext), derived},
		} {
			checkHasher(t, what+": "+c.name, c.h, p, c.want, cut)
			checkHasher(t, what+": again: "+c.name, c.h, p, c.want, cut/2)
		}
		if !bytes.Equal(p, before) {
			t.Fatalf("%s: the input was written to", what)
		}
	})
}

func TestVectors(t *testing.T) {
	for _, n := range lengths {
		check(t, "vector", vectorInput(n), 131, n/3)
	}
}

func TestLengths(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	all := make([]byte, 300<<10)
	rng.Read(all)
	sizes := []int{groupSize - 1, groupSize, groupSize + 1, treeSize - 1, treeSize, treeSize + 1, 3*treeSize + 1025, 4 * treeSize}
	for n := 0; n < 70; n++ {
		sizes = append(sizes, n*7, n*chunkSize+rng.Intn(3)-1)
	}
	for _, n := range sizes {
		if n = max(n, 0); n > 2*treeSize && testing.Short() {
			continue
		}
		check(t, fmt.Sprint("seed ", seed), all[n%17:][:n], rng.Intn(2000), rng.Intn(n+1))
	}
	check(t, "nil", nil, 64, 0)
}

// Many small writes must give what one large one gives.
func TestPieces(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	p := make([]byte, 5*treeSize+777)
	rng.Read(p)
	want := refOutput(refIV, p, 0, 0, Size)
	eachLevel(t, func(level string) {
		for _, most := range []int{100, 3000, groupSize, 3 * groupSize, 2 * treeSize} {
			h := New()
			for rest := p; len(rest) > 0; {
				n := min(1+rng.Intn(most), len(rest))
				_, _ = h.Write(rest[:n])
				rest = rest[n:]
			}
			if !bytes.Equal(h.Sum(nil), want) {
				t.Errorf("seed %d: %s: writes of up to %d bytes: %x, want %x", seed, level, most, h.Sum(nil), want)
			}
		}
	})
}

// Counters have 64 bits, though no test can hash that much.
func TestCounters(t *testing.T) {
	p := vectorInput(37*chunkSize + 5)
	for _, chunk := range []uint64{1<<32 - 40, 1<<32 - 7, 1<<32 - 1, 1 << 32, 1<<54 - 38} {
		w := refTree(refIV, p, chunk, 0).compress()
		eachLevel(t, func(level string) {
			var n node
			var v value
			makeNode(&n, &start, p, chunk, modeHash)
			if nodeValue(&n, &v); v != value(w[:8]) {
				t.Errorf("%s: a subtree from chunk %#x on: %x, want %x", level, chunk, v, w[:8])
			}
		})
	}
	for _, at := range []uint64{64<<32 - 1000, 64<<32 - 64, 64 << 32, 1<<64 - 3000} {
		want := refOutput(refIV, p, 0, at, at+2500)
		eachLevel(t, func(level string) {
			h := New()
			_, _ = h.Write(p)
			o, got := h.Output(), make([]byte, 2500)
			for _, most := range []int{2500, 1, 63, 700, 2000} {
				o.Seek(at)
				for i := 0; i < len(got); i += most {
					_, _ = o.Read(got[i:min(i+most, len(got))])
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%s: output from %#x on, %d bytes at once, is not the reference's", level, at, most)
				}
			}
		})
	}
}

// bytes returns the last n bytes before the edge.
func (e edge) bytes(n int) []byte { return e.all[len(e.all)-n:] }

// TestEdges hashes to the last byte before memory that may not be read, and writes to it.
func TestEdges(t *testing.T) {
	in, out := newEdge(t, 20*chunkSize), newEdge(t, 20*chunkSize)
	rng := rand.New(rand.NewSource(1))
	rng.Read(in.all)
	eachLevel(t, func(level string) {
		for n := range 20 * chunkSize {
			if n > 2*chunkSize+130 && n%511 > 1 {
				continue
			}
			p := in.bytes(n)
			want := refOutput(refIV, p, 0, 0, Size)
			if sum := Sum256(p); !bytes.Equal(sum[:], want) {
				t.Fatalf("%s: %d bytes: %x, want %x", level, n, sum, want)
			}
		}
		for n := range 2200 {
			got, want := out.bytes(n), refOutput(refKey(refOutput(refIV, []byte("c"), 1<<5, 0, 32)), nil, 1<<6, 0, uint64(n))
			if DeriveKey(got, "c", nil); !bytes.Equal(got, want) {
				t.Fatalf("%s: %d bytes of output are not the reference's", level, n)
			}
		}
	})
}

func FuzzBLAKE3(f *testing.F) {
	f.Add([]byte{}, uint8(1), uint16(0), uint16(0))
	f.Add([]byte("abc"), uint8(200), uint16(64), uint16(70))
	f.Add(vectorInput(1025), uint8(80), uint16(1000), uint16(9000))
	f.Fuzz(func(t *testing.T, p []byte, times uint8, out, cut uint16) {
		p = bytes.Repeat(p, int(times))
		check(t, "fuzz", p[:min(len(p), 100<<10)], int(out%3000), int(cut))
	})
}

func TestNoAllocation(t *testing.T) {
	long := make([]byte, 200<<10)
	if n := testing.AllocsPerRun(100, func() {
		var p [3000]byte
		sink += Sum256(p[:])[0] + Sum256(long)[0]
	}); n != 0 {
		t.Errorf("%v allocations per call", n)
	}
}

var sink byte

func BenchmarkSum256(b *testing.B) {
	for _, n := range []int{16, 256, 1024, 4096, 64 << 10, 1 << 20} {
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

func BenchmarkOutput(b *testing.B) {
	o, p := New().Output(), make([]byte, 64<<10)
	b.SetBytes(int64(len(p)))
	for range b.N {
		_, _ = o.Read(p)
	}
}

func ExampleSum256() {
	fmt.Printf("%x\n", Sum256([]byte("abc")))
	// Output: 6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85
}
