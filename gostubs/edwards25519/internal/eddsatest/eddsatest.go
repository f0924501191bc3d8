// Package eddsatest tests the packages edwards25519 and dalek, which do the
// same, against RFC 8032, crypto/ed25519 and a reference in math/big.
package eddsatest

import (
	"bytes"
	"crypto/ed25519"
	"math/big"
	"math/rand"
	"testing"
)

// Package is the functions of one of them.
type Package struct {
	ScalarBaseMult func(dst, in *[32]byte)
	ScalarReduce   func(dst *[32]byte, in *[64]byte)
	ScalarMulAdd   func(dst, a, b, c *[32]byte)
	NewKeyFromSeed func(seed []byte) ed25519.PrivateKey
	Sign           func(key ed25519.PrivateKey, message []byte) []byte
	Verify         func(key ed25519.PublicKey, message, sig []byte) bool
}

// Run runs all tests.
func Run(t *testing.T, p Package) {
	t.Run("RFC8032", p.testVectors)
	t.Run("CryptoEd25519", p.testCrypto)
	t.Run("Edges", p.testEdges)
	t.Run("Overlap", p.testOverlap)
	t.Run("Reduce", p.testReduce)
	t.Run("MulAdd", p.testMulAdd)
	t.Run("BadLengths", p.testBadLengths)
}

func (p Package) testVectors(t *testing.T) {
	vectors := Vectors()
	if len(vectors) != 5 {
		t.Fatalf("%d vectors, want 5", len(vectors))
	}
	for i, v := range vectors {
		key := p.NewKeyFromSeed(v.Seed)
		if !bytes.Equal(key[:32], v.Seed) || !bytes.Equal(key[32:], v.Public) {
			t.Errorf("vector %d: public key %x, want %x", i, key[32:], v.Public)
		}
		if sig := p.Sign(key, v.Message); !bytes.Equal(sig, v.Signature) {
			t.Errorf("vector %d: signature %x, want %x", i, sig, v.Signature)
		}
		if !p.Verify(v.Public, v.Message, v.Signature) {
			t.Errorf("vector %d: signature not verified", i)
		}
		if p.Verify(v.Public, append(v.Message, 0), v.Signature) {
			t.Errorf("vector %d: signature of another message verified", i)
		}
	}
}

func (p Package) testCrypto(t *testing.T) {
	number := rand.Int63()
	rng := rand.New(rand.NewSource(number))
	for range 2000 {
		seed, message := make([]byte, 32), make([]byte, rng.Intn(300))
		rng.Read(seed)
		rng.Read(message)
		want := ed25519.NewKeyFromSeed(seed)
		if got := p.NewKeyFromSeed(seed); !bytes.Equal(got, want) {
			t.Fatalf("random seed %d: key of %x is %x, want %x", number, seed, got, want)
		}
		if got, want := p.Sign(want, message), ed25519.Sign(want, message); !bytes.Equal(got, want) {
			t.Fatalf("random seed %d: signature of %x is %x, want %x", number, message, got, want)
		}
	}
}

func (p Package) testEdges(t *testing.T) {
	edges := Edges()
	if testing.Short() { // the reference takes a moment for each
		edges = append(edges[:100:100], edges[len(edges)-2:]...)
	}
	for _, n := range edges {
		var got [32]byte
		p.ScalarBaseMult(&got, &n)
		if want := ScalarBaseMult(Int(n[:])); got != want {
			t.Errorf("scalar %x: %x, want %x", n, got, want)
		}
	}
}

func (p Package) testOverlap(t *testing.T) {
	n := [32]byte{1, 2, 3, 31: 200}
	var want [32]byte
	p.ScalarBaseMult(&want, &n)
	got := n
	p.ScalarBaseMult(&got, &got)
	if got != want {
		t.Errorf("in place: %x, want %x", got, want)
	}

	a, b, c := want, n, [32]byte{9, 8, 7, 31: 99}
	p.ScalarMulAdd(&want, &a, &b, &c)
	for i := range 3 {
		in := [3][32]byte{a, b, c}
		p.ScalarMulAdd(&in[i], &in[0], &in[1], &in[2])
		if in[i] != want {
			t.Errorf("ScalarMulAdd in the place of argument %d: %x, want %x", i, in[i], want)
		}
	}
}

// extreme returns n random bytes, now and then long runs of zeros or ones.
func extreme(rng *rand.Rand, b []byte) {
	rng.Read(b)
	for rng.Intn(2) == 0 {
		fill := byte(-rng.Intn(2))
		from := rng.Intn(len(b))
		for i := range b[from:] {
			if i > rng.Intn(len(b)) {
				break
			}
			b[from+i] = fill
		}
	}
}

func (p Package) testReduce(t *testing.T) {
	number := rand.Int63()
	rng := rand.New(rand.NewSource(number))
	check := func(in [64]byte) {
		t.Helper()
		var got [32]byte
		p.ScalarReduce(&got, &in)
		if want := Bytes32(new(big.Int).Mod(Int(in[:]), Order)); got != want {
			t.Fatalf("random seed %d: %x: %x, want %x", number, in, got, want)
		}
	}
	for range 20000 {
		var in [64]byte
		extreme(rng, in[:])
		check(in)
	}
	for shift := uint(0); shift <= 259; shift++ { // multiples of the order and their neighbours
		for by := int64(-2); by <= 2; by++ {
			n := add(new(big.Int).Lsh(Order, shift), big.NewInt(by))
			var in [64]byte
			low, high := Bytes32(n), Bytes32(new(big.Int).Rsh(n, 256))
			copy(in[:], low[:])
			copy(in[32:], high[:])
			check(in)
		}
	}
}

func (p Package) testMulAdd(t *testing.T) {
	number := rand.Int63()
	rng := rand.New(rand.NewSource(number))
	for i := range 20000 {
		var a, b, c, got [32]byte
		extreme(rng, a[:])
		extreme(rng, b[:])
		extreme(rng, c[:])
		if i == 0 { // the largest there is
			for j := range a {
				a[j], b[j], c[j] = 255, 255, 255
			}
		}
		p.ScalarMulAdd(&got, &a, &b, &c)
		want := add(mul(Int(a[:]), Int(b[:])), Int(c[:]))
		if want := Bytes32(want.Mod(want, Order)); got != want {
			t.Fatalf("random seed %d: %x * %x + %x: %x, want %x", number, a, b, c, got, want)
		}
	}
}

func (p Package) testBadLengths(t *testing.T) {
	for name, f := range map[string]func(){
		"seed of 31":        func() { p.NewKeyFromSeed(make([]byte, 31)) },
		"private key of 32": func() { p.Sign(make([]byte, 32), nil) },
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
