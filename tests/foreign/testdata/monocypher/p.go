// Package p is Monocypher: XChaCha20-Poly1305, BLAKE2b, X25519, EdDSA's arithmetic.
package p

//nearcall:source up/Monocypher/src/monocypher.c up/Monocypher/src/optional/monocypher-ed25519.c
//nearcall:cflags -O3 -I up/Monocypher/src

//nearcall:func crypto_sha512
//go:noescape
func SHA512(hash *[64]byte, message []byte)

//nearcall:func crypto_ed25519_key_pair
//go:noescape
func KeyPair(secret *[64]byte, public, seed *[32]byte)

//nearcall:func crypto_ed25519_sign
//go:noescape
func Sign(signature, secret *[64]byte, message []byte)

//nearcall:func crypto_ed25519_check
//go:noescape
func Check(signature *[64]byte, public *[32]byte, message []byte) int32

//nearcall:func crypto_x25519
//go:noescape
func X25519(shared, secret, public *[32]byte)

//nearcall:func crypto_aead_lock
//go:noescape
func Lock(cipher, mac, key, nonce, ad *byte, adSize int, plain []byte)

//nearcall:func crypto_aead_unlock
//go:noescape
func Unlock(plain, mac, key, nonce, ad *byte, adSize int, cipher []byte) int32
