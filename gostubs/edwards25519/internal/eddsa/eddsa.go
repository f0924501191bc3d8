// Package eddsa is Ed25519 (RFC 8032) on top of a curve's arithmetic, which
// the packages edwards25519 and dalek each bring along.
package eddsa

import (
	"crypto/ed25519"
	"crypto/sha512"
	"strconv"
)

// Curve is the arithmetic: constant-time functions that take any bytes.
type Curve struct {
	ScalarBaseMult func(dst, in *[32]byte)           // in times the base point, compressed
	ScalarReduce   func(dst *[32]byte, in *[64]byte) // in modulo the point's order
	ScalarMulAdd   func(dst, a, b, c *[32]byte)      // a*b + c modulo the point's order
}

// expand makes the secret scalar and the prefix out of a seed: 5.1.5, steps 1 and 2.
func expand(seed []byte) (scalar, prefix [32]byte) {
	h := sha512.Sum512(seed)
	h[0] &= 248
	h[31] &= 127
	h[31] |= 64
	return [32]byte(h[:32]), [32]byte(h[32:])
}

// NewKeyFromSeed is ed25519.NewKeyFromSeed.
func (c *Curve) NewKeyFromSeed(seed []byte) ed25519.PrivateKey {
	if n := len(seed); n != ed25519.SeedSize {
		panic("ed25519: bad seed length: " + strconv.Itoa(n))
	}
	scalar, _ := expand(seed)
	var public [32]byte
	c.ScalarBaseMult(&public, &scalar)
	return append(append(make([]byte, 0, ed25519.PrivateKeySize), seed...), public[:]...)
}

// Sign is ed25519.Sign: 5.1.6.
func (c *Curve) Sign(key ed25519.PrivateKey, message []byte) []byte {
	if n := len(key); n != ed25519.PrivateKeySize {
		panic("ed25519: bad private key length: " + strconv.Itoa(n))
	}
	seed, public := key[:ed25519.SeedSize], key[ed25519.SeedSize:]
	scalar, prefix := expand(seed)

	var r, R, k, S [32]byte
	c.hash(&r, prefix[:], message)
	c.ScalarBaseMult(&R, &r)
	c.hash(&k, R[:], public, message)
	c.ScalarMulAdd(&S, &k, &scalar, &r)
	return append(append(make([]byte, 0, ed25519.SignatureSize), R[:]...), S[:]...)
}

// hash writes the SHA-512 of the parts, modulo the order.
func (c *Curve) hash(dst *[32]byte, parts ...[]byte) {
	h := sha512.New()
	for _, part := range parts {
		h.Write(part)
	}
	var sum [64]byte
	h.Sum(sum[:0])
	c.ScalarReduce(dst, &sum)
}
