package crc

import (
	"fmt"
	"math/rand"
	"testing"
)

// Bit by bit, by the definition: the standard library is what the Go code of this package is.
func bitwise(crc, poly, ones uint64, p []byte) uint64 {
	crc ^= ones
	for _, b := range p {
		crc ^= uint64(b)
		for range 8 {
			crc = crc>>1 ^ poly&-(crc&1)
		}
	}
	return crc ^ ones
}

func check(t *testing.T, what string, crc uint64, p []byte) {
	t.Helper()
	want32 := bitwise(crc&(1<<32-1), 0x82f63b78, 1<<32-1, p)
	wantECMA := bitwise(crc, 0xc96c5795d7870f42, 1<<64-1, p)
	wantISO := bitwise(crc, 0xd800000000000000, 1<<64-1, p)
	eachLevel(t, func(level string) {
		if got := Castagnoli(uint32(crc), p); uint64(got) != want32 {
			t.Fatalf("%s: %s: Castagnoli(%#x) = %#x, want %#x", what, level, uint32(crc), got, want32)
		}
		if got := ECMA(crc, p); got != wantECMA {
			t.Fatalf("%s: %s: ECMA(%#x) = %#x, want %#x", what, level, crc, got, wantECMA)
		}
		if got := ISO(crc, p); got != wantISO {
			t.Fatalf("%s: %s: ISO(%#x) = %#x, want %#x", what, level, crc, got, wantISO)
		}
	})
}

// As the catalogue of Greg Cook has them (reveng.sourceforge.io): CRC-32/ISCSI, CRC-64/XZ, CRC-64/GO-ISO.
func TestCheckValues(t *testing.T) {
	p := []byte("123456789")
	eachLevel(t, func(level string) {
		if a, b, c := Castagnoli(0, p), ECMA(0, p), ISO(0, p); a != 0xe3069283 || b != 0x995dc9bbdf1939fa ||
			c != 0xb90956c775a41001 {
			t.Errorf("%s: %#x, %#x, %#x", level, a, b, c)
		}
	})
}

func TestLengths(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	all := make([]byte, 1500)
	rng.Read(all)
	for n := range 1100 {
		from := n % 65
		check(t, fmt.Sprintf("seed %d, length %d", seed, n), rng.Uint64(), all[from:from+n])
	}
	check(t, "nil", 5, nil)
}

// A sum of parts is that of the whole.
func FuzzCRC(f *testing.F) {
	f.Add([]byte{}, uint64(0), uint16(0))
	f.Add([]byte("some bytes"), uint64(7), uint16(3))
	f.Add(make([]byte, 5000), ^uint64(0), uint16(777))
	f.Fuzz(func(t *testing.T, p []byte, crc uint64, cut uint16) {
		check(t, "fuzz", crc, p)
		at := min(int(cut), len(p))
		eachLevel(t, func(level string) {
			if Castagnoli(Castagnoli(0, p[:at]), p[at:]) != Castagnoli(0, p) ||
				ECMA(ECMA(0, p[:at]), p[at:]) != ECMA(0, p) || ISO(ISO(0, p[:at]), p[at:]) != ISO(0, p) {
				t.Fatalf("%s: cut at %d of %d: another sum", level, at, len(p))
			}
		})
	})
}

var sink uint64

func benchmark(b *testing.B, f func(p []byte)) {
	for _, n := range []int{16, 256, 4096, 1 << 20} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := make([]byte, n)
			b.SetBytes(int64(n))
			b.ResetTimer()
			for range b.N {
				f(p)
			}
		})
	}
}

func BenchmarkCastagnoli(b *testing.B) {
	benchmark(b, func(p []byte) { sink += uint64(Castagnoli(0, p)) })
}

func BenchmarkECMA(b *testing.B) { benchmark(b, func(p []byte) { sink += ECMA(0, p) }) }

func ExampleCastagnoli() {
	fmt.Printf("%#x\n", Castagnoli(0, []byte("123456789")))
	// Output: 0xe3069283
}
