package utf8

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	reference "unicode/utf8"
)

func check(t *testing.T, level string, p []byte) {
	t.Helper()
	want := reference.Valid(p)
	if got := Valid(p); got != want {
		t.Fatalf("%s: Valid(%q) = %t", level, p, got)
	}
	if got := ValidString(string(p)); got != want {
		t.Fatalf("%s: ValidString(%q) = %t", level, p, got)
	}
}

// Each sequence of two bytes, and those of three and four whose bytes are at the limits of what counts, within
// ASCII and within other characters, at each place of a vector and across the ends of two.
func TestSequences(t *testing.T) {
	limits := []byte{0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
		0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff}
	var all [][]byte
	for a := range 256 {
		for b := range 256 {
			all = append(all, []byte{byte(a), byte(b)})
		}
	}
	for _, a := range limits {
		for _, b := range limits[1:] {
			for _, c := range limits {
				all = append(all, []byte{a, b, c})
				for _, d := range limits[1:12] {
					all = append(all, []byte{a, b, c, d})
				}
			}
		}
	}
	texts := []string{
		strings.Repeat("x", 200), strings.Repeat("é", 100), strings.Repeat("€", 66) + "xx", strings.Repeat("😀", 50),
	}
	eachLevel(t, func(level string) {
		for i, s := range all {
			text := texts[i%len(texts)]
			at := i % 130
			for !reference.RuneStart(text[at]) {
				at--
			}
			check(t, level, []byte(text[:at]+string(s)+text[at:]))
			check(t, level, []byte(text[:at]+string(s)))
			check(t, level, s)
		}
	})
}

func randomText(rng *rand.Rand, n int, kind int) []byte {
	var p []byte
	for len(p) < n {
		p = reference.AppendRune(p, []rune{'a', 'é', '€', '😀'}[rng.Intn(kind)])
	}
	return p
}

// Valid text of each length, and the same with a byte changed, put in or taken away.
func TestDamaged(t *testing.T) {
	seed := rand.Int63()
	t.Logf("seed %d", seed)
	eachLevel(t, func(level string) {
		rng := rand.New(rand.NewSource(seed))
		for n := range 400 {
			for kind := range 4 {
				damaged(t, level, rng, randomText(rng, n, kind+1))
			}
		}
		check(t, level, nil)
	})
}

func damaged(t *testing.T, level string, rng *rand.Rand, p []byte) {
	check(t, level, p)
	for range min(5, len(p)) {
		q := append([]byte(nil), p...)
		at := rng.Intn(len(q))
		q[at] ^= 1 << rng.Intn(8)
		check(t, level, q)
		check(t, level, p[:at])
		check(t, level, p[at:])
		check(t, level, append(append([]byte(nil), p[:at]...), p[at+1:]...))
	}
}

func FuzzValid(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte("plain, then é, € and 😀, and all that in more than sixty-four bytes"))
	f.Add([]byte(strings.Repeat("€", 100) + "\xed\xa0\x80"))
	f.Fuzz(func(t *testing.T, p []byte) {
		eachLevel(t, func(level string) { check(t, level, p) })
	})
}

func TestNoAllocation(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		var p [300]byte
		if !Valid(p[:]) {
			t.Fatal("zeros are not valid")
		}
	}); n != 0 {
		t.Errorf("%v allocations per call", n)
	}
}

func BenchmarkValid(b *testing.B) {
	for name, text := range map[string]string{"ascii": "x", "mixed": "Größe: 3 € 😀 "} {
		for _, n := range []int{16, 256, 4096, 1 << 20} {
			b.Run(fmt.Sprint(name, "/", n), func(b *testing.B) {
				p := []byte(strings.Repeat(text, n/len(text)))
				b.SetBytes(int64(len(p)))
				b.ResetTimer()
				for range b.N {
					if !Valid(p) {
						b.Fatal("not valid")
					}
				}
			})
		}
	}
}

func ExampleValid() {
	fmt.Println(Valid([]byte("Größe")), Valid([]byte("Gr\xf6\xdfe")))
	// Output: true false
}
