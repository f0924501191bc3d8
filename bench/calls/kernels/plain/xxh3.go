package plain

import (
	"encoding/binary"
	"math/bits"
)

const (
	prime32_1 = 0x9e3779b1
	prime32_2 = 0x85ebca77
	prime32_3 = 0xc2b2ae3d
	prime64_1 = 0x9e3779b185ebca87
	prime64_2 = 0xc2b2ae3d27d4eb4f
	prime64_3 = 0x165667b19e3779f9
	prime64_4 = 0x85ebca77c2b2ae63
	prime64_5 = 0x27d4eb2f165667c5
	primeMx1  = 0x165667919e3779f9
	primeMx2  = 0x9fb21c651e98df25
)

const (
	stripe        = 64 // bytes
	blockStripes  = (len(secret) - stripe) / 8
	block         = blockStripes * stripe
	secretSizeMin = 136
)

// The default secret of XXH3.
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

// key is a word of the secret.
func key(at int) uint64 { return u64(secret[at:]) }

// XXH3 returns the 64-bit XXH3 hash of b, without a seed.
//
//go:noinline
func XXH3(b []byte) uint64 {
	switch n := len(b); {
	case n > 240:
		return long(b)
	case n > 128:
		return to240(b)
	case n > 16:
		return to128(b)
	case n > 8:
		lo := u64(b) ^ key(24) ^ key(32)
		hi := u64(b[n-8:]) ^ key(40) ^ key(48)
		return avalanche(uint64(n) + bits.ReverseBytes64(lo) + hi + fold(lo, hi))
	case n > 3:
		return to8(b)
	case n > 0:
		x := uint32(b[0])<<16 | uint32(b[n>>1])<<24 | uint32(b[n-1]) | uint32(n)<<8
		return avalanche64(uint64(x) ^ uint64(u32(secret[:])^u32(secret[4:])))
	}
	return avalanche64(key(56) ^ key(64))
}

func to8(b []byte) uint64 {
	n := len(b)
	h := (uint64(u32(b[n-4:])) + uint64(u32(b))<<32) ^ key(8) ^ key(16)
	h ^= bits.RotateLeft64(h, 49) ^ bits.RotateLeft64(h, 24)
	h *= primeMx2
	h ^= h>>35 + uint64(n)
	h *= primeMx2
	return h ^ h>>28
}

func to128(b []byte) uint64 {
	n := len(b)
	acc := uint64(n) * prime64_1
	for i := (n - 1) / 32; i >= 0; i-- {
		acc += mix(b[16*i:], 32*i)
		acc += mix(b[n-16*(i+1):], 32*i+16)
	}
	return avalanche(acc)
}

func to240(b []byte) uint64 {
	n := len(b)
	acc := uint64(n) * prime64_1
	for i := range 8 {
		acc += mix(b[16*i:], 16*i)
	}
	acc = avalanche(acc)
	for i := 8; i < n/16; i++ {
		acc += mix(b[16*i:], 16*(i-8)+3)
	}
	acc += mix(b[n-16:], secretSizeMin-17)
	return avalanche(acc)
}

func long(b []byte) uint64 {
	acc := [8]uint64{prime32_3, prime64_1, prime64_2, prime64_3, prime64_4, prime32_2, prime64_5, prime32_1}
	n := len(b)
	last := b[n-stripe:]
	for len(b) > block {
		for i := range blockStripes {
			accumulate(&acc, b[stripe*i:], secret[8*i:])
		}
		for i := range acc {
			x := acc[i]
			acc[i] = (x ^ x>>47 ^ key(len(secret)-stripe+8*i)) * prime32_1
		}
		b = b[block:]
	}
	for i := range (len(b) - 1) / stripe {
		accumulate(&acc, b[stripe*i:], secret[8*i:])
	}
	accumulate(&acc, last, secret[len(secret)-stripe-7:])

	h := uint64(n) * prime64_1
	for i := 0; i < len(acc); i += 2 {
		h += fold(acc[i]^key(11+8*i), acc[i+1]^key(19+8*i))
	}
	return avalanche(h)
}

// accumulate adds one stripe. The two pointers to arrays save the checks of
// bounds.
func accumulate(acc *[8]uint64, b, secret []byte) {
	p, s := (*[stripe]byte)(b), (*[stripe]byte)(secret)
	for i := 0; i < 8; i += 2 {
		x, y := u64(p[8*i:]), u64(p[8*i+8:])
		kx, ky := x^u64(s[8*i:]), y^u64(s[8*i+8:])
		acc[i] += y + (kx&0xffffffff)*(kx>>32)
		acc[i+1] += x + (ky&0xffffffff)*(ky>>32)
	}
}

// mix joins 16 bytes of b with the secret from there on.
func mix(b []byte, at int) uint64 {
	return fold(u64(b)^key(at), u64(b[8:])^key(at+8))
}

func fold(x, y uint64) uint64 {
	hi, lo := bits.Mul64(x, y)
	return hi ^ lo
}

func avalanche(h uint64) uint64 {
	h ^= h >> 37
	h *= primeMx1
	return h ^ h>>32
}

func avalanche64(h uint64) uint64 {
	h ^= h >> 33
	h *= prime64_2
	h ^= h >> 29
	h *= prime64_3
	return h ^ h>>32
}
