// Command ed25519 compares the multiples of edwards25519's base point that
// our C, dalek's Rust and filippo.io/edwards25519 compute, and signatures with
// those of RFC 8032 and crypto/ed25519. It is a module of its own, so that
// nearcall's does not depend on filippo.io/edwards25519; and a program rather
// than a test, so that tests/link-archive.sh can put archives in the place of
// the packages.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"flag"
	"fmt"
	"math/big"
	mathrand "math/rand/v2"
	"os"
	"strings"

	"filippo.io/edwards25519"

	c "github.com/nearcall/nearcall/gostubs/edwards25519"
	"github.com/nearcall/nearcall/gostubs/edwards25519/dalek"
)

var failed int

func complain(format string, args ...any) {
	if failed++; failed <= 10 {
		fmt.Printf(format+"\n", args...)
	}
}

func compare(in [32]byte) {
	var wide [64]byte
	copy(wide[:], in[:])
	s, err := edwards25519.NewScalar().SetUniformBytes(wide[:]) // takes it modulo the order
	if err != nil {
		complain("%x: %v", in, err)
		return
	}
	want := [32]byte(new(edwards25519.Point).ScalarBaseMult(s).Bytes())
	var gotC, gotDalek [32]byte
	c.ScalarBaseMult(&gotC, &in)
	dalek.ScalarBaseMult(&gotDalek, &in)
	if gotC != want || gotDalek != want {
		complain("scalar %x: C %x, dalek %x, filippo.io %x", in, gotC, gotDalek, want)
	}
}

// edges are 0, 1, small numbers, all that lie near a multiple of the order or
// of a power of two, and those of extreme digits.
func edges() [][32]byte {
	var list [][32]byte
	put := func(n *big.Int) {
		if n.Sign() < 0 || n.BitLen() > 256 {
			return
		}
		var b [32]byte
		n.FillBytes(b[:])
		for i := range 16 {
			b[i], b[31-i] = b[31-i], b[i]
		}
		list = append(list, b)
	}
	order, _ := new(big.Int).SetString("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16)
	for near := int64(-17); near <= 17; near++ {
		for k := int64(0); k <= 16; k++ {
			put(new(big.Int).Add(new(big.Int).Mul(order, big.NewInt(k)), big.NewInt(near)))
		}
		for bit := uint(0); bit <= 256; bit++ {
			put(new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), bit), big.NewInt(near)))
		}
	}
	for fill := range 256 {
		var b [32]byte
		for i := range b {
			b[i] = byte(fill)
		}
		list = append(list, b)
	}
	return list
}

// vectors checks the file of RFC 8032's vectors, by both packages.
func vectors(file string) int {
	text, err := os.ReadFile(file)
	if err != nil {
		complain("%v", err)
		return 0
	}
	n := 0
	for _, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) != 4 || fields[0] == "#" {
			continue
		}
		var b [4][]byte
		for i, field := range fields {
			if b[i], err = hex.DecodeString(strings.TrimPrefix(field, "-")); err != nil {
				complain("%s: %v", file, err)
			}
		}
		seed, public, message, signature := b[0], b[1], b[2], b[3]
		for name, p := range map[string]struct {
			key  func([]byte) ed25519.PrivateKey
			sign func(ed25519.PrivateKey, []byte) []byte
		}{"C": {c.NewKeyFromSeed, c.Sign}, "dalek": {dalek.NewKeyFromSeed, dalek.Sign}} {
			key := p.key(seed)
			if !bytes.Equal(key[32:], public) {
				complain("vector %d, %s: public key %x, want %x", n, name, key[32:], public)
			}
			if sig := p.sign(key, message); !bytes.Equal(sig, signature) {
				complain("vector %d, %s: signature %x, want %x", n, name, sig, signature)
			}
		}
		n++
	}
	if n != 5 {
		complain("%s: %d vectors, want 5", file, n)
	}
	return n
}

func main() {
	count := flag.Int("n", 100000, "`number` of random scalars")
	seedText := flag.String("seed", "", "the random numbers' `seed`: 64 hexadecimal digits")
	file := flag.String("vectors", "", "`file` with RFC 8032's vectors")
	carrier := flag.String("carrier", "module", "`name` to print")
	flag.Parse()

	var seed [32]byte
	rand.Read(seed[:])
	if *seedText != "" {
		b, err := hex.DecodeString(*seedText)
		if err != nil || copy(seed[:], b) != len(seed) {
			fmt.Fprintln(os.Stderr, "ed25519: -seed wants 64 hexadecimal digits")
			os.Exit(2)
		}
	}
	rng := mathrand.NewChaCha8(seed)
	for range *count {
		var in [32]byte
		rng.Read(in[:])
		compare(in)
	}
	list := edges()
	for _, in := range list {
		compare(in)
	}
	n := 0
	if *file != "" {
		n = vectors(*file)
	}
	fmt.Printf("%s carrier: %d random scalars (seed %x), %d edges: C, dalek, filippo.io/edwards25519; %d vectors of RFC 8032: %d mismatches\n",
		*carrier, *count, seed, len(list), n, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
