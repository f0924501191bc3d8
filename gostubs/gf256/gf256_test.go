package gf256

import (
	"bytes"
	"fmt"
	"math/rand"
	"testing"
)

func TestField(t *testing.T) {
	for a := range 256 {
		if got := Mul(byte(a), Inverse(byte(a))); a > 0 && got != 1 {
			t.Errorf("%d/%d = %d", a, a, got)
		}
		for b := range 256 {
			// Long multiplication of polynomials, then the remainder.
			product := 0
			for i := range 8 {
				if b>>i&1 == 1 {
					product ^= a << i
				}
			}
			for i := 14; i >= 8; i-- {
				if product>>i&1 == 1 {
					product ^= polynomial << (i - 8)
				}
			}
			if got := Mul(byte(a), byte(b)); int(got) != product {
				t.Fatalf("Mul(%d, %d) = %d, want %d", a, b, got, product)
			}
		}
	}
	if Inverse(0) != 0 {
		t.Error("Inverse(0) is not 0")
	}
}

const guard = 0xa5

// A guarded is a slice between bytes that must not change.
type guarded struct {
	whole []byte
	at    int
}

// slicesOf gives n slices of size bytes, and what they lie in.
func slicesOf(rng *rand.Rand, n, size int) (slices [][]byte, in []guarded) {
	for range n {
		g := guarded{bytes.Repeat([]byte{guard}, size+160), rng.Intn(81)}
		s := g.whole[g.at : g.at+size : g.at+size]
		rng.Read(s)
		slices, in = append(slices, s), append(in, g)
	}
	return slices, in
}

func (g guarded) intact(size int) bool {
	return len(bytes.Trim(g.whole[:g.at], "\xa5")) == 0 && len(bytes.Trim(g.whole[g.at+size:], "\xa5")) == 0
}

// check encodes, compares with products one by one, loses as many slices as may be lost, and gets them back.
func check(t *testing.T, level string, rng *rand.Rand, data, parity, size int) {
	t.Helper()
	what := fmt.Sprintf("%s: %d+%d slices of %d bytes", level, data, parity, size)
	c, err := New(data, parity)
	if err != nil {
		t.Fatal(err)
	}
	slices, in := slicesOf(rng, data+parity, size)
	if err := c.Encode(slices); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for r := range parity {
		for i := range size {
			var want byte
			for k := range data {
				want ^= Mul(c.matrix[r][k], slices[k][i])
			}
			if got := slices[data+r][i]; got != want {
				t.Fatalf("%s: parity %d, byte %d: %d, want %d", what, r, i, got, want)
			}
		}
	}
	good := make([][]byte, len(slices))
	for i, s := range slices {
		good[i] = bytes.Clone(s)
	}
	for _, i := range rng.Perm(len(slices))[:parity] {
		slices[i] = slices[i][:0] // made again in the same place
	}
	if err := c.Reconstruct(slices); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for i := range slices {
		if !bytes.Equal(slices[i], good[i]) {
			t.Fatalf("%s: slice %d is another after Reconstruct", what, i)
		}
		if !in[i].intact(size) {
			t.Fatalf("%s: slice %d: written outside", what, i)
		}
	}
}

func TestCodes(t *testing.T) {
	seed := rand.Int63()
	t.Logf("seed %d", seed)
	eachLevel(t, func(level string) {
		rng := rand.New(rand.NewSource(seed))
		for size := range 300 {
			check(t, level, rng, 1+rng.Intn(6), 1+rng.Intn(9), size)
		}
		check(t, level, rng, 10, 4, 20001)
		check(t, level, rng, 200, 56, 70)
		check(t, level, rng, 255, 1, 33)
	})
}

func TestErrors(t *testing.T) {
	for _, c := range [][2]int{{0, 1}, {1, 0}, {200, 57}, {-1, 5}, {257, 1}} {
		if _, err := New(c[0], c[1]); err != ErrCounts {
			t.Errorf("New(%d, %d): %v", c[0], c[1], err)
		}
	}
	c, err := New(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 9)
	for _, x := range []struct {
		slices [][]byte
		encode error
		again  error
	}{
		{[][]byte{p, p}, ErrSlices, ErrSlices},
		{[][]byte{p, p[:8], p}, ErrLength, ErrLength},
		{[][]byte{p, nil, nil}, ErrLength, ErrTooFew},
		{[][]byte{nil, nil, nil}, nil, nil},
	} {
		if err := c.Encode(x.slices); err != x.encode {
			t.Errorf("Encode: %v, want %v", err, x.encode)
		}
		if err := c.Reconstruct(x.slices); err != x.again {
			t.Errorf("Reconstruct: %v, want %v", err, x.again)
		}
	}
}

func FuzzCode(f *testing.F) {
	f.Add(int64(1), uint8(2), uint8(2), uint16(1))
	f.Add(int64(2), uint8(9), uint8(3), uint16(9000))
	f.Fuzz(func(t *testing.T, seed int64, data, parity uint8, size uint16) {
		eachLevel(t, func(level string) {
			check(t, level, rand.New(rand.NewSource(seed)), 1+int(data%20), 1+int(parity%20), int(size%20000))
		})
	})
}

func BenchmarkEncode(b *testing.B) {
	for _, size := range []int{64, 1024, 64 << 10} {
		b.Run(fmt.Sprint("10+4/", size), func(b *testing.B) {
			c, err := New(10, 4)
			if err != nil {
				b.Fatal(err)
			}
			slices, _ := slicesOf(rand.New(rand.NewSource(1)), 14, size)
			b.SetBytes(int64(10 * size))
			b.ResetTimer()
			for range b.N {
				if err := c.Encode(slices); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleCode() {
	c, _ := New(2, 1)
	slices := [][]byte{[]byte("some"), []byte("text"), make([]byte, 4)}
	_ = c.Encode(slices)
	slices[1] = nil
	_ = c.Reconstruct(slices)
	fmt.Printf("%s\n", slices[1])
	// Output: text
}
