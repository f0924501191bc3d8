package base64

import (
	"bytes"
	reference "encoding/base64"
	"fmt"
	"math/rand"
	"testing"
)

var std = reference.StdEncoding

// What lies behind the result must stay as it is.
const guard = 0xa5

func guarded(n int) []byte {
	return bytes.Repeat([]byte{guard}, n+80)
}

func untouched(p []byte) bool {
	return len(bytes.Trim(p, "\xa5")) == 0
}

func checkEncode(t *testing.T, level string, p []byte) []byte {
	t.Helper()
	want := std.EncodeToString(p)
	got := guarded(len(want))
	Encode(got, p)
	if string(got[:len(want)]) != want || !untouched(got[len(want):]) {
		t.Fatalf("%s: Encode(%x) = %q, want %q", level, p, got, want)
	}
	if s := EncodeToString(p); s != want {
		t.Fatalf("%s: EncodeToString(%x) = %q, want %q", level, p, s, want)
	}
	return []byte(want)
}

func checkDecode(t *testing.T, level string, p []byte) {
	t.Helper()
	room := std.DecodedLen(len(p))
	want := make([]byte, room)
	n, wantErr := std.Decode(want, p)
	got := guarded(room)
	k, err := Decode(got[:room:room], p)
	if err != wantErr || k != n || !bytes.Equal(got[:k], want[:k]) || !untouched(got[room:]) {
		t.Fatalf("%s: Decode(%q) = %x (%d), %v, want %x, %v", level, p, got[:room], k, err, want[:n], wantErr)
	}
	all, err := AppendDecode([]byte("ab"), p)
	if err != wantErr || string(all) != "ab"+string(want[:n]) {
		t.Fatalf("%s: AppendDecode(%q) = %x, %v, want %x, %v", level, p, all, err, want[:n], wantErr)
	}
}

// Each length; then the same with one character of any kind, with line ends, and cut off.
func check(t *testing.T, level string, rng *rand.Rand, p []byte) {
	t.Helper()
	text := checkEncode(t, level, p)
	checkDecode(t, level, text)
	if len(text) == 0 {
		return
	}
	for range 8 {
		bad := append([]byte(nil), text...)
		bad[rng.Intn(len(bad))] = byte(rng.Int())
		checkDecode(t, level, bad)
	}
	at := rng.Intn(len(text))
	checkDecode(t, level, text[:at])
	checkDecode(t, level, text[at:])
	checkDecode(t, level, bytes.Join([][]byte{text[:at], text[at:]}, []byte("\r\n")))
	checkDecode(t, level, bytes.Join([][]byte{text[:at/4*4], text[at/4*4:]}, []byte("\n")))
}

func TestLengths(t *testing.T) {
	seed := rand.Int63()
	t.Logf("seed %d", seed)
	eachLevel(t, func(level string) {
		rng := rand.New(rand.NewSource(seed))
		for n := range 400 {
			p := make([]byte, n)
			rng.Read(p)
			check(t, level, rng, p)
		}
		check(t, level, rng, nil)
	})
}

// Each byte at each place of the widest vector.
func TestEachByte(t *testing.T) {
	text := bytes.Repeat([]byte("Ab0/"), 40)
	eachLevel(t, func(level string) {
		for at := range 64 {
			for c := range 256 {
				p := append([]byte(nil), text...)
				p[at] = byte(c)
				checkDecode(t, level, p)
			}
		}
	})
}

func FuzzBase64(f *testing.F) {
	f.Add([]byte(nil), int64(1))
	f.Add([]byte("any carnal pleasure"), int64(2))
	f.Add(bytes.Repeat([]byte("QUJD"), 50), int64(3))
	f.Fuzz(func(t *testing.T, p []byte, seed int64) {
		eachLevel(t, func(level string) {
			checkDecode(t, level, p)
			check(t, level, rand.New(rand.NewSource(seed)), p)
		})
	})
}

func benchmark(b *testing.B, f func(dst, src []byte)) {
	for _, n := range []int{16, 256, 4096, 1 << 20} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			src := bytes.Repeat([]byte("A"), n)
			dst := make([]byte, EncodedLen(n))
			b.SetBytes(int64(n))
			b.ResetTimer()
			for range b.N {
				f(dst, src)
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) { benchmark(b, Encode) }

func BenchmarkDecode(b *testing.B) {
	benchmark(b, func(dst, src []byte) {
		if _, err := Decode(dst, src); err != nil {
			b.Fatal(err)
		}
	})
}

func ExampleEncodeToString() {
	fmt.Println(EncodeToString([]byte("Größe")))
	// Output: R3LDtsOfZQ==
}
