//go:build (amd64 || arm64) && !purego

package chacha20poly1305

//nearcall:source ../../csrc/chacha20poly1305/chacha20poly1305.c
//nearcall:cflags -O3 -fno-slp-vectorize -fno-vectorize

// seal writes the ciphertext of in to out, and its tag.
//
//nearcall:func chacha20poly1305_seal
//go:noescape
func seal(key *[KeySize]byte, nonce *[NonceSize]byte, out *byte, in, additional []byte, tag *[Overhead]byte)

// open writes the plaintext of in to out, and tells whether the tag is right.
//
//nearcall:func chacha20poly1305_open
//go:noescape
func open(key *[KeySize]byte, nonce *[NonceSize]byte, out *byte, in, additional []byte, tag *[Overhead]byte) bool
