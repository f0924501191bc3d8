// Package chacha20poly1305 has the AEAD ChaCha20-Poly1305 of RFC 8439 as a
// cipher.AEAD, with nonces of 12 bytes.
//
// It seals and opens what golang.org/x/crypto/chacha20poly1305 does, which many
// more eyes have seen: take that, unless the difference in speed counts.
//
// On amd64 and arm64 the work is done by csrc/chacha20poly1305; elsewhere, and with the
// build tag purego, it is Go. The goroutine is not preempted in the middle of a message,
// and garbage collection may have to wait for its end: about half a millisecond for
// each MiB.
package chacha20poly1305

import (
	"crypto/cipher"
	"errors"
	"slices"
	"unsafe"
)

const (
	KeySize   = 32 // bytes of a key
	NonceSize = 12 // bytes of a nonce
	Overhead  = 16 // bytes that a sealed message has more: the tag
)

// most is what the 32 bits that count blocks allow, block 0 being the authenticator's key.
const most = (1<<32 - 1) * 64

// What can be wrong.
var (
	ErrKey  = errors.New("chacha20poly1305: a key has 32 bytes")
	ErrOpen = errors.New("chacha20poly1305: message authentication failed")
)

type aead struct{ key [KeySize]byte }

// New returns the AEAD under a key. Many goroutines may use it.
func New(key []byte) (cipher.AEAD, error) {
	if len(key) != KeySize {
		return nil, ErrKey
	}
	return &aead{[KeySize]byte(key)}, nil
}

// NonceSize returns the number of bytes of a nonce.
func (a *aead) NonceSize() int { return NonceSize }

// Overhead returns how much longer a message becomes.
func (a *aead) Overhead() int { return Overhead }

// Seal appends the ciphertext of a message and its tag to dst. For the same key,
// no nonce may come twice. Where dst goes to may be where the message is, from its first byte
// on, or must not overlap it.
func (a *aead) Seal(dst, nonce, message, additional []byte) []byte {
	if len(nonce) != NonceSize {
		panic("chacha20poly1305: a nonce has 12 bytes")
	}
	n := len(message)
	if uint64(n) > most {
		panic("chacha20poly1305: the message is too long")
	}
	dst, out := extend(dst, n+Overhead)
	if overlapInexactly(out, message) {
		panic("chacha20poly1305: the buffers overlap")
	}
	seal(&a.key, (*[NonceSize]byte)(nonce), unsafe.SliceData(out), message, additional, (*[Overhead]byte)(out[n:]))
	return dst
}

// Open appends the message that sealed is of to dst, if the tag is right: else it
// returns ErrOpen, and where the message would be is zero. Buffers may overlap as with Seal.
func (a *aead) Open(dst, nonce, sealed, additional []byte) ([]byte, error) {
	if len(nonce) != NonceSize {
		panic("chacha20poly1305: a nonce has 12 bytes")
	}
	n := len(sealed) - Overhead
	if n < 0 || uint64(n) > most {
		return nil, ErrOpen
	}
	tag := (*[Overhead]byte)(sealed[n:])
	sealed = sealed[:n]
	dst, out := extend(dst, n)
	if overlapInexactly(out, sealed) {
		panic("chacha20poly1305: the buffers overlap")
	}
	if !open(&a.key, (*[NonceSize]byte)(nonce), unsafe.SliceData(out), sealed, additional, tag) {
		clear(out)
		return nil, ErrOpen
	}
	return dst, nil
}

// extend makes p longer by n bytes, and returns these as well.
func extend(p []byte, n int) (all, more []byte) {
	all = slices.Grow(p, n)[:len(p)+n]
	return all, all[len(p):]
}

// overlapInexactly tells whether a byte of p lies at another place in q.
func overlapInexactly(p, q []byte) bool {
	if len(p) == 0 || len(q) == 0 || &p[0] == &q[0] {
		return false
	}
	pAt, qAt := uintptr(unsafe.Pointer(&p[0])), uintptr(unsafe.Pointer(&q[0]))
	return pAt < qAt+uintptr(len(q)) && qAt < pAt+uintptr(len(p))
}
