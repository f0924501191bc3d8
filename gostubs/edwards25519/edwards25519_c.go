//go:build amd64 || arm64

package edwards25519

import (
	"crypto/ed25519"

	"github.com/nearcall/nearcall/gostubs/edwards25519/internal/eddsa"
)

//nearcall:source ../../csrc/edwards25519/*.c
//nearcall:cflags -O3

// ScalarBaseMult sets dst to the compressed form (RFC 8032, 5.1.2) of in*B,
// where B is the base point.
//
// in is a number in little-endian order, and may be any of 256 bits: it need
// not be below the order L of B, and nothing is cleared or set in it, as keys
// of Ed25519 want it. As L*B is the neutral element, the result is that of in
// modulo L. dst and in may be the same array; neither may be nil.
//
//nearcall:func scalar_base_mult
//go:noescape
func ScalarBaseMult(dst, in *[32]byte)

// ScalarReduce sets dst to in modulo L. Both are little-endian.
//
//nearcall:func scalar_reduce
//go:noescape
func ScalarReduce(dst *[32]byte, in *[64]byte)

// ScalarMulAdd sets dst to a*b + c modulo L. All are little-endian, and any
// 256 bits will do; dst may be one of the others.
//
//nearcall:func scalar_mul_add
//go:noescape
func ScalarMulAdd(dst, a, b, c *[32]byte)

// PublicKey and PrivateKey are the types of crypto/ed25519.
type (
	PublicKey  = ed25519.PublicKey
	PrivateKey = ed25519.PrivateKey
)

var curve = eddsa.Curve{
	ScalarBaseMult: ScalarBaseMult,
	ScalarReduce:   ScalarReduce,
	ScalarMulAdd:   ScalarMulAdd,
}

// NewKeyFromSeed makes a private key out of a seed of 32 bytes. It panics if
// seed has another length.
func NewKeyFromSeed(seed []byte) PrivateKey { return curve.NewKeyFromSeed(seed) }

// Sign signs message with key. It panics if key has not 64 bytes.
func Sign(key PrivateKey, message []byte) []byte { return curve.Sign(key, message) }

// Verify reports whether sig is a signature of message by key. There are no
// secrets in that, and no multiple of the base point alone: it is
// crypto/ed25519's.
func Verify(key PublicKey, message, sig []byte) bool { return ed25519.Verify(key, message, sig) }
