//go:build (!amd64 && !arm64) || purego

package chacha20poly1305

import (
	"crypto/subtle"
	"encoding/binary"
	"math/bits"
	"unsafe"
)

const blockSize = 64

func quarter(a, b, c, d uint32) (uint32, uint32, uint32, uint32) {
	a += b
	d = bits.RotateLeft32(d^a, 16)
	c += d
	b = bits.RotateLeft32(b^c, 12)
	a += b
	d = bits.RotateLeft32(d^a, 8)
	c += d
	b = bits.RotateLeft32(b^c, 7)
	return a, b, c, d
}

// A state is ChaCha20's, its word 12 the number of the next block.
type state [16]uint32

func newState(key *[KeySize]byte, nonce *[NonceSize]byte) state {
	s := state{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}
	for i := range 8 {
		s[4+i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	for i := range 3 {
		s[13+i] = binary.LittleEndian.Uint32(nonce[4*i:])
	}
	return s
}

// block writes the next block of the key stream.
func (s *state) block(out *[blockSize]byte) {
	v := *s
	for range 10 {
		v[0], v[4], v[8], v[12] = quarter(v[0], v[4], v[8], v[12])
		v[1], v[5], v[9], v[13] = quarter(v[1], v[5], v[9], v[13])
		v[2], v[6], v[10], v[14] = quarter(v[2], v[6], v[10], v[14])
		v[3], v[7], v[11], v[15] = quarter(v[3], v[7], v[11], v[15])
		v[0], v[5], v[10], v[15] = quarter(v[0], v[5], v[10], v[15])
		v[1], v[6], v[11], v[12] = quarter(v[1], v[6], v[11], v[12])
		v[2], v[7], v[8], v[13] = quarter(v[2], v[7], v[8], v[13])
		v[3], v[4], v[9], v[14] = quarter(v[3], v[4], v[9], v[14])
	}
	for i := range v {
		binary.LittleEndian.PutUint32(out[4*i:], v[i]+s[i])
	}
	s[12]++
}

// mask writes in exclusive or the key stream to out.
func (s *state) mask(out, in []byte) {
	var key [blockSize]byte
	for len(in) > 0 {
		s.block(&key)
		n := subtle.XORBytes(out, in, key[:])
		out, in = out[n:], in[n:]
	}
}

// A poly is Poly1305's authenticator: h is less than 2^131.
type poly struct{ h0, h1, h2, r0, r1, s0, s1 uint64 }

// newPoly takes the key from block 0 of the key stream.
func newPoly(s *state) poly {
	var b [blockSize]byte
	s.block(&b)
	return poly{
		r0: binary.LittleEndian.Uint64(b[0:]) & 0x0ffffffc0fffffff, r1: binary.LittleEndian.Uint64(b[8:]) & 0x0ffffffc0ffffffc,
		s0: binary.LittleEndian.Uint64(b[16:]), s1: binary.LittleEndian.Uint64(b[24:]),
	}
}

// piece folds in the bytes of m0 and m1: h = (h + m + 2^128) r, modulo 2^130-5.
func (p *poly) piece(m0, m1 uint64) {
	h0, c := bits.Add64(p.h0, m0, 0)
	h1, c := bits.Add64(p.h1, m1, c)
	h2 := p.h2 + 1 + c

	// The product: r is below 2^124, and h2 so small that no product with it overflows.
	hi00, d0 := bits.Mul64(h0, p.r0)
	hi01, lo01 := bits.Mul64(h0, p.r1)
	hi10, lo10 := bits.Mul64(h1, p.r0)
	hi11, lo11 := bits.Mul64(h1, p.r1)
	d1, c := bits.Add64(lo01, hi00, 0)
	d2, c := bits.Add64(lo11, hi01, c)
	d3 := hi11 + c
	d1, c = bits.Add64(d1, lo10, 0)
	d2, c = bits.Add64(d2, hi10, c)
	d3 += c
	d2, c = bits.Add64(d2, h2*p.r0, 0)
	d3 += h2*p.r1 + c

	// What is above 2^130 counts five times: as four and one.
	p.h0, c = bits.Add64(d0, d2&^3, 0)
	p.h1, c = bits.Add64(d1, d3, c)
	p.h2 = d2&3 + c
	p.h0, c = bits.Add64(p.h0, d2>>2|d3<<62, 0)
	p.h1, c = bits.Add64(p.h1, d3>>2, c)
	p.h2 += c
}

// padded folds in b and zeros up to whole pieces.
func (p *poly) padded(b []byte) {
	for ; len(b) >= 16; b = b[16:] {
		p.piece(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]))
	}
	if len(b) > 0 {
		var last [16]byte
		copy(last[:], b)
		p.piece(binary.LittleEndian.Uint64(last[:]), binary.LittleEndian.Uint64(last[8:]))
	}
}

// tag returns the tag of a message.
func (p *poly) tag(additional, ciphertext []byte) (t [Overhead]byte) {
	p.padded(additional)
	p.padded(ciphertext)
	p.piece(uint64(len(additional)), uint64(len(ciphertext)))
	// h + 5 reaches 2^130 just if h is not below 2^130 - 5.
	g0, c := bits.Add64(p.h0, 5, 0)
	g1, c := bits.Add64(p.h1, 0, c)
	over := -((p.h2 + c) >> 2 & 1)
	h0, c := bits.Add64(p.h0&^over|g0&over, p.s0, 0)
	h1, _ := bits.Add64(p.h1&^over|g1&over, p.s1, c)
	binary.LittleEndian.PutUint64(t[:], h0)
	binary.LittleEndian.PutUint64(t[8:], h1)
	return t
}

// seal writes the ciphertext of in to out, and its tag.
func seal(key *[KeySize]byte, nonce *[NonceSize]byte, out *byte, in, additional []byte, tag *[Overhead]byte) {
	s := newState(key, nonce)
	p := newPoly(&s)
	to := unsafe.Slice(out, len(in))
	s.mask(to, in)
	*tag = p.tag(additional, to)
}

// open writes the plaintext of in to out, and tells whether the tag is right.
func open(key *[KeySize]byte, nonce *[NonceSize]byte, out *byte, in, additional []byte, tag *[Overhead]byte) bool {
	s := newState(key, nonce)
	p := newPoly(&s)
	made := p.tag(additional, in)
	if subtle.ConstantTimeCompare(made[:], tag[:]) == 0 {
		return false
	}
	s.mask(unsafe.Slice(out, len(in)), in)
	return true
}
