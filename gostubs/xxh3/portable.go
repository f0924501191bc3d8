package xxh3

import (
	"encoding/binary"
	"math/bits"
)

// The hashes in Go, after xxHash's doc/xxhash_spec.md: what other
// architectures run, and what the tests hold the C against.

const (
	prime32x1 = 0x9e3779b1
	prime32x2 = 0x85ebca77
	prime32x3 = 0xc2b2ae3d
	prime64x1 = 0x9e3779b185ebca87
	prime64x2 = 0xc2b2ae3d27d4eb4f
	prime64x3 = 0x165667b19e3779f9
	prime64x4 = 0x85ebca77c2b2ae63
	prime64x5 = 0x27d4eb2f165667c5
	mixer1    = 0x165667919e3779f9
	mixer2    = 0x9fb21c651e98df25
)

// In bytes, but for stripes.
const (
	stripe       = 64
	consumed     = 8 // of the secret, by a stripe
	blockStripes = (len(secret) - stripe) / consumed
	block        = blockStripes * stripe
	leastSecret  = 136
	midSize      = 240
)

// The default secret.
var secret = [192]byte{
	0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
	0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
	0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
	0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
	0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
	0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
	0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
	0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
	0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
	0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
	0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
	0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
}

func u32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func u64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// keys is two words of the secret, from those bytes on, joined.
func keys(at int) uint64 { return u64(secret[at:]) ^ u64(secret[at+8:]) }

// fold multiplies to 128 bits, and joins their halves.
func fold(x, y uint64) uint64 {
	hi, lo := bits.Mul64(x, y)
	return hi ^ lo
}

func avalanche(h uint64) uint64 {
	h ^= h >> 37
	h *= mixer1
	return h ^ h>>32
}

// avalancheOld is that of XXH64.
func avalancheOld(h uint64) uint64 {
	h ^= h >> 33
	h *= prime64x2
	h ^= h >> 29
	h *= prime64x3
	return h ^ h>>32
}

// mix joins 16 bytes of b with the secret from `at` on.
func mix(b []byte, at int, seed uint64) uint64 {
	return fold(u64(b)^(u64(secret[at:])+seed), u64(b[8:])^(u64(secret[at+8:])-seed))
}

// few joins 1 to 3 bytes with their number.
func few(b []byte) uint32 {
	n := len(b)
	return uint32(b[0])<<16 | uint32(b[n>>1])<<24 | uint32(b[n-1]) | uint32(n)<<8
}

func portable64(b []byte, seed uint64) uint64 {
	n := len(b)
	switch {
	case n > midSize:
		return long64(b, seed)
	case n > 128:
		return to240(b, seed)
	case n > 16:
		return to128(b, seed)
	case n > 8:
		lo := u64(b) ^ (keys(24) + seed)
		hi := u64(b[n-8:]) ^ (keys(40) - seed)
		return avalanche(uint64(n) + bits.ReverseBytes64(lo) + hi + fold(lo, hi))
	case n > 3:
		seed ^= uint64(bits.ReverseBytes32(uint32(seed))) << 32
		h := (uint64(u32(b[n-4:])) + uint64(u32(b))<<32) ^ (keys(8) - seed)
		h ^= bits.RotateLeft64(h, 49) ^ bits.RotateLeft64(h, 24)
		h *= mixer2
		h ^= h>>35 + uint64(n)
		h *= mixer2
		return h ^ h>>28
	case n > 0:
		return avalancheOld(uint64(few(b)) ^ (uint64(u32(secret[:])^u32(secret[4:])) + seed))
	}
	return avalancheOld(seed ^ keys(56))
}

func to128(b []byte, seed uint64) uint64 {
	n := len(b)
	acc := uint64(n) * prime64x1
	for i := (n - 1) / 32; i >= 0; i-- {
		acc += mix(b[16*i:], 32*i, seed)
		acc += mix(b[n-16*(i+1):], 32*i+16, seed)
	}
	return avalanche(acc)
}

func to240(b []byte, seed uint64) uint64 {
	n := len(b)
	acc := uint64(n) * prime64x1
	for i := range 8 {
		acc += mix(b[16*i:], 16*i, seed)
	}
	acc = avalanche(acc)
	for i := 8; i < n/16; i++ {
		acc += mix(b[16*i:], 16*(i-8)+3, seed)
	}
	acc += mix(b[n-16:], leastSecret-17, seed)
	return avalanche(acc)
}

// accumulate adds one stripe.
func accumulate(acc *[8]uint64, b, key []byte) {
	p, s := (*[stripe]byte)(b), (*[stripe]byte)(key) // saves the checks of bounds
	for i := 0; i < 8; i += 2 {
		x, y := u64(p[8*i:]), u64(p[8*i+8:])
		kx, ky := x^u64(s[8*i:]), y^u64(s[8*i+8:])
		acc[i] += y + (kx&0xffffffff)*(kx>>32)
		acc[i+1] += x + (ky&0xffffffff)*(ky>>32)
	}
}

// stripes joins all of more than midSize bytes with a secret.
func stripes(b []byte, s *[len(secret)]byte) [8]uint64 {
	acc := [8]uint64{prime32x3, prime64x1, prime64x2, prime64x3, prime64x4, prime32x2, prime64x5, prime32x1}
	last := b[len(b)-stripe:]
	for len(b) > block {
		for i := range blockStripes {
			accumulate(&acc, b[stripe*i:], s[consumed*i:])
		}
		for i := range acc {
			x := acc[i]
			acc[i] = (x ^ x>>47 ^ u64(s[len(s)-stripe+8*i:])) * prime32x1
		}
		b = b[block:]
	}
	for i := range (len(b) - 1) / stripe {
		accumulate(&acc, b[stripe*i:], s[consumed*i:])
	}
	accumulate(&acc, last, s[len(s)-stripe-7:])
	return acc
}

func merge(acc *[8]uint64, s []byte, h uint64) uint64 {
	for i := 0; i < len(acc); i += 2 {
		h += fold(acc[i]^u64(s[8*i:]), acc[i+1]^u64(s[8*i+8:]))
	}
	return avalanche(h)
}

func long64(b []byte, seed uint64) uint64 {
	s := secret
	for i := 0; i < len(s) && seed != 0; i += 16 {
		binary.LittleEndian.PutUint64(s[i:], u64(secret[i:])+seed)
		binary.LittleEndian.PutUint64(s[i+8:], u64(secret[i+8:])-seed)
	}
	acc := stripes(b, &s)
	return merge(&acc, s[11:], uint64(len(b))*prime64x1)
}

func portable128(b []byte) (lo, hi uint64) {
	n := len(b)
	switch {
	case n > midSize:
		acc := stripes(b, &secret)
		return merge(&acc, secret[11:], uint64(n)*prime64x1),
			merge(&acc, secret[len(secret)-stripe-11:], ^(uint64(n) * prime64x2))
	case n > 128:
		return wide240(b)
	case n > 16:
		return wide128(b)
	case n > 8:
		return wide16(b)
	case n > 3:
		return wide8(b)
	case n > 0:
		x := few(b)
		y := bits.RotateLeft32(bits.ReverseBytes32(x), 13)
		return avalancheOld(uint64(x ^ u32(secret[:]) ^ u32(secret[4:]))),
			avalancheOld(uint64(y ^ u32(secret[8:]) ^ u32(secret[12:])))
	}
	return avalancheOld(keys(64)), avalancheOld(keys(80))
}

func wide8(b []byte) (lo, hi uint64) {
	n := len(b)
	x := uint64(u32(b)) + uint64(u32(b[n-4:]))<<32
	hi, lo = bits.Mul64(x^keys(16), prime64x1+uint64(n)<<2)
	hi += lo << 1
	lo ^= hi >> 3
	lo ^= lo >> 35
	lo *= mixer2
	lo ^= lo >> 28
	return lo, avalanche(hi)
}

func wide16(b []byte) (lo, hi uint64) {
	n := len(b)
	x, y := u64(b), u64(b[n-8:])
	hi, lo = bits.Mul64(x^y^keys(32), prime64x1)
	lo += uint64(n-1) << 54
	y ^= keys(48)
	hi += y + uint64(uint32(y))*(prime32x2-1)
	lo ^= bits.ReverseBytes64(hi)
	top, h := bits.Mul64(lo, prime64x2)
	return avalanche(h), avalanche(top + hi*prime64x2)
}

// mixTwo joins 16 bytes of x and of y with the secret from `at` on.
func mixTwo(lo, hi uint64, x, y []byte, at int, seed uint64) (uint64, uint64) {
	lo = (lo + mix(x, at, seed)) ^ (u64(y) + u64(y[8:]))
	hi = (hi + mix(y, at+16, seed)) ^ (u64(x) + u64(x[8:]))
	return lo, hi
}

func finish(lo, hi uint64, n int) (uint64, uint64) {
	return avalanche(lo + hi), -avalanche(lo*prime64x1 + hi*prime64x4 + uint64(n)*prime64x2)
}

func wide128(b []byte) (lo, hi uint64) {
	n := len(b)
	lo = uint64(n) * prime64x1
	for i := (n - 1) / 32; i >= 0; i-- {
		lo, hi = mixTwo(lo, hi, b[16*i:], b[n-16*(i+1):], 32*i, 0)
	}
	return finish(lo, hi, n)
}

func wide240(b []byte) (lo, hi uint64) {
	n := len(b)
	lo = uint64(n) * prime64x1
	for i := 0; i < 128; i += 32 {
		lo, hi = mixTwo(lo, hi, b[i:], b[i+16:], i, 0)
	}
	lo, hi = avalanche(lo), avalanche(hi)
	for i := 128; i+32 <= n; i += 32 {
		lo, hi = mixTwo(lo, hi, b[i:], b[i+16:], i-128+3, 0)
	}
	lo, hi = mixTwo(lo, hi, b[n-16:], b[n-32:], leastSecret-17-16, 0)
	return finish(lo, hi, n)
}
