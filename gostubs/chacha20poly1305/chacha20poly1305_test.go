package chacha20poly1305

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/big"
	"math/bits"
	"math/rand"
	"testing"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func mustNew(key []byte) *aead {
	a, err := New(key)
	if err != nil {
		panic(err)
	}
	return a.(*aead)
}

// RFC 8439, section 2.8.2.
var vectors = []struct{ key, nonce, additional, message, ciphertext, tag string }{
	{
		"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
		"070000004041424344454647",
		"50515253c0c1c2c3c4c5c6c7",
		hex.EncodeToString([]byte("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.")),
		"d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116",
		"1ae10b594f09e26a7e902ecbd0600691",
	},
}

// The reference: RFC 8439 word for word, Poly1305 with numbers of any size.

func refBlock(key, nonce []byte, counter uint32) []byte {
	s := [16]uint32{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}
	for i := range 8 {
		s[4+i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	s[12] = counter
	for i := range 3 {
		s[13+i] = binary.LittleEndian.Uint32(nonce[4*i:])
	}
	v := s
	quarter := func(a, b, c, d int) {
		for _, shift := range [2][2]int{{16, 12}, {8, 7}} {
			v[a] += v[b]
			v[d] = bits.RotateLeft32(v[d]^v[a], shift[0])
			v[c] += v[d]
			v[b] = bits.RotateLeft32(v[b]^v[c], shift[1])
		}
	}
	for range 10 {
		for i := range 4 {
			quarter(i, 4+i, 8+i, 12+i)
		}
		for i := range 4 {
			quarter(i, 4+(i+1)%4, 8+(i+2)%4, 12+(i+3)%4)
		}
	}
	var out []byte
	for i := range v {
		out = binary.LittleEndian.AppendUint32(out, v[i]+s[i])
	}
	return out
}

func refNumber(little []byte) *big.Int {
	b := make([]byte, len(little))
	for i := range little {
		b[len(b)-1-i] = little[i]
	}
	return new(big.Int).SetBytes(b)
}

func refTag(key, m []byte) []byte {
	r := bytes.Clone(key[:16])
	for _, i := range []int{3, 7, 11, 15} {
		r[i] &= 15
	}
	for _, i := range []int{4, 8, 12} {
		r[i] &= 252
	}
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 130), big.NewInt(5))
	a := new(big.Int)
	for len(m) > 0 {
		n := min(16, len(m))
		a.Add(a, refNumber(append(bytes.Clone(m[:n]), 1)))
		a.Mul(a, refNumber(r)).Mod(a, p)
		m = m[n:]
	}
	a.Add(a, refNumber(key[16:32]))
	tag := make([]byte, 16)
	for i := range tag {
		tag[i] = byte(new(big.Int).Rsh(a, uint(8*i)).Uint64())
	}
	return tag
}

func refSeal(key, nonce, message, additional []byte) []byte {
	out := bytes.Clone(message)
	for i := 0; i < len(out); i += 64 {
		block := refBlock(key, nonce, uint32(1+i/64))
		for k := i; k < min(i+64, len(out)); k++ {
			out[k] ^= block[k-i]
		}
	}
	pad := func(b []byte) []byte { return append(bytes.Clone(b), make([]byte, -len(b)&15)...) }
	m := append(pad(additional), pad(out)...)
	m = binary.LittleEndian.AppendUint64(m, uint64(len(additional)))
	m = binary.LittleEndian.AppendUint64(m, uint64(len(out)))
	return append(out, refTag(refBlock(key, nonce, 0), m)...)
}

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		want := append(unhex(v.ciphertext), unhex(v.tag)...)
		if got := refSeal(unhex(v.key), unhex(v.nonce), unhex(v.message), unhex(v.additional)); !bytes.Equal(got, want) {
			t.Errorf("the reference has %x, want %x", got, want)
		}
		eachLevel(t, func(level string) {
			a := mustNew(unhex(v.key))
			if got := a.Seal(nil, unhex(v.nonce), unhex(v.message), unhex(v.additional)); !bytes.Equal(got, want) {
				t.Errorf("%s: Seal gives %x, want %x", level, got, want)
			}
			if got, err := a.Open(nil, unhex(v.nonce), want, unhex(v.additional)); err != nil || !bytes.Equal(got, unhex(v.message)) {
				t.Errorf("%s: Open gives %x, %v", level, got, err)
			}
		})
	}
}

const guard = 0xa5

// guarded gives n bytes at some place between others, and a function that tells whether these are as they were.
func guarded(rng *rand.Rand, n int) ([]byte, func() bool) {
	whole := bytes.Repeat([]byte{guard}, n+160)
	at := rng.Intn(81)
	return whole[at : at+n : at+n], func() bool {
		return len(bytes.Trim(whole[:at], "\xa5")) == 0 && len(bytes.Trim(whole[at+n:], "\xa5")) == 0
	}
}

// forge opens what was altered in one bit.
func forge(t *testing.T, what string, rng *rand.Rand, a *aead, nonce, sealed, additional []byte) {
	t.Helper()
	bad, more := bytes.Clone(sealed), bytes.Clone(additional)
	switch bit := rng.Intn(8); {
	case rng.Intn(3) == 0 && len(more) > 0:
		more[rng.Intn(len(more))] ^= 1 << bit
	case rng.Intn(2) == 0:
		bad[len(bad)-1-rng.Intn(Overhead)] ^= 1 << bit
	default:
		bad[rng.Intn(len(bad))] ^= 1 << bit
	}
	out := bytes.Repeat([]byte{guard}, len(sealed))
	if got, err := a.Open(out[:0], nonce, bad, more); err != ErrOpen || got != nil {
		t.Fatalf("%s: a forgery is opened: %v", what, err)
	}
	if n := len(sealed) - Overhead; len(bytes.Trim(out[:n], "\x00")) > 0 {
		t.Fatalf("%s: a forgery leaves plaintext", what)
	}
}

// check compares with the reference: into new memory, at odd places, and in place.
func check(t *testing.T, what string, rng *rand.Rand, message, additional []byte) {
	t.Helper()
	key, nonce := make([]byte, KeySize), make([]byte, NonceSize)
	rng.Read(key)
	rng.Read(nonce)
	if rng.Intn(4) == 0 {
		key = bytes.Repeat([]byte{255}, KeySize)
	}
	n := len(message)
	want := refSeal(key, nonce, message, additional)
	a := mustNew(key)
	eachLevel(t, func(level string) {
		what := fmt.Sprintf("%s: %s: %d bytes, %d additional", what, level, n, len(additional))
		buffer, intact := guarded(rng, n+Overhead)
		if got := a.Seal(buffer[:0], nonce, message, additional); !bytes.Equal(got, want) || &got[0] != &buffer[0] {
			t.Fatalf("%s: Seal gives\n%x, want\n%x", what, got, want)
		}
		copy(buffer, message)
		if got := a.Seal(buffer[:0], nonce, buffer[:n], additional); !bytes.Equal(got, want) {
			t.Fatalf("%s: Seal in place gives\n%x, want\n%x", what, got, want)
		}
		if !intact() {
			t.Fatalf("%s: Seal writes outside", what)
		}
		plain, intactPlain := guarded(rng, n)
		if got, err := a.Open(plain[:0], nonce, want, additional); err != nil || !bytes.Equal(got, message) {
			t.Fatalf("%s: Open gives\n%x, %v, want\n%x", what, got, err, message)
		}
		if !intactPlain() {
			t.Fatalf("%s: Open writes outside", what)
		}
		if got, err := a.Open(buffer[:0], nonce, buffer, additional); err != nil || !bytes.Equal(got, message) {
			t.Fatalf("%s: Open in place gives\n%x, %v, want\n%x", what, got, err, message)
		}
		if !intact() || !bytes.Equal(buffer[n:], want[n:]) {
			t.Fatalf("%s: Open in place writes outside", what)
		}
		if got := a.Seal([]byte("front"), nonce, message, additional); !bytes.Equal(got, append([]byte("front"), want...)) {
			t.Fatalf("%s: Seal does not append", what)
		}
		forge(t, what, rng, a, nonce, want, additional)
	})
}

func TestLengths(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	sizes := []int{4095, 4096, 4097, 5000, 8192 + 448, 20001}
	for n := range 130 {
		sizes = append(sizes, n, 64*n/5+rng.Intn(3))
	}
	for _, edge := range []int{448, 512, 960, 1024, 1472, 1536, 1984} {
		for d := -17; d <= 17; d += 1 + rng.Intn(4) {
			sizes = append(sizes, edge+d)
		}
	}
	for _, n := range sizes {
		message, additional := make([]byte, n), make([]byte, rng.Intn(70))
		rng.Read(message)
		rng.Read(additional)
		check(t, fmt.Sprint("seed ", seed), rng, message, additional)
	}
	check(t, "nil", rng, nil, nil)
	check(t, "zeros", rng, make([]byte, 3000), nil)
	check(t, "ones", rng, bytes.Repeat([]byte{255}, 3000), bytes.Repeat([]byte{255}, 600))
}

// TestEdges makes the authenticator end at numbers where reductions go wrong: what is below 5 may be there as
// something above the prime. The additional data that lead there are found backwards.
func TestEdges(t *testing.T) {
	seed := rand.Int63()
	rng := rand.New(rand.NewSource(seed))
	prime := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 130), big.NewInt(5))
	above := new(big.Int).Lsh(big.NewInt(1), 128) // the bit above a piece
	lengths := new(big.Int).Add(above, big.NewInt(16))
	for _, edge := range []int64{0, 1, 2, 3, 4, 5, -1, -2, -6} {
		end := new(big.Int).Mod(big.NewInt(edge), prime)
		found := 0
		for range 200 {
			key, nonce := make([]byte, KeySize), make([]byte, NonceSize)
			rng.Read(key)
			rBytes := refBlock(key, nonce, 0)[:16]
			for i, m := range unhex("ffffff0ffcffff0ffcffff0ffcffff0f") {
				rBytes[i] &= m
			}
			inverse := new(big.Int).ModInverse(refNumber(rBytes), prime)
			h := new(big.Int).Mul(end, inverse)
			h.Sub(h, lengths).Mul(h, inverse).Sub(h, above).Mod(h, prime)
			if h.Cmp(above) >= 0 {
				continue
			}
			found++
			additional := make([]byte, 16)
			for i, b := range h.FillBytes(make([]byte, 16)) {
				additional[15-i] = b
			}
			want := refSeal(key, nonce, nil, additional)
			eachLevel(t, func(level string) {
				if got := mustNew(key).Seal(nil, nonce, nil, additional); !bytes.Equal(got, want) {
					t.Fatalf("seed %d: %s: ending at %d: %x, want %x", seed, level, edge, got, want)
				}
			})
		}
		if found == 0 {
			t.Errorf("seed %d: no message ends at %d", seed, edge)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, n := range []int{0, 31, 33} {
		if _, err := New(make([]byte, n)); err != ErrKey {
			t.Errorf("a key of %d bytes: %v", n, err)
		}
	}
	a := mustNew(make([]byte, KeySize))
	if a.NonceSize() != NonceSize || a.Overhead() != Overhead {
		t.Error("sizes are wrong")
	}
	nonce, b := make([]byte, NonceSize), make([]byte, 200)
	for _, n := range []int{0, 1, 15} {
		if _, err := a.Open(nil, nonce, b[:n], nil); err != ErrOpen {
			t.Errorf("Open of %d bytes: %v", n, err)
		}
	}
	for name, f := range map[string]func(){
		"short nonce":       func() { a.Seal(nil, nonce[1:], b, nil) },
		"long nonce":        func() { _, _ = a.Open(nil, b, b, nil) },
		"overlap of Seal":   func() { a.Seal(b[1:1], nonce, b[:50], nil) },
		"overlap of Seal 2": func() { a.Seal(b[:0], nonce, b[60:160], nil) },
		"overlap of Open":   func() { _, _ = a.Open(b[3:3], nonce, b[:50], nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// bytes returns the last n bytes before the edge.
func (e edge) bytes(n int) []byte { return e.all[len(e.all)-n:] }

// TestMemory seals and opens to the last byte before memory that may not be read, nor written to.
func TestMemory(t *testing.T) {
	const most = 3000
	message, additional, sealed, plain := newEdge(t, most), newEdge(t, most), newEdge(t, most+Overhead), newEdge(t, most)
	rng := rand.New(rand.NewSource(1))
	rng.Read(message.all)
	rng.Read(additional.all)
	key, nonce := make([]byte, KeySize), make([]byte, NonceSize)
	a := mustNew(key)
	eachLevel(t, func(level string) {
		for n := range most {
			if n > 600 && n%64 > 1 && n%16 != 5 {
				continue
			}
			m, ad, s, p := message.bytes(n), additional.bytes(n%70), sealed.bytes(n+Overhead), plain.bytes(n)
			if got := a.Seal(s[:0], nonce, m, ad); n%7 == 0 && !bytes.Equal(got, refSeal(key, nonce, m, ad)) {
				t.Fatalf("%s: %d bytes: Seal is not the reference's", level, n)
			}
			if got, err := a.Open(p[:0], nonce, s, ad); err != nil || !bytes.Equal(got, m) {
				t.Fatalf("%s: %d bytes: Open: %v", level, n, err)
			}
		}
	})
}

func FuzzAEAD(f *testing.F) {
	f.Add(int64(1), []byte{}, []byte{}, uint8(1))
	f.Add(int64(2), []byte("some text"), []byte("more"), uint8(200))
	f.Fuzz(func(t *testing.T, seed int64, message, additional []byte, times uint8) {
		message = bytes.Repeat(message, int(times))
		check(t, "fuzz", rand.New(rand.NewSource(seed)), message[:min(len(message), 20000)], additional)
	})
}

func TestNoAllocation(t *testing.T) {
	a, nonce, b := mustNew(make([]byte, KeySize)), make([]byte, NonceSize), make([]byte, 1000, 1000+Overhead)
	if n := testing.AllocsPerRun(100, func() {
		sealed := a.Seal(b[:0], nonce, b, nil)
		if _, err := a.Open(sealed[:0], nonce, sealed, nil); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{0, 16, 64, 256, 1024, 4096, 1 << 20} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a, nonce := mustNew(make([]byte, KeySize)), make([]byte, NonceSize)
			sealed, out := a.Seal(nil, nonce, make([]byte, n), nil), make([]byte, n)
			b.SetBytes(int64(n))
			b.ResetTimer()
			for range b.N {
				if _, err := a.Open(out[:0], nonce, sealed, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSeal(b *testing.B) {
	for _, n := range []int{0, 16, 64, 256, 1024, 4096, 1 << 20} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a, nonce, p := mustNew(make([]byte, KeySize)), make([]byte, NonceSize), make([]byte, n, n+Overhead)
			b.SetBytes(int64(n))
			b.ResetTimer()
			for range b.N {
				a.Seal(p[:0], nonce, p, nil)
			}
		})
	}
}

func ExampleNew() {
	key, nonce := make([]byte, KeySize), make([]byte, NonceSize) // to be random, and the nonce never the same
	a, _ := New(key)
	sealed := a.Seal(nil, nonce, []byte("text"), []byte("header"))
	text, err := a.Open(nil, nonce, sealed, []byte("header"))
	fmt.Printf("%s %v\n", text, err)
	// Output: text <nil>
}
