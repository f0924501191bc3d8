package main

import (
	"crypto/cipher"

	peer "golang.org/x/crypto/chacha20poly1305"

	"github.com/nearcall/nearcall/gostubs/chacha20poly1305"
)

// aeadLine sets one half of an AEAD beside that of another; size is that of the message.
func aeadLine(name, other string, job func(a cipher.AEAD, size int) func(n int), before, after func()) kernel {
	return kernel{name, other, sizes, func(size int) pair {
		key := random(chacha20poly1305.KeySize)
		ours, err := chacha20poly1305.New(key)
		must(err)
		theirs, err := peer.New(key)
		must(err)
		near, far := job(ours, size), job(theirs, size)
		return pair{near, func(n int) {
			before()
			far(n)
			after()
		}}
	}}
}

func sealing(a cipher.AEAD, size int) func(n int) {
	message, nonce, additional := random(size), random(a.NonceSize()), random(13)
	out := make([]byte, 0, size+a.Overhead())
	return func(n int) {
		for range n {
			sink += uint64(a.Seal(out, nonce, message, additional)[0])
		}
	}
}

func opening(a cipher.AEAD, size int) func(n int) {
	nonce, additional := random(a.NonceSize()), random(13)
	sealed := a.Seal(nil, nonce, random(size), additional)
	out := make([]byte, 0, size)
	return func(n int) {
		for range n {
			p, err := a.Open(out, nonce, sealed, additional)
			must(err)
			sink += uint64(p[0])
		}
	}
}

func init() {
	nothing := func() {}
	kernels = append(kernels,
		aeadLine("chacha20poly1305 seal", "x/crypto", sealing, nothing, nothing),
		aeadLine("chacha20poly1305 open", "x/crypto", opening, nothing, nothing),
		aeadLine("chacha20poly1305 seal", "Go", sealing, cryptoPlain, cryptoBest),
	)
}
